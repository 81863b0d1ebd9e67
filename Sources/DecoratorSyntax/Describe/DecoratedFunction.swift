package import SwiftSyntax

/// A function with all attributes of this package that apply to it, outermost first.
///
/// The compiler chooses which attribute it expands. So every attribute reads the others here and composes all of them.
package struct DecoratedFunction {
  package let function: FunctionDescription
  package let stack: [Decoration]

  /// - Parameters:
  ///   - node: The attribute that the compiler expands, if it expands one.
  ///   - lexicalContext: What is around the function, innermost first.
  ///   - hasForeignTraced: Whether a `@Traced` that shows nothing else belongs to another package.
  package init(
    _ syntax: FunctionDeclSyntax,
    by node: AttributeSyntax? = nil,
    in lexicalContext: [Syntax],
    hasForeignTraced: Bool = false
  ) {
    function = FunctionDescription(syntax, in: lexicalContext)
    let attributes = syntax.attributes.plain
    let written = attributes.compactMap { attribute in
      DecoratorKind(attribute).map { Decoration($0, attribute) }
    }
    // A name that `allowing:` of another attribute gives away belongs to another macro.
    let isForeign = hasForeignTraced || written.contains { $0.allows(.attribute(DecoratorKind.traced.rawValue)) }
    let own = written.filter { !isForeign || !$0.attribute.isTracedOfUnknownModule }
    let excluded = Set(attributes.compactMap(\.ownName))
    let typeWide = function.context.typeAttributes.compactMap { attribute in
      DecoratorKind(typeWide: attribute).map { Decoration($0, attribute, isTypeWide: true) }
    }
    let seen =
      typeWide.filter { type in
        !excluded.contains(type.kind.optOutName) && !own.contains { $0.kind == type.kind }
      } + own
    let unseen = node.flatMap { Self.unseen($0, among: seen, of: syntax) }
    stack = (unseen.map { [$0] } ?? []) + seen
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

  /// Whether a local function can stand for the body: one that is sent to a task loses its isolation, and one that is handed
  /// on cannot capture what is borrowed.
  package var bodyIsLocalFunction: Bool {
    if function.isAsync && function.borrows { return false }
    return !function.isAsync || !stack.contains(where: \.startsTasks)
  }

  package func index(of decoration: Decoration) -> Int? {
    stack.firstIndex { $0.attribute.id == decoration.attribute.id }
  }

  /// A `@Traced` of which only the compiler knows whether it is ours, if another attribute is here to ask.
  package var tracedOfUnknownModule: Decoration? {
    stack.count < 2 ? nil : stack.first { $0.attribute.isTracedOfUnknownModule }
  }

  package func first(_ kind: DecoratorKind) -> Decoration? { stack.first { $0.kind == kind } }
}

extension DecoratorKind {
  /// The kind that a type-wide attribute adds to every function.
  package init?(typeWide attribute: AttributeSyntax) {
    guard let name = attribute.ownName, let kind = Self.allCases.first(where: { $0.typeWideName == name }) else {
      return nil
    }
    self = kind
  }
}
