import SwiftDiagnostics
import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder

/// A value that stands where the type of an error should.
private struct ErrorValue {
  /// The type that is probably meant.
  let type: String?

  init?(_ expression: ExprSyntax) {
    if let text = expression.stringLiteral {
      let isType = text.isValidSwiftIdentifier(for: .variableName) && text.first?.isUppercase == true
      type = isType ? text : nil
    } else if expression.numberLiteral != nil || expression.is(BooleanLiteralExprSyntax.self)
      || expression.is(StringLiteralExprSyntax.self) || expression.is(NilLiteralExprSyntax.self)
    {
      type = nil
    } else if let made = expression.as(FunctionCallExprSyntax.self)?.initialized, made.name != "Array" {
      // An array can hold types.
      type = made.type
    } else {
      return nil
    }
  }
}

enum RetryingRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    let arguments = decoration.arguments
    var findings: [Finding] = []
    if !function.canThrow, arguments["onResult"] == nil {
      findings.append(
        .error(
          "cannotThrow",
          at: decoration.attribute,
          """
          '\(function.name)' does not throw, so '@Retrying' never retries it: add 'onResult:' to select the results to \
          retry, or make the function throw
          """
        )
      )
    }
    if let attempts = arguments.expression("attempts"), let count = attempts.integerLiteral, count < 1 {
      findings.append(
        .error(
          "attempts",
          at: attempts,
          "'attempts:' counts all calls, including the first, so it must be at least 1, not \(count)",
          fixIts: [Finding.replace("oneAttempt", "Use 1", attempts, by: ExprSyntax("1"))]
        )
      )
    }
    if let backoff = arguments.expression("backoff")?.as(FunctionCallExprSyntax.self),
      let member = backoff.calledExpression.as(MemberAccessExprSyntax.self), member.isMember(of: "Backoff"),
      member.declName.baseName.text == "exponential",
      let factor = backoff.arguments.first(where: { $0.label?.text == "factor" })?.expression,
      let value = factor.numberLiteral, value < 1
    {
      findings.append(
        .error(
          "factor",
          at: factor,
          "'factor:' must be at least 1, not \(factor.trimmedDescription), because delays cannot decrease"
        )
      )
    }
    if let consuming = function.parameters.first(where: { $0.ownership?.tokenKind == .keyword(.consuming) }) {
      findings.append(
        .error(
          "retriesConsuming",
          at: consuming.syntax,
          """
          '@Retrying' may run the body more than once, but the first run consumes '\(consuming.name ?? "_")': use \
          'borrowing' instead
          """
        )
      )
    }
    findings += valuesInOn(decoration)
    return findings + warnings(decoration, in: decorated)
  }

  /// Finds values in `on:` of any attribute.
  static func valuesInOn(_ decoration: Decoration) -> [Finding] {
    (decoration.arguments["on"]?.expressions ?? []).flatMap(values)
  }

  /// Finds values in `on:`, also in an array, which takes what types describe: its declaration cannot say so.
  private static func values(_ expression: ExprSyntax) -> [Finding] {
    if let array = expression.as(ArrayExprSyntax.self) { return array.elements.flatMap { values($0.expression) } }
    guard let value = ErrorValue(expression) else { return [] }
    let spelling = value.type.map { "\($0).self" }
    let wayOut = spelling.map { "write '\($0)'" } ?? "name a type, such as 'TimeoutError.self'"
    let results = expression.numberLiteral == nil ? "" : "; to retry a result, use 'onResult:'"
    return [
      .error(
        "valueInOn",
        at: expression,
        "'on:' takes the types of errors, not values: \(wayOut)\(results)",
        fixIts: spelling.map {
          [Finding.replace("type", "Write '\($0)'", expression, by: ExprSyntax(stringLiteral: $0))]
        } ?? []
      )
    ]
  }

  private static func warnings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    var findings: [Finding] = []
    if let actor = decorated.function.blockedActor, !decorated.allows(.blockedActor) {
      findings.append(
        .warning(
          "blockedActor",
          at: decoration.attribute,
          """
          a synchronous '@Retrying' blocks \(actor) while it waits: make the function async, or add \
          'allowing: .blockedActor' if this is intended
          """,
          fixIts: [decoration.allow(.blockedActor)]
        )
      )
    }
    if let unthrown = unthrown(decoration, by: decorated.function), !decorated.allows(.otherErrors) {
      let name = unthrown.thrown.trimmedDescription
      findings.append(
        .warning(
          "otherErrors",
          at: unthrown.types[0],
          """
          '\(decorated.function.name)' throws only '\(name)', so '@Retrying' retries none of its errors: name '\(name)' \
          in 'on:', or add 'allowing: .otherErrors' if a type there is another name of it or its superclass
          """,
          fixIts: [decoration.allow(.otherErrors)]
        )
      )
    }
    return findings
  }

  /// The types of `on:` and the function's `throws(E)`, if their names show that the function throws none of the types.
  private static func unthrown(
    _ decoration: Decoration,
    by function: FunctionDescription
  ) -> (types: [ExprSyntax], thrown: TypeSyntax)? {
    guard let thrown = function.syntax.signature.effectSpecifiers?.throwsClause?.type, let name = thrown.lastName,
      !["Error", "Never"].contains(name), let types = decoration.arguments["on"]?.expressions
    else { return nil }
    let generic = function.genericParameters
    // An extension does not show which names are generic parameters or associated types.
    let mayBeGeneric = thrown.is(IdentifierTypeSyntax.self) || thrown.containsSelf
    if generic.contains(name) || (function.context.hidesGenericParameters && mayBeGeneric) { return nil }
    let names = types.flatMap { $0.as(ArrayExprSyntax.self)?.elements.map(\.expression) ?? [$0] }.map(\.typeName)
    let areOthers = names.allSatisfy { $0.map { $0 != name && !generic.contains($0) } ?? false }
    return areOthers && !names.isEmpty ? (types, thrown) : nil
  }
}

extension ExprSyntax {
  /// The last component of a type's name in `Module.Name.self`. Nil for other expressions, such as `(any Name).self`.
  fileprivate var typeName: String? {
    guard let member = self.as(MemberAccessExprSyntax.self), member.declName.baseName.tokenKind == .keyword(.self)
    else {
      return nil
    }
    return member.base?.lastName?.unquoted
  }
}
