import SwiftParser
package import SwiftSyntax
import SwiftSyntaxBuilder

extension TokenSyntax {
  /// The identifier without its backticks, if it has them.
  package var unquoted: String { text.trimmingBackticks }
}

extension ExprSyntax {
  /// The last component of a name, without generic arguments: `Failure` of `Network.Failure<Int>`. Nil if the expression is not
  /// only a name.
  package var lastName: TokenSyntax? {
    let name = self.as(GenericSpecializationExprSyntax.self)?.expression ?? self
    return name.as(MemberAccessExprSyntax.self)?.declName.baseName ?? name.as(DeclReferenceExprSyntax.self)?.baseName
  }
}

extension String {
  /// The identifier without its backticks, if it has them.
  package var trimmingBackticks: String {
    count > 2 && hasPrefix("`") && hasSuffix("`") ? String(dropFirst().dropLast()) : self
  }

  /// The identifier for use in an expression. A keyword or an otherwise invalid identifier gets backticks.
  package var quotedIfNeeded: String {
    isValidSwiftIdentifier(for: .variableName) && !startsExpression ? self : "`\(self)`"
  }

  /// The identifier as the label of an argument, where all keywords but three need no backticks.
  package var quotedAsLabel: String {
    let word = trimmingBackticks
    return ["inout", "let", "var"].contains(word) ? "`\(word)`" : word
  }

  /// Whether the word is a name and also begins an expression, as in `await x`.
  private var startsExpression: Bool {
    ["await", "unsafe", "consume", "copy", "borrow", "each", "any", "some", "yield", "discard"].contains(self)
  }

  /// The text as a string literal.
  package var asLiteral: String { StringLiteralExprSyntax(content: self).description }
}
