import SwiftSyntax
import SwiftSyntaxMacros

/// A function with all attributes of this package that apply to it, outermost first.
///
/// The compiler chooses which attribute it expands. So every attribute reads the others here and composes all of them.
struct DecoratedFunction {
  let function: FunctionDescription
  let stack: [Decoration]

  /// - Parameter node: The attribute that the compiler expands.
  init(_ syntax: FunctionDeclSyntax, by node: AttributeSyntax, in context: some MacroExpansionContext) {
    function = FunctionDescription(syntax, in: context.lexicalContext)
    let attributes = syntax.attributes.plain
    let written = attributes.compactMap { attribute in
      DecoratorKind(attribute).map { Decoration($0, attribute) }
    }
    let excluded = Set(attributes.compactMap(\.ownName))
    let typeWide = function.context.typeAttributes.compactMap { attribute in
      DecoratorKind(typeWide: attribute).map { Decoration($0, attribute, isTypeWide: true) }
    }
    let seen =
      typeWide.filter { type in
        !excluded.contains(type.kind.optOutName) && !written.contains { $0.kind == type.kind }
      } + written
    stack = Self.unseen(node, among: seen, of: syntax).map { [$0] + seen } ?? seen
  }

  /// The decoration that another macro added and that is not in the function's syntax. It is outermost.
  private static func unseen(
    _ node: AttributeSyntax,
    among seen: [Decoration],
    of function: FunctionDeclSyntax
  ) -> Decoration? {
    guard let kind = DecoratorKind(node), !seen.contains(where: { $0.kind == kind }),
      !function.attributes.conditional.contains(where: { DecoratorKind($0) == kind })
    else { return nil }
    return Decoration(kind, node, isTypeWide: true)
  }

  /// The decoration that the compiler expands as `node`: one that is written on the function, or a type-wide one.
  ///
  /// The node is in a separate syntax tree, so this method compares source locations.
  func decoration(for node: AttributeSyntax, in context: some MacroExpansionContext) -> Decoration? {
    guard let kind = DecoratorKind(node) else { return nil }
    let candidates = stack.filter { $0.kind == kind }
    if candidates.count == 1 { return candidates[0] }
    let place = context.place(of: node)
    return candidates.first { !$0.isTypeWide && place != nil && context.place(of: $0.attribute) == place }
      ?? candidates.first { !$0.isTypeWide && $0.attribute.trimmedDescription == node.trimmedDescription }
      ?? candidates.first(where: \.isTypeWide)
  }

  /// Whether a local function can stand for the body: one that is sent to a task loses its isolation, and one that is handed
  /// on cannot capture what is borrowed.
  var bodyIsLocalFunction: Bool {
    if function.isAsync && function.borrows { return false }
    return !function.isAsync || !stack.contains { $0.kind == .memoized || $0.isConcurrent }
  }

  func index(of decoration: Decoration) -> Int? {
    stack.firstIndex { $0.attribute.id == decoration.attribute.id }
  }

  func first(_ kind: DecoratorKind) -> Decoration? { stack.first { $0.kind == kind } }
}

extension DecoratorKind {
  /// The kind that a type-wide attribute adds to every function.
  init?(typeWide attribute: AttributeSyntax) {
    guard let name = attribute.ownName, let kind = Self.allCases.first(where: { $0.typeWideName == name }) else {
      return nil
    }
    self = kind
  }
}

extension MacroExpansionContext {
  /// The file, line and column of a node, for comparison.
  func place(of node: some SyntaxProtocol) -> String? {
    location(of: node, at: .afterLeadingTrivia, filePathMode: .filePath).map { "\($0.file):\($0.line):\($0.column)" }
  }
}
