package import SwiftSyntax

/// Finds statements of a body, without those of the functions, closures and types in it.
package final class StatementSearch: SyntaxAnyVisitor {
  private let matches: (Syntax) -> Bool
  private var found: Syntax?

  private init(_ matches: @escaping (Syntax) -> Bool) {
    self.matches = matches
    super.init(viewMode: .sourceAccurate)
  }

  package static func first(in statements: CodeBlockItemListSyntax, where matches: @escaping (Syntax) -> Bool)
    -> Syntax?
  {
    let search = StatementSearch(matches)
    search.walk(statements)
    return search.found
  }

  package static func contains(in statements: CodeBlockItemListSyntax?, _ matches: @escaping (Syntax) -> Bool) -> Bool {
    statements.map { first(in: $0, where: matches) != nil } ?? false
  }

  package override func visitAny(_ node: Syntax) -> SyntaxVisitorContinueKind {
    if found != nil || node.is(ClosureExprSyntax.self) || node.is(FunctionDeclSyntax.self)
      || node.asProtocol((any DeclGroupSyntax).self) != nil || node.is(AccessorBlockSyntax.self)
    {
      return .skipChildren
    }
    if matches(node) { found = node }
    return .visitChildren
  }
}
