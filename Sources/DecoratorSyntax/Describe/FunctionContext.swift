package import SwiftSyntax

/// The place of a function's declaration, as far as the syntax shows it.
package struct FunctionContext {
  package enum Place: Equatable {
    case file
    case local
    case structure
    case enumeration
    case classType
    case actorType
    case extended
    case protocolType
    /// Inside a closure, an initializer, an accessor or another declaration with a body.
    case other
  }

  package let place: Place
  /// The names of the enclosing types and functions, outermost first.
  package let names: [String]
  /// The type or extension that directly contains the function.
  package let type: (any DeclGroupSyntax)?
  /// The generic parameters in scope that the syntax shows.
  package let genericParameters: Set<String>
  /// The parameters of the functions around the function, by their internal names. Their other values are in bodies, which the
  /// macro does not see.
  package let outerParameters: Set<String>
  /// Whether an extension or a protocol may have generic parameters that the syntax does not show.
  package let hidesGenericParameters: Bool
  /// Whether a generic parameter is or may be in scope.
  package var mayBeGeneric: Bool { isGeneric || hidesGenericParameters }
  /// Whether the syntax shows a generic parameter in scope.
  package let isGeneric: Bool

  package init(_ lexicalContext: [Syntax]) {
    place = lexicalContext.first.map(Self.place) ?? .file
    names = lexicalContext.reversed().compactMap(\.contextName)
    typeName = Self.typeName(
      lexicalContext.drop { !$0.isTypeOrExtension }.prefix(while: \.isTypeOrExtension)
    )
    type = lexicalContext.first.flatMap { $0.asProtocol((any DeclGroupSyntax).self) }
    isGeneric = lexicalContext.contains(where: \.isGeneric)
    outerParameters = Set(
      lexicalContext.prefix { !$0.isTypeOrExtension }.compactMap { $0.as(FunctionDeclSyntax.self) }
        .flatMap(\.signature.parameterClause.parameters).map { ($0.secondName ?? $0.firstName).unquoted }
    )
    genericParameters = Set(lexicalContext.flatMap(\.genericParameters))
    hidesGenericParameters = lexicalContext.contains {
      $0.is(ExtensionDeclSyntax.self) || $0.is(ProtocolDeclSyntax.self)
    }
  }

  private static func typeName(_ types: some BidirectionalCollection<Syntax>) -> String? {
    guard !types.isEmpty else { return nil }
    return types.reversed().map { type in
      type.asProtocol((any NamedDeclSyntax).self)?.name.text
        ?? type.as(ExtensionDeclSyntax.self)?.extendedType.trimmedDescription ?? "Self"
    }
    .joined(separator: ".")
  }

  private static func place(_ context: Syntax) -> Place {
    switch context.kind {
    case .structDecl: .structure
    case .enumDecl: .enumeration
    case .classDecl: .classType
    case .actorDecl: .actorType
    case .extensionDecl: .extended
    case .protocolDecl: .protocolType
    case .functionDecl: .local
    default: .other
    }
  }

  /// The name of the innermost enclosing type, which is `Self` in the function, for use in source next to the function.
  /// It includes the types around that type, but not the functions around those types.
  package let typeName: String?

  /// Whether the function is a member of a type: an instance function or a static one.
  package var isInType: Bool { type != nil }

  /// The attributes of the type or extension that directly contains the function.
  package var typeAttributes: [AttributeSyntax] { type?.attributes.plain ?? [] }

  /// Whether the type's declaration lists `Codable` or one of its parts. The synthesis uses every stored property.
  package var saysCodable: Bool {
    let inherited = type?.inheritanceClause?.inheritedTypes.map(\.type.trimmedDescription) ?? []
    return !Set(inherited).isDisjoint(with: ["Codable", "Encodable", "Decodable"])
  }

  /// Whether the type says that it cannot be copied.
  package var isNoncopyable: Bool {
    type?.inheritanceClause?.inheritedTypes.contains { $0.type.trimmedDescription == "~Copyable" } ?? false
  }

  /// Whether the type is a distributed actor, which isolates all its stored properties.
  package var isDistributed: Bool { type?.modifiers.contains { $0.name.tokenKind == .keyword(.distributed) } ?? false }

  /// The global actor that an attribute of the type names, if the attribute's name ends in `Actor`. An actor has none.
  package var globalActor: String? { place == .actorType ? nil : typeAttributes.compactMap(\.globalActor).first }
}

extension Syntax {
  /// The names of the generic parameters that the declaration itself has.
  package var genericParameters: [String] {
    asProtocol((any WithGenericParametersSyntax).self)?.genericParameterClause?.parameters.map(\.name.unquoted) ?? []
  }
}

extension Syntax {
  fileprivate var isTypeOrExtension: Bool { asProtocol((any DeclGroupSyntax).self) != nil }

  fileprivate var contextName: String? {
    if let type = asProtocol((any NamedDeclSyntax).self), !self.is(FunctionDeclSyntax.self) {
      return type.name.unquoted
    }
    if let extended = self.as(ExtensionDeclSyntax.self) { return extended.extendedType.trimmedDescription }
    return self.as(FunctionDeclSyntax.self)?.fullName
  }

  fileprivate var isGeneric: Bool {
    if let context = asProtocol((any WithGenericParametersSyntax).self) {
      if context.genericParameterClause != nil || context.genericWhereClause != nil { return true }
    }
    if let extended = self.as(ExtensionDeclSyntax.self) { return extended.genericWhereClause != nil }
    if let function = self.as(FunctionDeclSyntax.self) {
      return function.signature.parameterClause.parameters.contains { $0.type.containsOpaqueType }
    }
    return false
  }
}

extension FunctionDeclSyntax {
  /// The name with its argument labels: `push(name:_:)`.
  package var fullName: String {
    name.unquoted + "(" + signature.parameterClause.parameters.map { $0.firstName.unquoted + ":" }.joined() + ")"
  }
}
