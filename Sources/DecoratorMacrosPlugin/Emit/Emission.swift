import SwiftParser
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Writes the body of a decorated function: its layers, outermost first, around the body as it was written.
///
/// The body becomes a local function that the innermost layer runs. So the compiler checks it once and as a function: its
/// errors are shown in it, and it keeps its isolation. Where a local function cannot stand for the body, the body stays in
/// the closure of the innermost layer.
struct Emission {
  /// How an expanded body begins, by which a second expansion knows it.
  static let heading = "// Decorated, outermost first: "

  let decorated: DecoratedFunction
  let body: CodeBlockSyntax
  let context: LayerContext

  init(_ decorated: DecoratedFunction, _ body: CodeBlockSyntax, in expansion: some MacroExpansionContext) {
    self.decorated = decorated
    self.body = body
    context = LayerContext(function: decorated.function, expansion: expansion)
  }

  /// Whether a body is the result of an expansion, to which there is nothing to add.
  static func isExpanded(_ body: CodeBlockSyntax) -> Bool {
    body.statements.first?.leadingTrivia.description.contains(heading) ?? false
  }

  func statements() -> [CodeBlockItemSyntax] {
    let layers = decorated.stack.map { Layer($0, in: context) }
    var lines = [Self.heading + decorated.stack.map { "@" + $0.kind.rawValue }.joined(separator: ", ")]
    lines += context.declarations(of: layers.flatMap(\.constants))
    lines += layers.flatMap(\.preparation)
    lines += decorated.bodyIsLocalFunction ? callingLocalFunction(layers) : closingOverBody(layers)
    return Array(Parser.parse(source: lines.joined(separator: "\n")).statements)
  }

  // MARK: The body as a local function

  private func callingLocalFunction(_ layers: [Layer]) -> [String] {
    let function = decorated.function
    let name = nameOfBody
    let start = "\(function.localAttributes)func \(name)()\(function.closureEffects)\(function.localResult) {"
    var lines = context.placed(at: function.syntax.name, [start])
    lines += placed(userLines + ["}"])
    for (depth, (decoration, layer)) in zip(decorated.stack, layers).enumerated() {
      let call = (depth == 0 ? "return " : "") + function.callEffects + layer.call
      let closure = "\(call) { \(layer.parameters)\(function.closureEffects)\(function.closureResult) in"
      let line =
        if depth < layers.count - 1 {
          closure
        } else if function.isAsync && layer.takesFunction {
          "\(call.dropLast()), \(name))"
        } else {
          "\(closure) \(function.callEffects)\(name)() }"
        }
      lines += context.placed(at: decoration.attribute, [line])
    }
    return lines + Array(repeating: "}", count: layers.count - 1)
  }

  /// The function's own base name if nothing can mean it, so that `#function` resembles the function's; else one that
  /// nothing in the user's code can mean.
  private var nameOfBody: String {
    let function = decorated.function
    let own = function.name
    let isUsed =
      function.isOperator || function.parameterNames.contains(own)
      || body.tokens(viewMode: .sourceAccurate).contains { $0.unquoted == own }
      || decorated.stack.contains { $0.attribute.arguments?.tokens(viewMode: .sourceAccurate).contains { $0.unquoted == own } ?? false }
    return isUsed ? context.unique("body") : function.syntax.name.text
  }

  // MARK: The body in a closure

  private func closingOverBody(_ layers: [Layer]) -> [String] {
    let function = decorated.function
    var lines: [String] = []
    for (depth, (decoration, layer)) in zip(decorated.stack, layers).enumerated() {
      let isInnermost = depth == layers.count - 1
      let call = (depth == 0 ? "return " : "") + function.callEffects + layer.call
      let result = isInnermost ? function.closureResult : ""
      // What is isolated to a value keeps its isolation in a closure that names the value.
      let mention = isInnermost ? function.isolatedReference.map { " _ = \($0)" } ?? "" : ""
      lines += context.placed(
        at: decoration.attribute,
        ["\(call) { \(layer.parameters)\(function.closureEffects)\(result) in\(mention)"]
      )
    }
    let returned = function.isolatedReference == nil ? userLines : userLines.map { (returnsImplicitly ? "return " : "") + $0 }
    return lines + placed(returned + ["}"]) + Array(repeating: "}", count: layers.count - 1)
  }

  /// Whether the body is an expression whose value is returned, which it would not be behind another statement.
  private var returnsImplicitly: Bool {
    guard body.statements.count == 1, let item = body.statements.first?.item.as(ExprSyntax.self),
      decorated.function.syntax.signature.returnClause != nil
    else { return false }
    let called = item.as(FunctionCallExprSyntax.self)?.calledExpression.trimmedDescription
    return called.map { !["fatalError", "preconditionFailure"].contains($0) } ?? true
  }

  // MARK: The user's text

  /// Lines that are, like the body, the user's own.
  private func placed(_ lines: [String]) -> [String] {
    placesItself ? lines : context.placed(at: body.statements.first, lines)
  }

  /// Whether the body says itself where its lines are from, which would end what is said around it.
  private var placesItself: Bool {
    body.statements.tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .poundSourceLocation }
  }

  /// The body's own text, from its first statement on, with the function's name for each `#function`.
  private var userLines: [String] {
    let text = FunctionNaming(decorated.function.syntax.fullName).rewrite(body.statements).trimmedDescription
    return text.isEmpty ? [] : [text]
  }
}

/// Puts a function's name for `#function`, as far as that is the function itself.
private final class FunctionNaming: SyntaxRewriter {
  private let name: String

  init(_ name: String) {
    self.name = name
    super.init()
  }

  override func visit(_ node: MacroExpansionExprSyntax) -> ExprSyntax {
    guard node.macroName.text == "function", node.arguments.isEmpty else { return super.visit(node) }
    return ExprSyntax(stringLiteral: name.asLiteral)
      .with(\.leadingTrivia, node.leadingTrivia)
      .with(\.trailingTrivia, node.trailingTrivia)
  }

  override func visit(_ node: FunctionDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: InitializerDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: SubscriptDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: AccessorBlockSyntax) -> AccessorBlockSyntax { node }
}

extension LayerContext {
  /// Lines whose errors are shown at a node of the user's file, where there is one.
  func placed(at node: (some SyntaxProtocol)?, _ lines: [String]) -> [String] {
    guard let node,
      let location = expansion.location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath)
    else { return lines }
    return ["#sourceLocation(file: \(location.file), line: \(location.line))"] + lines + ["#sourceLocation()"]
  }
}
