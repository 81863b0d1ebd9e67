import DecoratorSyntax
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// Writes the body of a decorated function: its layers, outermost first, around the body as it was written.
///
/// The body becomes a local function that the innermost layer runs. So the compiler checks it once and as a function: its
/// errors are shown in it, and it keeps its isolation. A synchronous one is called in a closure, because a function that is
/// handed on cannot capture what is borrowed; an asynchronous one is handed on, because a closure would send what it
/// captures. Where a local function cannot stand for the body, the body stays in the closure of the innermost layer.
struct Emission {
  /// How an expanded body begins, by which a second expansion knows it.
  static let heading = "// Decorated, outermost first: "

  let decorated: DecoratedFunction
  let body: CodeBlockSyntax
  let context: LayerContext
  /// The body's own text.
  private let text: String

  init(_ decorated: DecoratedFunction, _ body: CodeBlockSyntax, in expansion: some MacroExpansionContext) {
    self.decorated = decorated
    self.body = body
    text = body.statements.trimmedDescription
    context = LayerContext(function: decorated.function, expansion: expansion)
  }

  /// Whether a body is the result of an expansion, to which there is nothing to add.
  static func isExpanded(_ body: CodeBlockSyntax) -> Bool {
    body.statements.first?.description.contains(heading) ?? false
  }

  func statements() -> [CodeBlockItemSyntax] {
    let layers = decorated.stack.map { Layer($0, in: context) }
    var lines = [Self.heading + decorated.stack.map { "@" + $0.kind.rawValue }.joined(separator: ", ")]
    lines += context.declarations(of: layers.flatMap(\.constants))
    lines += layers.flatMap(\.preparation)
    lines += decorated.bodyIsLocalFunction ? callingLocalFunction(layers) : closingOverBody(layers)
    if decorated.function.awaitsNever { lines.append("Swift.fatalError(\"The body returned.\")") }
    // The compiler parses what it is given, so all of it goes into one token, without being parsed here first.
    let text = TokenSyntax.identifier(lines.joined(separator: "\n"))
    return [CodeBlockItemSyntax(item: .expr(ExprSyntax(DeclReferenceExprSyntax(baseName: text))))]
  }

  // MARK: The body as a local function

  private func callingLocalFunction(_ layers: [Layer]) -> [String] {
    let function = decorated.function
    let name = nameOfBody
    // An asynchronous function is handed on, so it takes what the innermost layer gives.
    let given = function.isAsync ? layers.last?.parameters ?? "()" : "()"
    let end = "\(function.closureEffects)\(function.localResult) {"
    var lines = context.placed(at: function.syntax.name, ["\(function.localAttributes)func \(name)\(given)\(end)"])
    let consumed = decorated.consumed
    if consumed.isEmpty {
      lines += placed(userLines() + ["}"])
    } else {
      // What is captured cannot be consumed, so the body takes copies.
      let parameters = consumed.map { "_ \($0.declaredName): \($0.syntax.type.trimmedDescription)" }
      lines.append("\(function.localAttributes)func \(name)(\(parameters.joined(separator: ", ")))\(end)")
      lines += placed(userLines() + ["}"])
      let copies = consumed.map { "copy \($0.reference)" }.joined(separator: ", ")
      lines += ["\(function.awaitsNever ? "" : "return ")\(function.callEffects)\(name)(\(copies))", "}"]
    }
    for (depth, (decoration, layer)) in zip(decorated.stack, layers).enumerated() {
      let call = (depth == 0 && !function.awaitsNever ? "return " : "") + function.callEffects + layer.call
      let closure = "\(call) { \(layer.parameters)\(function.closureEffects)\(function.closureResult) in"
      let line =
        if depth < layers.count - 1 {
          closure
        } else if function.isAsync {
          "\(call.dropLast()), \(name))"
        } else {
          "\(closure) \(function.callEffects)\(name)() }"
        }
      lines += context.placed(at: decoration, [line])
    }
    return lines + Array(repeating: "}", count: layers.count - 1)
  }

