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
