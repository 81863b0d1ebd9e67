import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder

extension TokenSyntax {
  /// The identifier without the backticks that may quote it.
  var unquoted: String { text.trimmingBackticks }
}

extension String {
  /// An identifier without the backticks that quote it.
  var trimmingBackticks: String {
    count > 2 && hasPrefix("`") && hasSuffix("`") ? String(dropFirst().dropLast()) : self
  }

  /// An identifier as an expression names it: a keyword, or what is no identifier otherwise, in backticks.
  var quotedIfNeeded: String { isValidSwiftIdentifier(for: .variableName) ? self : "`\(self)`" }

  /// The text as a string literal.
  var asLiteral: String { StringLiteralExprSyntax(content: self).description }
}
