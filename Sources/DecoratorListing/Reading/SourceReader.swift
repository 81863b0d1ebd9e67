import DecoratorSyntax
import SwiftDiagnostics
import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax
import SwiftSyntaxMacros

/// The decorated functions of one source file, and its syntax errors.
package struct SourceReader {
  package let functions: [ListedFunction]
  /// The syntax errors, each with file, line and column. The functions around them are listed all the same.
  package let errors: [String]

  /// Reads a source file.
  ///
  /// - Parameters:
  ///   - source: The text of the file.
  ///   - file: The path of the file, from the package's folder.
  ///   - target: The target that the file is part of.
  package init(_ source: String, file: String, target: String) {
    let tree = Parser.parse(source: source)
    let lines = SourceLocationConverter(fileName: file, tree: tree)
    errors = ParseDiagnosticsGenerator.diagnostics(for: tree).filter { $0.diagMessage.severity == .error }.map {
      let place = $0.location(converter: lines)
      return "\(file):\(place.line):\(place.column): \($0.message)"
    }
    let finder = FunctionFinder()
    finder.walk(tree)
    functions = finder.found
      .map { found in
        let place = lines.location(for: found.position)
        return ListedFunction(
          target: target,
          file: file,
          line: place.line,
          column: place.column,
          name: found.name,
          form: found.form,
          condition: found.condition,
          stack: found.layers.map(\.listed),
          warnings: found.warnings
        )
      }
      .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
  }
}

/// A decorated function in the syntax tree.
struct FoundFunction {
  let position: AbsolutePosition
  let name: String
  let form: ListedFunction.Form
  let condition: String?
  let layers: [FoundLayer]
  let warnings: [ListedWarning]
}

/// Finds the functions with attributes, and the calls of combinators.
private final class FunctionFinder: SyntaxVisitor {
  private(set) var found: [FoundFunction] = []
  /// The calls that are part of a chain that is already listed.
  private var seen: Set<SyntaxIdentifier> = []

  init() { super.init(viewMode: .sourceAccurate) }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if let function = FoundFunction(node) { found.append(function) }
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    guard !seen.contains(node.id), let chain = CombinatorChain(node) else { return .visitChildren }
    seen.formUnion(chain.calls.map(\.id))
    found.append(FoundFunction(chain, at: node))
    return .visitChildren
  }
}

extension FoundFunction {
  /// A declared function, if attributes decorate it.
  fileprivate init?(_ node: FunctionDeclSyntax) {
    guard node.mayBeDecorated else { return nil }
    let decorated = DecoratedFunction(node, in: node.allMacroLexicalContexts())
    // A type-wide attribute is added only to a function with a body.
    let stack = decorated.stack.filter { !$0.isTypeWide || node.body != nil }
    guard !stack.isEmpty || node.attributes.conditional.contains(where: { DecoratorKind($0) != nil }) else {
      return nil
    }
    let layers = stack.flatMap { FoundLayer.layers(of: $0, on: decorated.function) }
    self.init(
      position: node.name.positionAfterSkippingLeadingTrivia,
      name: decorated.function.displayName,
      form: .attributes,
      condition: node.condition,
      layers: layers,
      warnings: Composition.warnings(decorated) + Composition.warnings(layers, of: decorated)
    )
  }

  /// The function that a chain of combinators makes.
  fileprivate init(_ chain: CombinatorChain, at node: FunctionCallExprSyntax) {
    self.init(
      position: node.positionAfterSkippingLeadingTrivia,
      name: chain.name ?? FunctionContext(node.allMacroLexicalContexts()).bindingName(of: node) ?? chain.root,
      form: .combinators,
      condition: node.condition,
      layers: chain.layers,
      warnings: Composition.warnings(chain.layers)
    )
  }
}

extension FunctionDeclSyntax {
  /// Whether the function or the type around it has attributes at all.
  fileprivate var mayBeDecorated: Bool {
    if !attributes.isEmpty { return true }
    let enclosing = sequence(first: Syntax(self), next: \.parent).dropFirst()
      .first { $0.is(FunctionDeclSyntax.self) || $0.asProtocol((any DeclGroupSyntax).self) != nil }
    return enclosing?.asProtocol((any DeclGroupSyntax).self).map { !$0.attributes.isEmpty } ?? false
  }
}

extension SyntaxProtocol {
  /// The condition of all `#if` around the node. Nil if there is none.
  fileprivate var condition: String? {
    let conditions = sequence(first: Syntax(self), next: \.parent)
      .compactMap { $0.as(IfConfigClauseSyntax.self)?.effectiveCondition }
    return conditions.isEmpty ? nil : conditions.reversed().joined(separator: " && ")
  }
}

extension IfConfigClauseSyntax {
  /// The condition under which the compiler sees this clause: its own, and none of the clauses before it.
  fileprivate var effectiveCondition: String {
    let clauses = parent?.as(IfConfigClauseListSyntax.self).map(Array.init) ?? [self]
    let earlier = clauses.prefix { $0.id != id }.compactMap { $0.condition.map { "!(\($0.onOneLine))" } }
    return (earlier + (condition.map { [$0.onOneLine] } ?? [])).joined(separator: " && ")
  }
}
