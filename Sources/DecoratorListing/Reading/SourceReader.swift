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
    let finder = FunctionFinder(hasForeignTraced: tree.importsForeignTraced)
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
private final class FunctionFinder: SyntaxAnyVisitor {
  private(set) var found: [FoundFunction] = []
  /// The calls that are part of a chain that is already listed.
  private var seen: Set<SyntaxIdentifier> = []

  private let hasForeignTraced: Bool

  init(hasForeignTraced: Bool) {
    self.hasForeignTraced = hasForeignTraced
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if let function = FoundFunction(node, hasForeignTraced: hasForeignTraced) { found.append(function) }
    return .visitChildren
  }

  override func visitAny(_ node: Syntax) -> SyntaxVisitorContinueKind {
    if let declaration = FoundFunction(misplaced: node) { found.append(declaration) }
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
  fileprivate init?(_ node: FunctionDeclSyntax, hasForeignTraced: Bool) {
    guard node.mayBeDecorated else { return nil }
    let context = node.allMacroLexicalContexts()
    let decorated = DecoratedFunction(node, in: context, hasForeignTraced: hasForeignTraced)
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

  /// A declaration with attributes that belong on a function.
  fileprivate init?(misplaced node: Syntax) {
    guard let declaration = node.asProtocol((any DeclSyntaxProtocol).self), let name = declaration.nameInListing,
      let attributes = node.asProtocol((any WithAttributesSyntax).self)?.attributes
    else { return nil }
    let findings = (attributes.plain + attributes.conditional).compactMap { attribute in
      DecoratorKind(attribute).map { Placement.finding($0, attribute, on: declaration) }
    }
    guard let first = findings.first else { return nil }
    self.init(
      position: first.node.positionAfterSkippingLeadingTrivia,
      name: (FunctionContext(node.allMacroLexicalContexts()).names + [name]).joined(separator: "."),
      form: .attributes,
      condition: node.condition,
      layers: [],
      warnings: findings.map(ListedWarning.init)
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

extension SourceFileSyntax {
  /// Whether a `@Traced` in the file is that of swift-distributed-tracing-extras: the file imports that one alone.
  fileprivate var importsForeignTraced: Bool {
    let modules = statements.compactMap { $0.item.as(ImportDeclSyntax.self)?.path.first?.name.text }
    return modules.contains("TracingMacros") && !modules.contains(DecoratorKind.traced.module)
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
      .compactMap { $0.as(IfConfigClauseSyntax.self)?.effectiveConditions }
      .reversed().flatMap { $0 }
    guard let first = conditions.first else { return nil }
    return conditions.count == 1 ? first.text : conditions.map(\.operand).joined(separator: " && ")
  }
}

/// A condition of `#if`.
private struct Condition {
  let text: String
  /// Whether it is a choice, which needs parentheses beside other conditions.
  let isChoice: Bool

  var operand: String { isChoice ? "(\(text))" : text }
}

extension DeclSyntaxProtocol {
  /// How the list names a declaration that is no function. Nil for a function, which has a name with its context.
  fileprivate var nameInListing: String? {
    let node = Syntax(self)
    if node.is(FunctionDeclSyntax.self) { return nil }
    if let initializer = node.as(InitializerDeclSyntax.self) {
      return "init(" + initializer.signature.parameterClause.parameters.map { $0.firstName.text + ":" }.joined() + ")"
    }
    if let variable = node.as(VariableDeclSyntax.self) {
      return variable.bindings.map(\.pattern.trimmedDescription).joined(separator: ", ")
    }
    if let type = node.asProtocol((any NamedDeclSyntax).self) { return type.name.text }
    if let extended = node.as(ExtensionDeclSyntax.self) {
      return "extension \(extended.extendedType.trimmedDescription)"
    }
    if node.is(DeinitializerDeclSyntax.self) { return "deinit" }
    if node.is(SubscriptDeclSyntax.self) { return "subscript" }
    return node.as(AccessorDeclSyntax.self).map {
      [$0.property, $0.accessorSpecifier.text].compactMap(\.self).joined(separator: ".")
    }
  }
}

extension IfConfigClauseSyntax {
  /// The conditions under which the compiler sees this clause: its own, and none of the clauses before it.
  fileprivate var effectiveConditions: [Condition] {
    let clauses = parent?.as(IfConfigClauseListSyntax.self).map(Array.init) ?? [self]
    let earlier = clauses.prefix { $0.id != id }.compactMap(\.condition)
      .map { Condition(text: "!(\($0.onOneLine))", isChoice: false) }
    let own = condition.map { condition in
      let isChoice = condition.tokens(viewMode: .sourceAccurate).contains { $0.text == "||" }
      return Condition(text: condition.onOneLine, isChoice: isChoice && !condition.is(TupleExprSyntax.self))
    }
    return earlier + (own.map { [$0] } ?? [])
  }
}
