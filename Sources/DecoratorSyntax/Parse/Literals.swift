import SwiftParser
package import SwiftSyntax
import SwiftSyntaxBuilder

extension ExprSyntaxProtocol {
  /// The value of an integer literal, with its sign.
  package var integerLiteral: Int? {
    if let literal = self.as(IntegerLiteralExprSyntax.self) { return literal.representedLiteralValue }
    guard let negated = self.as(PrefixOperatorExprSyntax.self), negated.operator.text == "-" else { return nil }
    return negated.expression.integerLiteral.map { -$0 }
  }

  /// The value of a number literal, with its sign.
  package var numberLiteral: Double? {
    if let integer = integerLiteral { return Double(integer) }
    if let literal = self.as(FloatLiteralExprSyntax.self) { return literal.representedLiteralValue }
    guard let negated = self.as(PrefixOperatorExprSyntax.self), negated.operator.text == "-" else { return nil }
    return negated.expression.numberLiteral.map { -$0 }
  }

  /// The value of a string literal without interpolation.
  package var stringLiteral: String? { self.as(StringLiteralExprSyntax.self)?.representedLiteralValue }

  /// The sign of a literal duration such as `.seconds(-1)`, `.milliseconds(250)` or `.zero`: -1, 0 or 1.
  package var durationSign: Int? {
    if let member = self.as(MemberAccessExprSyntax.self), member.declName.baseName.text == "zero" {
      return member.isMember(of: "Duration") ? 0 : nil
    }
    guard let call = self.as(FunctionCallExprSyntax.self),
      let member = call.calledExpression.as(MemberAccessExprSyntax.self), member.isMember(of: "Duration"),
      ["seconds", "milliseconds", "microseconds", "nanoseconds"].contains(member.declName.baseName.text),
      call.arguments.count == 1,
      let number = call.arguments.first?.expression.numberLiteral
    else { return nil }
    return number < 0 ? -1 : number > 0 ? 1 : 0
  }
}

extension MemberAccessExprSyntax {
  /// Whether this is an implicit member, or names one of this type.
  package func isMember(of type: String) -> Bool {
    guard let base = base?.trimmedDescription else { return true }
    return [type, "Swift.\(type)", "Decorators.\(type)"].contains(base)
  }
}

extension FunctionCallExprSyntax {
  /// The type whose initializer this calls, as far as its name shows it: one in upper case.
  package var initialized: (name: String, type: String)? {
    let member = calledExpression.as(MemberAccessExprSyntax.self)
    let type = member?.declName.baseName.tokenKind == .keyword(.`init`) ? member?.base : calledExpression
    guard let type, let name = type.lastName?.text, name.first?.isUppercase == true else { return nil }
    return (name, type.trimmedDescription)
  }
}
