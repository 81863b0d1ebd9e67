package import SwiftSyntax

/// One parameter of a function, as far as the syntax shows it.
package struct ParameterDescription {
  package let syntax: FunctionParameterSyntax
  /// The internal name, without backticks. Nil for `_`.
  package let name: String?
  /// The internal name as an expression.
  package var reference: String { (syntax.secondName ?? syntax.firstName).unquoted.quotedIfNeeded }
  /// The internal name as it is declared.
  package var declaredName: String { (syntax.secondName ?? syntax.firstName).text }
  /// The parameter's value as an argument.
  package var value: String { (isUnsafe ? "unsafe " : "") + reference }
  /// The argument label, or `_` for none.
  package let label: String
  /// The type in a form that a property can have, without specifiers and attributes. For a variadic parameter it is the
  /// array.
  package let valueType: String
  /// The type without specifiers and attributes.
  package let baseType: TypeSyntax
  package let isVariadic: Bool
  package let isInout: Bool
  package let isIsolated: Bool
  package let isSending: Bool
  package let isClosure: Bool
  /// Whether a closure may be kept: it says so, or it is in an optional.
  package let escapes: Bool
  package let isPack: Bool
  /// Whether an attribute precedes the name, which may be a property wrapper that hides the value.
  package let isWrapped: Bool
  /// Whether the type is one of the standard library's views of memory, which cannot escape.
  package let isView: Bool
  /// Whether the type is unsafe, so that strict memory safety asks for `unsafe` where the value is used.
  package let isUnsafe: Bool
  /// `borrowing` or `consuming`, if written. A noncopyable parameter requires one of them.
  package let ownership: TokenSyntax?
  /// Whether the function consumes its argument.
  package var isConsuming: Bool {
    ownership.map { [.keyword(.consuming), .keyword(.__owned)].contains($0.tokenKind) } ?? false
  }
  /// Whether the type is opaque, which makes the function generic.
  package let isOpaque: Bool

  package init(_ syntax: FunctionParameterSyntax) {
    self.syntax = syntax
    let inner = syntax.secondName ?? syntax.firstName
    name = inner.tokenKind == .wildcard ? nil : inner.unquoted
    label = syntax.firstName.text
    isVariadic = syntax.ellipsis != nil
    let attributed = syntax.type.as(AttributedTypeSyntax.self)
    let specifiers = attributed?.specifiers.compactMap { $0.as(SimpleTypeSpecifierSyntax.self)?.specifier } ?? []
    let base = (attributed?.baseType ?? syntax.type).trimmed
    baseType = base
    isInout = specifiers.contains { $0.tokenKind == .keyword(.inout) }
    isIsolated = specifiers.contains { $0.tokenKind == .keyword(.isolated) }
    isSending = specifiers.contains { $0.tokenKind == .keyword(.sending) }
    ownership = specifiers.first {
      [.keyword(.borrowing), .keyword(.consuming), .keyword(.__owned), .keyword(.__shared)].contains($0.tokenKind)
    }
    let isAutoclosure =
      attributed?.attributes.plain.contains { ["autoclosure", "escaping"].contains($0.lastName) } ?? false
    isClosure = isAutoclosure || base.isFunctionType
    let attributes = attributed?.attributes.plain.map(\.lastName) ?? []
    escapes =
      attributes.contains("escaping") || base.is(OptionalTypeSyntax.self)
      || base.is(ImplicitlyUnwrappedOptionalTypeSyntax.self)
    isPack = base.is(PackExpansionTypeSyntax.self)
    isOpaque = base.containsOpaqueType
    // The compiler's own begin with an underscore.
    isWrapped =
      !syntax.attributes.conditional.isEmpty || syntax.attributes.plain.contains { !$0.lastName.hasPrefix("_") }
    isView = base.isView
    isUnsafe = base.tokens(viewMode: .sourceAccurate).contains(where: \.isUnsafeName)
    let type =
      base.as(ImplicitlyUnwrappedOptionalTypeSyntax.self).map { $0.wrappedType.trimmedDescription + "?" }
      ?? base.trimmedDescription
    valueType = isVariadic ? "[\(type)]" : type
  }

  /// Whether a log can show the value: it must be a single copyable value and not a closure.
  package var isLoggable: Bool { name != nil && !isClosure && !isPack && ownership == nil && !isIsolated && !isView }
}

extension TokenSyntax {
  /// Whether this names one of the standard library's unsafe types.
  fileprivate var isUnsafeName: Bool {
    guard case .identifier(let name) = tokenKind else { return false }
    return (name.hasPrefix("Unsafe") && name.hasSuffix("Pointer")) || ["OpaquePointer", "Unmanaged"].contains(name)
  }
}

extension SyntaxProtocol {
  /// Whether `Self` is part of the type or the expression.
  package var containsSelf: Bool {
    tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.Self) }
  }
}

extension TypeSyntaxProtocol {
  /// The last component of the type's name. Nil if the type is not only a name.
  package var lastName: String? {
    (self.as(IdentifierTypeSyntax.self)?.name ?? self.as(MemberTypeSyntax.self)?.name)?.unquoted
  }

  /// Whether this is one of the standard library's views of memory. Types of the same name without generic arguments, or of
  /// another module, are not.
  fileprivate var isView: Bool {
    let member = self.as(MemberTypeSyntax.self)
    guard let lastName, member.map({ $0.baseType.trimmedDescription == "Swift" }) ?? true else { return false }
    let arguments = member?.genericArgumentClause ?? self.as(IdentifierTypeSyntax.self)?.genericArgumentClause
    return
      (arguments == nil
      ? ["RawSpan", "MutableRawSpan", "OutputRawSpan", "UTF8Span"] : ["Span", "MutableSpan", "OutputSpan"])
      .contains(lastName)
  }

  /// Whether this is a function type, possibly in parentheses or in an optional.
  package var isFunctionType: Bool {
    if self.is(FunctionTypeSyntax.self) { return true }
    if let attributed = self.as(AttributedTypeSyntax.self) { return attributed.baseType.isFunctionType }
    if let optional = self.as(OptionalTypeSyntax.self) { return optional.wrappedType.isFunctionType }
    if let forced = self.as(ImplicitlyUnwrappedOptionalTypeSyntax.self) { return forced.wrappedType.isFunctionType }
    if let tuple = self.as(TupleTypeSyntax.self), tuple.elements.count == 1 {
      return tuple.elements.first.map { $0.type.isFunctionType } ?? false
    }
    return false
  }

  /// Whether the type contains `some`.
  package var containsOpaqueType: Bool {
    tokens(viewMode: .sourceAccurate).contains { $0.tokenKind == .keyword(.some) }
  }
}
