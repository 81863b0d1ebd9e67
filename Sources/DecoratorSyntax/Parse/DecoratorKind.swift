package import SwiftSyntax

/// The kind of an attribute. The raw value is its name in source.
package enum DecoratorKind: String, CaseIterable {
  case timed = "Timed"
  case retrying = "Retrying"
  case logged = "Logged"
  case memoized = "Memoized"
  case decorated = "Decorated"
  case timeLimited = "TimeLimited"
  case circuitBroken = "CircuitBroken"
  case bulkheaded = "Bulkheaded"
  case rateLimited = "RateLimited"
  case hedged = "Hedged"
  case coalesced = "Coalesced"
  case fallingBack = "FallingBack"
  case counted = "Counted"
  case traced = "Traced"

  /// The kind that an `AttributeSyntax` names, with or without one of this package's module names.
  package init?(_ attribute: AttributeSyntax) {
    guard !attribute.isForeignTraced else { return nil }
    self.init(named: attribute)
  }

  /// The kind with the name of an attribute that is known to be of this package.
  package init?(named attribute: AttributeSyntax) {
    guard let name = attribute.ownName else { return nil }
    self.init(rawValue: name)
  }

  /// The module that declares the attribute.
  package var module: String { self == .traced ? "DecoratorsTracingMacros" : "DecoratorMacros" }

  /// The name of the combinator that does the same.
  package var combinatorName: String { rawValue.prefix(1).lowercased() + rawValue.dropFirst() }

  /// The type of the policy that the attribute takes without a label, if it takes one.
  package var policyType: String? { traits.policyType }

  /// The name in diagnostics.
  package var quoted: String { "'@\(rawValue)'" }

  /// The name of the type-wide attribute, which adds this one to every function of a type, if there is one.
  package var typeWideName: String? { traits.isTypeWide ? rawValue + "Members" : nil }

  /// The name of the attribute that excludes a function from the type-wide attribute.
  package var optOutName: String { "Not" + rawValue }
}

extension AttributeSyntax {
  /// The attribute's name without this package's module name. Nil if the attribute belongs to another module.
  package var ownName: String? {
    guard let module else { return attributeName.lastName }
    return ["DecoratorMacros", "DecoratorsTracingMacros"].contains(module) ? attributeName.lastName : nil
  }

  /// The module before the attribute's name, as in `@DecoratorMacros.Timed` or `@DecoratorMacros::Timed`.
  package var module: String? {
    if let member = attributeName.as(MemberTypeSyntax.self) { return member.baseType.trimmedDescription }
    let parts = attributeName.trimmedDescription.split(separator: "::", maxSplits: 1)
    return parts.count == 2 ? String(parts[0]) : nil
  }

  /// Whether this is a `@Traced` with arguments that only the attribute of swift-distributed-tracing-extras takes: a name
  /// without a label, `context:`, `ofKind:` or `span:`.
  package var isForeignTraced: Bool {
    guard ownName == DecoratorKind.traced.rawValue, module == nil else { return false }
    let labels = arguments?.as(LabeledExprListSyntax.self)?.map { $0.label?.text } ?? []
    return labels.first == .some(nil) || labels.contains { ["context", "ofKind", "span"].contains($0) }
  }

  /// Whether nothing shows to which package a `@Traced` belongs: no module, and no setting of ours.
  package var isTracedOfUnknownModule: Bool {
    guard ownName == DecoratorKind.traced.rawValue, module == nil, !isForeignTraced else { return false }
    return arguments?.as(LabeledExprListSyntax.self)?.isEmpty ?? true
  }

  /// The last component of the attribute's name, for an attribute of any module.
  package var lastName: String { attributeName.lastName ?? attributeName.trimmedDescription }

  /// The attribute's name if it is probably a global actor: a name that ends in `Actor`.
  package var globalActor: String? { lastName != "globalActor" && lastName.hasSuffix("Actor") ? lastName : nil }
}

extension AttributeListSyntax {
  /// The attributes outside `#if`.
  package var plain: [AttributeSyntax] { compactMap { $0.as(AttributeSyntax.self) } }

  /// The attributes inside `#if`, at any depth.
  package var conditional: [AttributeSyntax] {
    compactMap { $0.as(IfConfigDeclSyntax.self) }.flatMap { condition in
      condition.clauses.compactMap { $0.elements?.as(AttributeListSyntax.self) }.flatMap { $0.plain + $0.conditional }
    }
  }
}
