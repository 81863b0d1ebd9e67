import SwiftSyntax

extension ExprSyntaxProtocol {
  /// The first place in the expression that names one of these, its closures' own parameters and labels of members apart.
  func firstUse(of names: Set<String>) -> DeclReferenceExprSyntax? {
    let finder = NameFinder(names)
    finder.walk(self)
    return finder.found
  }
}

private final class NameFinder: SyntaxVisitor {
  private(set) var found: DeclReferenceExprSyntax?
  private var names: Set<String>
  private var hidden: [Set<String>] = []

  init(_ names: Set<String>) {
    self.names = names
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let isMember = node.parent?.as(MemberAccessExprSyntax.self)?.declName.id == node.id
    let isInKeyPath = node.parent?.is(KeyPathPropertyComponentSyntax.self) == true
    if found == nil, !isMember, !isInKeyPath, names.contains(node.baseName.text) { found = node }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    hidden.append(names)
    names.subtract(node.parameterNames)
    return .visitChildren
  }

  override func visitPost(_ node: ClosureExprSyntax) {
    names = hidden.removeLast()
  }
}

extension ClosureExprSyntax {
  fileprivate var parameterNames: [String] {
    switch signature?.parameterClause {
    case .parameterClause(let clause): clause.parameters.map { ($0.secondName ?? $0.firstName).text }
    case .simpleInput(let list): list.map(\.name.text)
    case nil: []
    }
  }
}
