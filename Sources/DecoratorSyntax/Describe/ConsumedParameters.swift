import SwiftSyntax

extension DecoratedFunction {
  /// The `consuming` parameters that the body may consume and that can be copied, as far as the syntax shows both.
  ///
  /// A local function cannot consume what it captures, so it gets copies of these.
  package var consumed: [ParameterDescription] {
    let generic = function.copyableGenericParameters
    let used = ConsumedNames(function.syntax.body)
    return function.parameters.filter { parameter in
      guard let name = parameter.name, parameter.isConsuming else { return false }
      return used.names.contains(name) || parameter.baseType.isCopyable(generic)
    }
  }
}

extension FunctionDescription {
  /// The names of the function's own generic parameters that can be copied.
  fileprivate var copyableGenericParameters: Set<String> {
    let requirements = syntax.genericWhereClause?.trimmedDescription ?? ""
    let parameters = syntax.genericParameterClause?.parameters ?? []
    return Set(
      parameters.filter { parameter in
        !parameter.trimmedDescription.contains("~Copyable")
          && !requirements.contains("\(parameter.name.text): ~Copyable")
      }
      .map(\.name.text)
    )
  }
}

/// The names that the body consumes for certain: by `consume`, or where a value goes on, which is its result, the value of a
/// variable, or an argument of an initializer.
private final class ConsumedNames: SyntaxVisitor {
  private(set) var names: Set<String> = []

  init(_ body: CodeBlockSyntax?) {
    super.init(viewMode: .sourceAccurate)
    guard let body else { return }
    walk(body)
    insert(value(of: body.statements))
  }

  /// The value of a body or a branch that is one expression.
  private func value(of statements: CodeBlockItemListSyntax) -> ExprSyntax? {
    guard statements.count == 1, let item = statements.first?.item else { return nil }
    return item.as(ExprSyntax.self) ?? item.as(ExpressionStmtSyntax.self)?.expression
  }

  /// Inserts the names that an expression hands on if its value is consumed.
  private func insert(_ value: ExprSyntax?) {
    guard let value else { return }
    switch value.as(ExprSyntaxEnum.self) {
    case .declReferenceExpr(let name): names.insert(name.baseName.unquoted)
    case .ifExpr(let branches):
      insert(self.value(of: branches.body.statements))
      switch branches.elseBody {
      case .ifExpr(let others): insert(ExprSyntax(others))
      case .codeBlock(let other): insert(self.value(of: other.statements))
      case nil: break
      }
    case .switchExpr(let choice):
      for branch in choice.cases.compactMap({ $0.as(SwitchCaseSyntax.self) }) {
        insert(self.value(of: branch.statements))
      }
    case .arrayExpr(let array): array.elements.forEach { insert($0.expression) }
    case .tupleExpr(let tuple): tuple.elements.forEach { insert($0.expression) }
    case .dictionaryExpr(let dictionary):
      dictionary.content.as(DictionaryElementListSyntax.self)?.forEach { element in
        insert(element.key)
        insert(element.value)
      }
    case .tryExpr(let marked): insert(marked.expression)
    case .awaitExpr(let marked): insert(marked.expression)
    case .sequenceExpr(let sequence):
      for (optional, next) in zip(sequence.elements, sequence.elements.dropFirst())
      where next.as(BinaryOperatorExprSyntax.self)?.operator.text == "??" { insert(optional) }
    default: break
    }
  }

  override func visit(_ node: ConsumeExprSyntax) -> SyntaxVisitorContinueKind {
    insert(node.expression)
    return .visitChildren
  }

  override func visit(_ node: ReturnStmtSyntax) -> SyntaxVisitorContinueKind {
    insert(node.expression)
    return .visitChildren
  }

  override func visit(_ node: InitializerClauseSyntax) -> SyntaxVisitorContinueKind {
    insert(node.value)
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    if node.initialized != nil { node.arguments.forEach { insert($0.expression) } }
    return .visitChildren
  }
}

extension TypeSyntax {
  /// Whether the syntax shows that values of this type can be copied.
  fileprivate func isCopyable(_ generic: Set<String>) -> Bool {
    if let name = self.as(IdentifierTypeSyntax.self)?.name.text {
      return generic.contains(name) || copyableTypes.contains(name)
    }
    if let optional = self.as(OptionalTypeSyntax.self) { return optional.wrappedType.isCopyable(generic) }
    if let tuple = self.as(TupleTypeSyntax.self) { return tuple.elements.allSatisfy { $0.type.isCopyable(generic) } }
    if self.is(SomeOrAnyTypeSyntax.self) { return !trimmedDescription.contains("~Copyable") }
    return [.arrayType, .dictionaryType, .functionType].contains(kind)
  }
}

/// The standard library's types that can be copied whatever they contain.
private let copyableTypes: Set<String> = [
  "Array", "ArraySlice", "Bool", "Character", "ContiguousArray", "Dictionary", "Double", "Duration", "Float", "Int",
  "Int8", "Int16", "Int32", "Int64", "Set", "StaticString", "String", "Substring", "UInt", "UInt8", "UInt16", "UInt32",
  "UInt64",
]
