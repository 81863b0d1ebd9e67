import SwiftParser
import SwiftSyntax
import SwiftSyntaxMacros

/// Writes the body of a decorated function: its layers, outermost first, around the body as it was written.
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
    let layers = decorated.stack.map { layer($0) }
    let function = decorated.function
    var lines = [Self.heading + decorated.stack.map { "@" + $0.kind.rawValue }.joined(separator: ", ")]
    lines += layers.flatMap(\.preparation)
    for (depth, (decoration, layer)) in zip(decorated.stack, layers).enumerated() {
      let start = String(repeating: "  ", count: depth) + (depth == 0 ? "return " : "")
      let result = depth == layers.count - 1 ? resultOfBody : ""
      lines += context.placed(
        at: decoration.attribute,
        ["\(start)\(function.callEffects)\(layer.call) { ()\(function.closureEffects)\(result) in"]
      )
    }
    // The brace that ends the body stands, like the body, where the user's does.
    let indent = String(repeating: "  ", count: layers.count)
    let written = userLines.map { indent + $0 } + [indent.dropLast(2) + "}"]
    lines += placesItself ? written : context.placed(at: body.statements.first, written)
    for depth in (0..<layers.count - 1).reversed() { lines.append(String(repeating: "  ", count: depth) + "}") }
    return Array(Parser.parse(source: lines.joined(separator: "\n")).statements)
  }

  private func layer(_ decoration: Decoration) -> Layer {
    switch decoration.kind {
    case .timed: .timed(decoration, in: context)
    case .retrying: .retrying(decoration, in: context)
    case .logged: .logged(decoration, in: context)
    case .memoized: .memoized(decoration, in: context)
    }
  }

  /// The result of the innermost closure; one that is opaque has no other name than the function's, and `T!` is for
  /// functions only.
  private var resultOfBody: String {
    let function = decorated.function
    if function.hasOpaqueResult { return "" }
    return " -> " + (function.forcesResult ? function.resultValueType : function.resultType.trimmedDescription)
  }

  /// Whether the body says itself where its lines are from, which would end what is said around it.
  private var placesItself: Bool {
    body.statements.tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .poundSourceLocation }
  }

  /// The body's own text, from its first statement on.
  private var userLines: [String] {
    let text = body.statements.trimmedDescription
    return text.isEmpty ? [] : [text]
  }
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
