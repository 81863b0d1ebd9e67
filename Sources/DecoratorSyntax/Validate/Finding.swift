package import SwiftDiagnostics
package import SwiftSyntax
import SwiftSyntaxBuilder

/// An error or a warning about an attribute, with the syntax node that it refers to.
package struct Finding {
  package let message: Message
  package let node: Syntax
  package let fixIts: [FixIt]

  /// The diagnostic text, and the name of the rule.
  package struct Message: DiagnosticMessage {
    package let message: String
    package let rule: String
    package let severity: DiagnosticSeverity

    package var diagnosticID: MessageID { MessageID(domain: "DecoratorMacros", id: rule) }
  }

  /// The title of a fix-it that an editor can apply.
  private struct Remedy: FixItMessage {
    let message: String
    let fixItID: MessageID
  }

  package var isError: Bool { message.severity == .error }

  /// The same finding at another node, without fix-its.
  package func moved(to other: some SyntaxProtocol) -> Finding {
    Finding(message: message, node: Syntax(other), fixIts: [])
  }

  package static func error(_ id: String, at node: some SyntaxProtocol, _ text: String, fixIts: [FixIt] = []) -> Finding
  {
    finding(id, .error, node, text, fixIts)
  }

  package static func warning(_ id: String, at node: some SyntaxProtocol, _ text: String, fixIts: [FixIt] = [])
    -> Finding
  {
    finding(id, .warning, node, text, fixIts)
  }

  private static func finding(
    _ id: String,
    _ severity: DiagnosticSeverity,
    _ node: some SyntaxProtocol,
    _ text: String,
    _ fixIts: [FixIt]
  ) -> Finding {
    Finding(message: Message(message: text, rule: id, severity: severity), node: Syntax(node), fixIts: fixIts)
  }

  /// A fix-it that replaces a node with another node.
  package static func replace(_ id: String, _ text: String, _ old: some SyntaxProtocol, by new: some SyntaxProtocol)
    -> FixIt
  {
    FixIt(
      message: Remedy(message: text, fixItID: MessageID(domain: "DecoratorMacros", id: id)),
      changes: [.replace(oldNode: Syntax(old), newNode: Syntax(new))]
    )
  }
}

extension AttributeSyntax {
  /// An empty node that keeps the comments before the attribute.
  package var removed: MissingDeclSyntax {
    let endsLine = lastToken(viewMode: .sourceAccurate)?.nextToken(viewMode: .sourceAccurate)?.leadingTrivia
      .contains(where: \.isNewline)
    let comments = leadingTrivia.contains(where: \.isComment) ? Array(leadingTrivia) : []
    let kept = endsLine == true ? Array(comments.reversed().drop(while: \.isWhitespace).reversed()) : comments
    return MissingDeclSyntax(leadingTrivia: Trivia(pieces: kept), placeholder: .identifier(""))
  }

  /// The attribute with one more argument, in the order of the labels. If the label is already there, the new argument
  /// follows the arguments of that label, without a label of its own.
  package func adding(_ label: String, _ text: String) -> AttributeSyntax {
    var arguments = Array(arguments?.as(LabeledExprListSyntax.self) ?? [])
    let labels = DecoratorKind(self)?.labels ?? []
    let wanted = labels.firstIndex(of: label) ?? labels.endIndex
    // An argument without a label belongs to the label before it.
    var belongs = true
    let place =
      arguments.firstIndex { argument in
        if let label = argument.label?.text { belongs = (labels.firstIndex(of: label) ?? 0) <= wanted }
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

  /// The attribute with this argument, which replaces an argument with the same label.
  package func setting(_ label: String, _ text: String) -> AttributeSyntax {
    let others = arguments?.as(LabeledExprListSyntax.self)?.filter { $0.label?.text != label } ?? []
    return with(arguments: Array(others)).adding(label, text)
  }

  /// The attribute without the argument with this label, which is not variadic.
  package func removing(_ label: String) -> AttributeSyntax {
    let others = arguments?.as(LabeledExprListSyntax.self)?.filter { $0.label?.text != label } ?? []
    return with(arguments: Array(others)).withoutEmptyParentheses
  }

  /// The attribute, without parentheses that have nothing between them.
  package var withoutEmptyParentheses: AttributeSyntax {
    guard arguments?.as(LabeledExprListSyntax.self)?.isEmpty ?? true else { return self }
    return
      detached
      .with(\.leftParen, nil)
      .with(\.arguments, nil)
      .with(\.rightParen, nil)
      .with(\.trailingTrivia, trailingTrivia)
  }

  /// The attribute with only these arguments, separated by commas.
  ///
  /// The result is detached from its file: a change of a node that is part of a file makes the whole file anew.
  package func with(arguments: [LabeledExprSyntax]) -> AttributeSyntax {
    let separated = arguments.enumerated().map { index, argument in
      guard index < arguments.count - 1 else { return argument.detached.with(\.trailingComma, nil) }
      guard argument.trailingComma == nil else { return argument }
      let isLastOfLine = arguments[index + 1].leadingTrivia.contains(where: \.isNewline)
      // A comment stays after the comma.
      let trivia = isLastOfLine ? argument.expression.trailingTrivia : .space
      return
        argument.detached
        .with(\.expression.trailingTrivia, [])
        .with(\.trailingComma, .commaToken(trailingTrivia: trivia))
    }
    return
      detached
      .with(\.leftParen, leftParen ?? .leftParenToken())
      .with(\.arguments, .argumentList(LabeledExprListSyntax(separated)))
      .with(\.rightParen, rightParen ?? .rightParenToken())
      .with(\.attributeName.trailingTrivia, [])
      .with(\.leadingTrivia, leadingTrivia)
      .with(\.trailingTrivia, trailingTrivia)
  }
}
