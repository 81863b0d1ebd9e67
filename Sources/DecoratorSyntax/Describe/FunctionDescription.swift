package import SwiftSyntax
import SwiftSyntaxBuilder

/// A function, as far as the syntax shows it. It holds what all layers need to know.
package struct FunctionDescription {
  package enum Throwing: Equatable {
    case never
    case always
    /// `throws(E)`, with its error type.
    case typed(String)
    /// `rethrows`.
    case again
  }

  package let syntax: FunctionDeclSyntax
  package let context: FunctionContext
  package let parameters: [ParameterDescription]
  package let throwing: Throwing
  package let isAsync: Bool
  /// The global actor on which the function runs, as an attribute, as far as its name shows it.
  package let globalActor: String?

  package init(_ syntax: FunctionDeclSyntax, in lexicalContext: [Syntax]) {
    self.syntax = syntax
    context = FunctionContext(lexicalContext)
    parameters = syntax.signature.parameterClause.parameters.map(ParameterDescription.init)
    globalActor = Self.globalActor(of: [Syntax(syntax)] + lexicalContext)
    let effects = syntax.signature.effectSpecifiers
    isAsync = effects?.asyncSpecifier != nil
    throwing =
      switch effects?.throwsClause {
      case nil: .never
      case let clause? where clause.throwsSpecifier.tokenKind == .keyword(.rethrows): .again
      case let clause?: clause.type.map { .typed($0.trimmedDescription) } ?? .always
      }
  }

  /// The global actor of a function, or else of what it is in: of functions around it, and of its type.
  private static func globalActor(of declarations: [Syntax]) -> String? {
    for declaration in declarations {
      if let function = declaration.as(FunctionDeclSyntax.self) {
        if function.isIsolatedOtherwise { return nil }
        if let actor = function.attributes.firstGlobalActor { return actor }
      } else {
        // An actor has no other one: its attribute is a macro, such as '@ModelActor'.
        if declaration.is(ActorDeclSyntax.self) { return nil }
        return declaration.asProtocol((any DeclGroupSyntax).self)?.attributes.firstGlobalActor
      }
    }
    return nil
  }

  // MARK: Names

  /// The name in diagnostics.
  package var name: String { syntax.name.unquoted }

  /// The name in logs and metrics: `Monitoring.pushMetric(name:value:)` (L7).
  package var displayName: String { (context.names + [syntax.fullName]).joined(separator: ".") }

  /// The internal names of the parameters.
  package var parameterNames: Set<String> { Set(parameters.compactMap(\.name)) }

  /// The generic parameters in scope that the syntax shows.
  package var genericParameters: Set<String> { context.genericParameters.union(Syntax(syntax).genericParameters) }

  package var isOperator: Bool {
    if case .identifier = syntax.name.tokenKind { return false }
    return true
  }

  // MARK: Modifiers

  package func has(_ keyword: Keyword) -> Bool {
    syntax.modifiers.contains { $0.name.tokenKind == .keyword(keyword) && $0.detail == nil }
  }

  package func modifier(_ keyword: Keyword) -> DeclModifierSyntax? {
    syntax.modifiers.first { $0.name.tokenKind == .keyword(keyword) && $0.detail == nil }
  }

  package func hasAttribute(_ name: String) -> Bool { syntax.attributes.plain.contains { $0.lastName == name } }

  package var isStatic: Bool { has(.static) || has(.class) }

  /// Whether subclasses inherit the function, so that `Self` is another class in each. An extension does not show whether its
  /// type is a class, but `class` does.
  package var isInherited: Bool {
    switch context.place {
    case .classType: isStatic && !(context.type?.modifiers.contains { $0.name.tokenKind == .keyword(.final) } ?? true)
    case .extended: has(.class)
    default: false
    }
  }

  /// Whether the function has an instance whose properties an argument can name.
  package var hasInstance: Bool { context.isInType && !isStatic }

  /// Whether other modules see the function's body. They cannot see a type that the body declares.
  package var isInlinable: Bool {
    ["inlinable", "_alwaysEmitIntoClient", "_transparent", "backDeployed"].contains(where: hasAttribute)
  }

  /// Whether the function itself has generic parameters.
  package var isGeneric: Bool {
    syntax.genericParameterClause != nil || syntax.genericWhereClause != nil || parameters.contains(where: \.isOpaque)
  }

  /// Whether the function's body can declare a type with a `static let`.
  package var canHoldStatics: Bool { !isGeneric && !context.mayBeGeneric && !isInlinable && context.place != .other }

  /// The actor that a synchronous wait would block: the name of the actor, or a global actor such as `'@MainActor'`.
  package var blockedActor: String? {
    guard !isAsync, !has(.nonisolated) else { return nil }
    if let isolated = parameters.first(where: \.isIsolated) { return "'\(isolated.valueType)'" }
    if let own = syntax.attributes.plain.compactMap(\.globalActor).first { return "'@\(own)'" }
    if context.place == .actorType, !isStatic { return context.typeName.map { "'\($0)'" } }
    return context.globalActor.map { "'@\($0)'" }
  }

  // MARK: Result

  /// The result type as written, or `Void` if none is written.
  package var resultType: TypeSyntax { syntax.signature.returnClause?.type.trimmed ?? "Void" }

  package var hasOpaqueResult: Bool { resultType.containsOpaqueType }

  package var returnsNever: Bool { resultType.trimmedDescription == "Never" }

  /// The result type in a form that a property can have.
  package var resultValueType: String {
    if let forced = resultBase.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
      return forced.wrappedType.trimmedDescription + "?"
    }
    return resultBase.trimmedDescription
  }

  /// The result type without `sending`. Attributes such as `@Sendable` are part of the type.
  private var resultBase: TypeSyntax {
    guard let attributed = resultType.as(AttributedTypeSyntax.self) else { return resultType }
    return attributed.attributes.isEmpty ? attributed.baseType : TypeSyntax(attributed.detached.with(\.specifiers, []))
  }

  /// The result of a local function that does what the function does, or nothing. It is not `sending`, since what calls it
  /// hands its result on.
  package var localResult: String {
    syntax.signature.returnClause == nil || awaitsNever ? "" : " -> " + resultValueType
  }

  /// The result of a closure that does what the function does. An opaque result has no other name than the function's.
  package var closureResult: String { hasOpaqueResult ? "" : " -> " + (awaitsNever ? "Void" : resultValueType) }

  /// Whether the function is asynchronous and never returns. The compiler warns about what follows a generic call that
  /// returns `Never`, and after an asynchronous one something always does. So the layers return `Void`.
  package var awaitsNever: Bool { isAsync && returnsNever }

  // MARK: Isolation

  /// Whether the function says that it runs on its caller's actor.
  package var isNonsending: Bool {
    syntax.modifiers.contains { $0.name.tokenKind == .keyword(.nonisolated) && $0.detail?.detail.text == "nonsending" }
  }

  /// What a local function needs to say to run where the function runs.
  package var localAttributes: String {
    hasAttribute("concurrent") ? "@concurrent " : isNonsending ? "nonisolated(nonsending) " : ""
  }

  /// The value that the function is isolated to, if it is not isolated by its type: a closure keeps that isolation only if
  /// it names the value.
  package var isolatedReference: String? {
    if let parameter = parameters.first(where: \.isIsolated) {
      return parameter.name == nil ? nil : parameter.reference
    }
    let isOfActor =
      context.place == .actorType && !isStatic
      && !syntax.modifiers.contains { $0.name.tokenKind == .keyword(.nonisolated) }
    return isOfActor && syntax.attributes.plain.compactMap(\.globalActor).isEmpty ? "self" : nil
  }

  /// Whether the function borrows a parameter or its instance, as far as syntax shows it: a local function that is handed
  /// on could not capture that.
  package var borrows: Bool {
    parameters.contains(where: \.isView)
      || parameters.contains {
        $0.ownership.map { $0.tokenKind != .keyword(.consuming) && $0.tokenKind != .keyword(.__owned) } ?? false
      }
      || has(.borrowing) || (context.isNoncopyable && !has(.mutating))
  }

  // MARK: Effects

  package var canThrow: Bool { throwing != .never && throwing != .typed("Never") }

  /// The keywords before a call of the function: `try`, `await`, both or none.
  package var callEffects: String { (canThrow ? "try " : "") + (isAsync ? "await " : "") }

  /// The effect specifiers of a closure with the function's effects.
  package var closureEffects: String {
    let throwing =
      switch throwing {
      case .never: ""
      case .always, .again: " throws"
      case .typed(let error): " throws(\(error))"
      }
    return (isAsync ? " async" : "") + throwing
  }
}

extension FunctionDeclSyntax {
  /// Whether the function says that it runs on no global actor.
  fileprivate var isIsolatedOtherwise: Bool {
    modifiers.contains { $0.name.tokenKind == .keyword(.nonisolated) }
      || attributes.plain.contains { ["concurrent", "Sendable"].contains($0.lastName) }
      || signature.parameterClause.parameters.contains { ParameterDescription($0).isIsolated }
  }
}

extension AttributeListSyntax {
  /// The first attribute that is a global actor, as far as its name shows it.
  fileprivate var firstGlobalActor: String? { plain.first { $0.globalActor != nil }?.trimmedDescription }
}
