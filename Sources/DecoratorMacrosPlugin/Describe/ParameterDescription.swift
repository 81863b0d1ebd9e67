import SwiftSyntax

/// One parameter of a function, as far as syntax shows it.
struct ParameterDescription {
  let syntax: FunctionParameterSyntax
  /// The name inside the function, without backticks; nil for `_`.
  let name: String?
  /// The name as an expression inside the function.
  let reference: String
  /// The label at the call, `_` for none.
  let label: String
  /// The type as a property could have it, without specifiers and attributes; of a variadic parameter the array.
  let valueType: String
  /// The type as a metatype names it: of a variadic parameter its element.
  let isVariadic: Bool
  let isInout: Bool
  let isIsolated: Bool
  let isClosure: Bool
  let isPack: Bool
  /// `borrowing` or `consuming`, which a parameter that cannot be copied has to say.
  let ownership: TokenSyntax?
  /// Whether its type is opaque, so that the function is generic.
  let isOpaque: Bool

  init(_ syntax: FunctionParameterSyntax) {
    self.syntax = syntax
    let inner = syntax.secondName ?? syntax.firstName
    name = inner.tokenKind == .wildcard ? nil : inner.unquoted
    reference = inner.unquoted.quotedIfNeeded
    label = syntax.firstName.text
    isVariadic = syntax.ellipsis != nil
    let attributed = syntax.type.as(AttributedTypeSyntax.self)
    let specifiers = attributed?.specifiers.compactMap { $0.as(SimpleTypeSpecifierSyntax.self)?.specifier } ?? []
    let base = (attributed?.baseType ?? syntax.type).trimmed
    isInout = specifiers.contains { $0.tokenKind == .keyword(.inout) }
    isIsolated = specifiers.contains { $0.tokenKind == .keyword(.isolated) }
    ownership = specifiers.first {
      [.keyword(.borrowing), .keyword(.consuming), .keyword(.__owned), .keyword(.__shared)].contains($0.tokenKind)
    }
    let isAutoclosure =
      attributed?.attributes.plain.contains { ["autoclosure", "escaping"].contains($0.lastName) } ?? false
    isClosure = isAutoclosure || base.isFunctionType
    isPack = base.is(PackExpansionTypeSyntax.self)
    isOpaque = base.containsOpaqueType
    let type =
      base.as(ImplicitlyUnwrappedOptionalTypeSyntax.self).map { $0.wrappedType.trimmedDescription + "?" }
      ?? base.trimmedDescription
    valueType = isVariadic ? "[\(type)]" : type
  }

  /// Whether its value can be shown in a log: it exists once, can be copied, and is no function.
  var isLoggable: Bool { name != nil && !isClosure && !isPack && ownership == nil && !isIsolated }
}

extension TypeSyntaxProtocol {
  /// Whether this is a function type, behind parentheses or an optional too.
  var isFunctionType: Bool {
    if self.is(FunctionTypeSyntax.self) { return true }
    if let attributed = self.as(AttributedTypeSyntax.self) { return attributed.baseType.isFunctionType }
    if let optional = self.as(OptionalTypeSyntax.self) { return optional.wrappedType.isFunctionType }
    if let forced = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return forced.wrappedType.isFunctionType }
    if let tuple = self.as(TupleTypeSyntax.self), tuple.elements.count == 1 {
      return tuple.elements.first.map { $0.type.isFunctionType } ?? false
    }
    return false
  }

  /// Whether `Self` stands anywhere in the type.
  var containsSelf: Bool {
    tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.Self) }
  }

  /// Whether `some` stands anywhere in the type.
  var containsOpaqueType: Bool {
    tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
  }
}
