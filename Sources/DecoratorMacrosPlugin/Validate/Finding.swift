import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Something wrong or doubtful about an attribute, at the node that shows it.
struct Finding {
  let message: Message
  let node: Syntax
  let fixIts: [FixIt]

  /// What is said; the identifier names the case.
  struct Message: DiagnosticMessage {
    let message: String
    let diagnosticID: MessageID
    let severity: DiagnosticSeverity
  }

  /// The way out that an editor can apply.
  private struct Remedy: FixItMessage {
    let message: String
    let fixItID: MessageID
  }

  var isError: Bool { message.severity == .error }

  /// The same at another node, where there is no remedy.
  func moved(to other: some SyntaxProtocol) -> Finding { Finding(message: message, node: Syntax(other), fixIts: []) }

  func report(in context: some MacroExpansionContext) {
    context.diagnose(Diagnostic(node: node, message: message, fixIts: fixIts))
  }

  static func error(_ id: String, at node: some SyntaxProtocol, _ text: String, fixIts: [FixIt] = []) -> Finding {
    finding(id, .error, node, text, fixIts)
  }

  static func warning(_ id: String, at node: some SyntaxProtocol, _ text: String, fixIts: [FixIt] = []) -> Finding {
    finding(id, .warning, node, text, fixIts)
  }

  private static func finding(
    _ id: String,
    _ severity: DiagnosticSeverity,
    _ node: some SyntaxProtocol,
    _ text: String,
    _ fixIts: [FixIt]
  ) -> Finding {
    let message = Message(message: text, diagnosticID: MessageID(domain: "DecoratorMacros", id: id), severity: severity)
    return Finding(message: message, node: Syntax(node), fixIts: fixIts)
  }

  /// Replaces a node by text.
  static func replace(_ id: String, _ text: String, _ old: some SyntaxProtocol, by new: some SyntaxProtocol) -> FixIt {
    FixIt(
      message: Remedy(message: text, fixItID: MessageID(domain: "DecoratorMacros", id: id)),
      changes: [.replace(oldNode: Syntax(old), newNode: Syntax(new))]
    )
  }
}

extension AttributeSyntax {
  /// Nothing, but the comments before the attribute.
  var removed: MissingDeclSyntax {
    let endsLine = lastToken(viewMode: .sourceAccurate)?.nextToken(viewMode: .sourceAccurate)?.leadingTrivia
      .contains(where: \.isNewline)
    let comments = leadingTrivia.contains(where: \.isComment) ? Array(leadingTrivia) : []
    let kept = endsLine == true ? Array(comments.reversed().drop(while: \.isWhitespace).reversed()) : comments
    return MissingDeclSyntax(leadingTrivia: Trivia(pieces: kept), placeholder: .identifier(""))
  }

  /// All labels, in the order in which the attributes take them.
  private static let labels = [
    "in", "attempts", "backoff", "within", "on", "when", "onResult", "serverDelays", "generator", "logger", "willRetry",
    "didGiveUp", "capacity", "timeToLive", "ignoring", "key", "onEviction", "named", "to", "clock", "allowing",
  ]

  /// The same attribute with one more argument, at its place: behind a label that is there already, as one more of those.
  func adding(_ label: String, _ text: String) -> AttributeSyntax {
    var arguments = Array(arguments?.as(LabeledExprListSyntax.self) ?? [])
    let wanted = Self.labels.firstIndex(of: label) ?? Self.labels.endIndex
    // Arguments without a label belong to the one before.
    var belongs = true
    let place =
      arguments.firstIndex { argument in
        if let label = argument.label?.text { belongs = (Self.labels.firstIndex(of: label) ?? 0) <= wanted }
        return !belongs
      } ?? arguments.endIndex
    let isThere = arguments.contains { $0.label?.text == label }
    let neighbour = place < arguments.endIndex ? arguments[place] : arguments.last
    let addition = LabeledExprSyntax(
      leadingTrivia: neighbour?.leadingTrivia,
      label: isThere ? nil : .identifier(label),
      colon: isThere ? nil : .colonToken(trailingTrivia: .space),
      expression: ExprSyntax(stringLiteral: text)
    )
    arguments.insert(addition, at: place)
    return with(arguments: arguments)
  }

  /// The same attribute with this argument, in place of one that has the label already.
  func setting(_ label: String, _ text: String) -> AttributeSyntax {
    let others = arguments?.as(LabeledExprListSyntax.self)?.filter { $0.label?.text != label } ?? []
    return with(arguments: Array(others)).adding(label, text)
  }

  /// The same attribute with only these arguments, separated by commas.
  func with(arguments: [LabeledExprSyntax]) -> AttributeSyntax {
    let separated = arguments.enumerated().map { index, argument in
      guard index < arguments.count - 1 else { return argument.with(\.trailingComma, nil) }
      guard argument.trailingComma == nil else { return argument }
      let isLastOfLine = arguments[index + 1].leadingTrivia.contains(where: \.isNewline)
      // A comment stays behind the comma.
      let trivia = isLastOfLine ? argument.expression.trailingTrivia : .space
      return
        argument
        .with(\.expression.trailingTrivia, [])
        .with(\.trailingComma, .commaToken(trailingTrivia: trivia))
    }
    return
      self
      .with(\.leftParen, leftParen ?? .leftParenToken())
      .with(\.arguments, .argumentList(LabeledExprListSyntax(separated)))
      .with(\.rightParen, rightParen ?? .rightParenToken())
      .with(\.attributeName.trailingTrivia, [])
      .with(\.leadingTrivia, leadingTrivia)
      .with(\.trailingTrivia, trailingTrivia)
  }
}