  /// The function's name with its labels, as a raw identifier: nothing can mean it, and `#function` in the body gives it.
  private var nameOfBody: String { "`\(decorated.function.syntax.fullName)`" }

  // MARK: The body in a closure

  private func closingOverBody(_ layers: [Layer]) -> [String] {
    let function = decorated.function
    // A task does not run on its caller's actor unless what it calls is isolated to it.
    let isolation = function.isNonsending ? context.unique("isolation") : nil
    var lines = isolation.map { ["let \($0) = #isolation"] } ?? []
    for (depth, (decoration, layer)) in zip(decorated.stack, layers).enumerated() {
      let isInnermost = depth == layers.count - 1
      let call = (depth == 0 && !function.awaitsNever ? "return " : "") + function.callEffects + layer.call
      let result = isInnermost ? function.closureResult : ""
      lines += context.placed(
        at: decoration,
        ["\(call) { \(layer.parameters)\(function.closureEffects)\(result) in"]
      )
    }
    if let isolation {
      lines.append("func \(nameOfBody)(_: isolated (any Actor)?)\(function.closureEffects)\(function.localResult) {")
      lines += placed(userLines() + ["}"])
      lines += ["return \(function.callEffects)\(nameOfBody)(\(isolation))", "}"]
    } else {
      lines += mentioningIsolation()
    }
    return lines + Array(repeating: "}", count: layers.count - 1)
  }

  /// The user's lines at the end of a closure. What is isolated to a value keeps its isolation in a closure that names the value; a
  /// single expression that was the closure's value is then returned.
  private func mentioningIsolation() -> [String] {
    let function = decorated.function
    guard let reference = function.isolatedReference else { return placed(userLines() + ["}"]) }
    let returns =
      body.statements.count == 1 && function.syntax.signature.returnClause != nil
      && !["Void", "()", "Never"].contains(function.resultValueType) && isValue
    return ["_ = \(reference)"] + placed(userLines(after: returns ? "return " : "") + ["}"])
  }

  /// Whether the body's only statement is the value that the function returns.
  private var isValue: Bool {
    switch body.statements.first?.item {
    case .expr(let expression): !expression.neverReturns
    // An 'if' or a 'switch' whose branches are values.
    case .stmt(let statement): statement.is(ExpressionStmtSyntax.self) && !text.contains("return")
    default: false
    }
  }

  // MARK: The user's text

  /// Lines that are, like the body, the user's own.
  private func placed(_ lines: [String]) -> [String] {
    placesItself ? lines : context.placed(at: body.statements.first, lines)
  }

  /// Whether the body says itself where its lines are from, which would end what is said around it.
  private var placesItself: Bool { text.contains("#sourceLocation") }

  /// The body's own text, from its first statement on, with the function's name for each `#function`. It begins at the
  /// column of the user's file, so that errors are shown there.
  private func userLines(after prefix: String = "") -> [String] {
    if text.isEmpty { return [] }
    let isAsWritten = !text.contains("#function") && !text.contains("#warning")
    let own =
      isAsWritten
      ? text : CopiedBody(decorated.function.syntax.fullName).rewrite(body.statements).trimmedDescription
    let width = (body.statements.first.flatMap { context.columnOfSource($0) } ?? 1) - 1 - prefix.utf8.count
    return [String(repeating: " ", count: max(0, width)) + prefix + own]
  }
}

