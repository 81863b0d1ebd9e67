import SwiftSyntax

extension SyntaxProtocol {
  /// The source on one line, without comments. A closure shows as `{ … }`.
  var onOneLine: String {
    let collector = TokenCollector(viewMode: .sourceAccurate)
    collector.walk(self)
    return collector.text
  }
}

private final class TokenCollector: SyntaxVisitor {
  private(set) var text = ""
  /// Whether there was blank space since the last token.
  private var isApart = false

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    append("{ … }", after: node.leadingTrivia, before: node.trailingTrivia)
    return .skipChildren
  }

  /// A literal over several lines shows as one on one line.
  override func visit(_ node: StringLiteralExprSyntax) -> SyntaxVisitorContinueKind {
    guard node.openingQuote.tokenKind == .multilineStringQuote, node.openingPounds == nil else { return .visitChildren }
    let content = node.segments.map { segment in
      segment.as(StringSegmentSyntax.self)?.content.text.escapedForOneLine ?? segment.trimmedDescription
    }
    append("\"\(content.joined())\"", after: node.leadingTrivia, before: node.trailingTrivia)
    return .skipChildren
  }

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    let word = token.text.split(whereSeparator: \.isNewline).joined(separator: "\\n")
    append(word, after: token.leadingTrivia, before: token.trailingTrivia)
    return .skipChildren
  }

  private func append(_ word: String, after leading: Trivia, before trailing: Trivia) {
    let opens = text.hasSuffix("(") || text.hasSuffix("[")
    let closes = word == ")" || word == "]"
    let breaks = leading.contains(where: \.isNewline) && (opens || closes)
    if isApart || !leading.isEmpty, !text.isEmpty, !breaks { text += " " }
    text += word
    isApart = !trailing.isEmpty
  }
}

extension String {
  /// What stands in a literal over several lines, as it is written on one line.
  fileprivate var escapedForOneLine: String {
    var result = ""
    var isEscaped = false
    for character in self {
      switch character {
      case "\n", "\r\n": result += isEscaped ? "" : "\\n"
      case "\"" where !isEscaped: result += "\\\""
      default: result.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return result
  }
}
