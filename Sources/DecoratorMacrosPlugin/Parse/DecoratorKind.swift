import SwiftSyntax

/// Which attribute this is; the raw value is its name in source.
enum DecoratorKind: String, CaseIterable {
  case timed = "Timed"
  case retrying = "Retrying"
  case logged = "Logged"
  case memoized = "Memoized"

  /// The attribute that an `AttributeSyntax` names, bare or by way of this package's module.
  init?(_ attribute: AttributeSyntax) {
    guard let name = attribute.ownName else { return nil }
    self.init(rawValue: name)
  }

  /// As messages name it.
  var quoted: String { "'@\(rawValue)'" }

  /// The attribute that puts this one on every function of a type, if there is one.
  var typeWideName: String? {
    switch self {
    case .timed, .logged: rawValue + "Members"
    case .retrying, .memoized: nil
    }
  }

  /// The attribute that leaves a function out of the type-wide one.
  var optOutName: String { "Not" + rawValue }
}

extension AttributeSyntax {
  /// The attribute's name, unless it belongs to another module.
  var ownName: String? {
    if let type = attributeName.as(IdentifierTypeSyntax.self) { return type.name.text }
    guard let member = attributeName.as(MemberTypeSyntax.self), member.baseType.trimmedDescription == "DecoratorMacros"
    else { return nil }
    return member.name.text
  }

  /// The last part of the attribute's name, whatever module it belongs to.
  var lastName: String {
    if let type = attributeName.as(IdentifierTypeSyntax.self) { return type.name.text }
    if let member = attributeName.as(MemberTypeSyntax.self) { return member.name.text }
    return attributeName.trimmedDescription
  }

  /// The global actor that this attribute is, by the name that global actors have.
  var globalActor: String? { lastName != "globalActor" && lastName.hasSuffix("Actor") ? lastName : nil }
}

extension AttributeListSyntax {
  /// The attributes that stand in no `#if`.
  var plain: [AttributeSyntax] { compactMap { $0.as(AttributeSyntax.self) } }

  /// The attributes that stand in an `#if`, at any depth.
  var conditional: [AttributeSyntax] {
    compactMap { $0.as(IfConfigDeclSyntax.self) }.flatMap { condition in
      condition.clauses.compactMap { $0.elements?.as(AttributeListSyntax.self) }.flatMap { $0.plain + $0.conditional }
    }
  }
}
