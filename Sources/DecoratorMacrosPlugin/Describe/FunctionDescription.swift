import SwiftSyntax
import SwiftSyntaxBuilder

/// A function as far as syntax shows it: what its layers need to know, whichever they are.
struct FunctionDescription {
  enum Throwing: Equatable {
    case never
    case always
    /// With its error type.
    case typed(String)
    /// If a parameter does.
    case again
  }

  let syntax: FunctionDeclSyntax
  let context: FunctionContext
  let parameters: [ParameterDescription]
  let throwing: Throwing
  let isAsync: Bool

  init(_ syntax: FunctionDeclSyntax, in lexicalContext: [Syntax]) {
    self.syntax = syntax
    context = FunctionContext(lexicalContext)
    parameters = syntax.signature.parameterClause.parameters.map(ParameterDescription.init)
    let effects = syntax.signature.effectSpecifiers
    isAsync = effects?.asyncSpecifier != nil
    throwing =
      switch effects?.throwsClause {
      case nil: .never
      case let clause? where clause.throwsSpecifier.tokenKind == .keyword(.rethrows): .again
      case let clause?: clause.type.map { .typed($0.trimmedDescription) } ?? .always
      }
  }

  // MARK: Names

  /// The name as messages give it.
  var name: String { syntax.name.unquoted }

  /// The name in logs and metrics: `Monitoring.pushMetric(name:value:)` (L7).
  var displayName: String { (context.names + [syntax.fullName]).joined(separator: ".") }

  /// The names of the parameters inside the function.
  var parameterNames: Set<String> { Set(parameters.compactMap(\.name)) }

  var isOperator: Bool {
    if case .identifier = syntax.name.tokenKind { return false }
    return true
  }

  // MARK: Modifiers

  func has(_ keyword: Keyword) -> Bool {
    syntax.modifiers.contains { $0.name.tokenKind == .keyword(keyword) && $0.detail == nil }
  }

  func modifier(_ keyword: Keyword) -> DeclModifierSyntax? {
    syntax.modifiers.first { $0.name.tokenKind == .keyword(keyword) && $0.detail == nil }
  }

  func hasAttribute(_ name: String) -> Bool { syntax.attributes.plain.contains { $0.lastName == name } }

  var isStatic: Bool { has(.static) || has(.class) }

  /// Whether there is an instance whose properties an argument could name.
  var hasInstance: Bool { context.isInType && !isStatic }

  /// Whether its body is seen by other modules, which then see no type declared in it.
  var isInlinable: Bool {
    ["inlinable", "_alwaysEmitIntoClient", "_transparent", "backDeployed"].contains(where: hasAttribute)
  }

  /// Whether the function has generic parameters of its own.
  var isGeneric: Bool {
    syntax.genericParameterClause != nil || syntax.genericWhereClause != nil || parameters.contains(where: \.isOpaque)
  }

  /// Whether a type with a `static let` can be declared in its body.
  var canHoldStatics: Bool { !isGeneric && !context.mayBeGeneric && !isInlinable && context.place != .other }

  /// Where synchronous waiting would hold up an actor: the actor's own name, or `'@MainActor'`.
  var blockedActor: String? {
    guard !isAsync, !has(.nonisolated) else { return nil }
    if let isolated = parameters.first(where: \.isIsolated) { return "'\(isolated.valueType)'" }
    if let own = syntax.attributes.plain.compactMap(\.globalActor).first { return "'@\(own)'" }
    if context.place == .actorType, !isStatic { return context.typeName.map { "'\($0)'" } }
    return context.globalActor.map { "'@\($0)'" }
  }

  // MARK: Result

  /// The result as it is written, `Void` if nothing is.
  var resultType: TypeSyntax { syntax.signature.returnClause?.type.trimmed ?? "Void" }

  var hasOpaqueResult: Bool { resultType.containsOpaqueType }

  var returnsNever: Bool { resultType.trimmedDescription == "Never" }

  /// The result as a property could have it.
  var resultValueType: String {
    if let forced = resultBase.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) {
      return forced.wrappedType.trimmedDescription + "?"
    }
    return resultBase.trimmedDescription
  }

  /// Whether the result is an optional that is unwrapped where it is used, `T!`.
  var forcesResult: Bool { resultBase.is(ImplicitlyUnwrappedOptionalTypeSyntax.self) }

  /// The result without `sending`; attributes such as `@Sendable` are part of the type.
  private var resultBase: TypeSyntax {
    guard let attributed = resultType.as(AttributedTypeSyntax.self) else { return resultType }
    return attributed.attributes.isEmpty ? attributed.baseType : TypeSyntax(attributed.with(\.specifiers, []))
  }

  // MARK: Effects

  var canThrow: Bool { throwing != .never && throwing != .typed("Never") }

  /// What stands before a call that has the function's effects.
  var callEffects: String { (canThrow ? "try " : "") + (isAsync ? "await " : "") }

  /// The effects of a closure that does what the function does.
  var closureEffects: String {
    let throwing =
      switch throwing {
      case .never: ""
      case .always, .again: " throws"
      case .typed(let error): " throws(\(error))"
      }
    return (isAsync ? " async" : "") + throwing
  }
}