extension ExprSyntax {
  /// The literal of a path, without number signs around it, which `#sourceLocation` does not take.
  fileprivate var plainLiteral: String {
    guard let path = stringLiteral, description.hasPrefix("#") else { return description }
    let escaped = path.map { ["\"", "\\"].contains($0) ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }

  /// Whether this calls one of the standard library's functions that never return.
  fileprivate var neverReturns: Bool {
    let called = self.as(FunctionCallExprSyntax.self)?.calledExpression.trimmedDescription ?? ""
    return ["fatalError", "preconditionFailure"].contains { called.hasSuffix($0) }
  }
}

/// Puts a function's name for `#function`, as far as that is the function itself, and leaves out each `#warning`, which the
/// compiler has already reported in the body as it was written.
private final class CopiedBody: SyntaxRewriter {
  private let name: String

  init(_ name: String) {
    self.name = name
    super.init()
  }

  override func visit(_ node: MacroExpansionExprSyntax) -> ExprSyntax {
    if node.macroName.text == "warning" {
      return ExprSyntax(TupleExprSyntax(elements: []))
        .with(\.leadingTrivia, node.leadingTrivia)
        .with(\.trailingTrivia, node.trailingTrivia)
    }
    guard node.macroName.text == "function", node.arguments.isEmpty else { return super.visit(node) }
    return ExprSyntax(stringLiteral: name.asLiteral)
      .with(\.leadingTrivia, node.leadingTrivia)
      .with(\.trailingTrivia, node.trailingTrivia)
  }

  override func visit(_ node: FunctionDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: StructDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: EnumDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: ClassDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: ActorDeclSyntax) -> DeclSyntax { DeclSyntax(node) }
  override func visit(_ node: AccessorBlockSyntax) -> AccessorBlockSyntax { node }
}

extension LayerContext {
  /// Lines whose errors are shown at a node of the user's file, where there is one.
  func placed(at node: (some SyntaxProtocol)?, _ lines: [String]) -> [String] {
    guard let node, let place = lineOfSource(node) else { return lines }
    return ["#sourceLocation(file: \(place.file), line: \(place.line))"] + lines + ["#sourceLocation()"]
  }

  /// Lines whose errors are shown at an attribute. A type-wide one has no place here, so they are shown at the function.
  func placed(at decoration: Decoration, _ lines: [String]) -> [String] {
    decoration.isTypeWide ? placed(at: function.syntax.name, lines) : placed(at: decoration.attribute, lines)
  }

  /// The file and the line of a node.
  private func lineOfSource(_ node: some SyntaxProtocol) -> (file: String, line: String)? {
    if let lines = functionLines, let place = lines.place(of: node) { return (lines.file, "\(place.line)") }
    return expansion.location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath).map {
      ($0.file.plainLiteral, $0.line.description)
    }
  }

  /// The column of a node of the function, counted from 1 in bytes.
  func columnOfSource(_ node: some SyntaxProtocol) -> Int? { functionLines?.place(of: node)?.column }
}

/// The lines of a function's source, counted from its beginning: to ask the compiler's context for each costs much more.
struct FunctionLines {
  let file: String
  private let start: (line: Int, column: Int)
  private let function: FunctionDeclSyntax
  private let source: [UInt8]

  init?(_ function: FunctionDeclSyntax, in expansion: some MacroExpansionContext) {
    guard let location = expansion.location(of: function, at: .beforeLeadingTrivia, filePathMode: .filePath),
      let line = Int(location.line.trimmedDescription), let column = Int(location.column.trimmedDescription)
    else { return nil }
    self.function = function
    file = location.file.plainLiteral
    start = (line, column)
    source = function.syntaxTextBytes
  }

  /// The line and the column of a node, if it is part of the function.
  func place(of node: some SyntaxProtocol) -> (line: Int, column: Int)? {
    guard node.root.id == function.root.id else { return nil }
    let offset = node.positionAfterSkippingLeadingTrivia.utf8Offset - function.position.utf8Offset
    guard source.indices.contains(offset) else { return nil }
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    var place = start
    for index in 0..<offset {
      if source[index] == lineFeed || (source[index] == carriageReturn && source[index + 1] != lineFeed) {
        place = (place.line + 1, 1)
      } else {
        place.column += 1
      }
    }
    return place
  }
}
