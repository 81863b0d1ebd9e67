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
  /// The same attribute with one more argument.
  func adding(_ label: String, _ text: String) -> AttributeSyntax {
    let addition = LabeledExprSyntax(
      label: .identifier(label),
      colon: .colonToken(trailingTrivia: .space),
      expression: ExprSyntax(stringLiteral: text)
    )
    var arguments = Array(arguments?.as(LabeledExprListSyntax.self) ?? [])
    if let last = arguments.popLast() {
      arguments.append(last.with(\.trailingComma, .commaToken(trailingTrivia: .space)))
    }
    return with(arguments: arguments + [addition])
  }

  /// The same attribute with only these arguments.
  func with(arguments: [LabeledExprSyntax]) -> AttributeSyntax {
    trimmed
      .with(\.leftParen, .leftParenToken())
      .with(\.arguments, .argumentList(LabeledExprListSyntax(arguments)))
      .with(\.rightParen, .rightParenToken())
      .with(\.trailingTrivia, trailingTrivia)
      .with(\.leadingTrivia, leadingTrivia)
  }
}
