import SwiftSyntax

extension DecoratedFunction {
  /// The `consuming` parameters that the body may consume and that can be copied, as far as the syntax shows both.
  ///
  /// A local function cannot consume what it captures, so it gets copies of these.
  var consumed: [ParameterDescription] {
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

/// The names that the body consumes for certain: by `consume`, as its result or as the value of a variable.
private final class ConsumedNames: SyntaxVisitor {
  private(set) var names: Set<String> = []

  init(_ body: CodeBlockSyntax?) {
    super.init(viewMode: .sourceAccurate)
    guard let body else { return }
    walk(body)
    if body.statements.count == 1, let value = body.statements.first?.item.as(ExprSyntax.self) { insert(value) }
  }

  private func insert(_ value: ExprSyntax?) {
    if let name = value?.as(DeclReferenceExprSyntax.self)?.baseName.unquoted { names.insert(name) }
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
