package import SwiftSyntax

extension ExprSyntaxProtocol {
  /// The first use of one of these names in the expression. Members and names that closures declare do not count.
  package func firstUse(of names: Set<String>) -> TokenSyntax? {
    let finder = NameFinder(names)
    finder.walk(self)
    return finder.found
  }
}

extension Decoration {
  /// Whether the settings that a constant would hold name a value of the user's: a name in lower case that is not an
  /// implicit member.
  package var settingsNameValues: Bool { settingsSearch.findsValue }

  /// Whether such a value is named without its type, so that it can be a local one.
  package var settingsNameLocals: Bool { settingsSearch.findsUnqualified }

  private var settingsSearch: ValueFinder {
    var others: Set = ["clock", "allowing", "onResult", "orThrow"]
    switch kind.form {
    case .policy(let form): others.subtract(form.settings)
    case .arguments(let form):
      others = ["clock", "allowing", "logger"]
      // A choice that is written as literals is made here.
      if ArgumentChoice(self, form) != nil { others.insert(form.choice) }
    default: break
    }
    let finder = ValueFinder(viewMode: .sourceAccurate)
    for argument in arguments.all where argument.label.map({ !others.contains($0) }) ?? false {
      argument.expressions.forEach { finder.walk($0) }
    }
    return finder
  }
}

/// Finds names in lower case that closures in the expression do not declare.
private final class ValueFinder: SyntaxVisitor {
  private(set) var findsValue = false
  private(set) var findsUnqualified = false
  private var declared: [[String]] = []

  override func visit(_ node: KeyPathExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    declared.append(node.declaredNames)
    return .visitChildren
  }

  override func visitPost(_ node: ClosureExprSyntax) { declared.removeLast() }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let name = node.baseName.unquoted
    guard name.first?.isLowercase ?? false, node.baseName.tokenKind != .keyword(.self),
      !declared.contains(where: { $0.contains(name) })
    else { return .visitChildren }
    let member = node.parent?.as(MemberAccessExprSyntax.self)
    let isMember = member?.declName.id == node.id
    if isMember, member?.base == nil { return .visitChildren }
    findsValue = true
    if !isMember { findsUnqualified = true }
    return .visitChildren
  }
}

private final class NameFinder: SyntaxVisitor {
  private(set) var found: TokenSyntax?
  private var names: Set<String>
  private var hidden: [Set<String>] = []

  init(_ names: Set<String>) {
    self.names = names
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: DeclReferenceExprSyntax) -> SyntaxVisitorContinueKind {
    let isMember = node.parent?.as(MemberAccessExprSyntax.self)?.declName.id == node.id
    let isInKeyPath = node.parent?.is(KeyPathPropertyComponentSyntax.self) == true
    if found == nil, !isMember, !isInKeyPath, names.contains(node.baseName.unquoted) { found = node.baseName }
    return .visitChildren
  }

  override func visit(_ node: ClosureExprSyntax) -> SyntaxVisitorContinueKind {
    hidden.append(names)
    names.subtract(node.declaredNames)
    return .visitChildren
  }

  override func visit(_ node: ClosureCaptureSyntax) -> SyntaxVisitorContinueKind {
    guard node.initializer == nil, found == nil, hidden.last?.contains(node.name.unquoted) == true else {
      return .visitChildren
    }
    found = node.name
    return .skipChildren
  }

  override func visitPost(_ node: ClosureExprSyntax) {
    names = hidden.removeLast()
  }
}

private final class PatternNames: SyntaxVisitor {
  private(set) var names: [String] = []

  override func visit(_ node: IdentifierPatternSyntax) -> SyntaxVisitorContinueKind {
    names.append(node.identifier.unquoted)
    return .skipChildren
  }
}

extension ClosureExprSyntax {
  /// The names of the closure's parameters, its captures, and the constants and variables in its body.
  fileprivate var declaredNames: [String] {
    let parameters =
      switch signature?.parameterClause {
      case .parameterClause(let clause): clause.parameters.map { ($0.secondName ?? $0.firstName).unquoted }
      case .simpleInput(let list): list.map(\.name.unquoted)
      case nil: [String]()
      }
    let captures = signature?.capture?.items.map(\.name.unquoted) ?? []
    let patterns = PatternNames(viewMode: .sourceAccurate)
    patterns.walk(statements)
    return parameters + captures + patterns.names
  }
}
