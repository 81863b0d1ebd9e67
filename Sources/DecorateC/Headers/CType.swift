/// A type of C, as far as a wrapper needs to know it.
package indirect enum CType: Hashable, Sendable {
  case void
  case bool
  /// An integer of the language: `unsigned long`.
  case integer(CInteger)
  case float
  case double
  /// A pointer; whether what it points to is constant belongs to the pointer.
  case pointer(CType, isConstant: Bool, nullability: Nullability)
  /// An array, which a parameter turns into a pointer.
  case array(CType, count: Int?, isConstant: Bool)
  /// A name that a typedef gives to a type.
  case named(String, CType)
  /// A structure. One without members in sight is opaque.
  case structure(String, isComplete: Bool)
  case union(String)
  case enumeration(String)
  case function(CFunctionType)
  /// A type that Swift does not import, as C spells it.
  case unsupported(String)

  /// What the type is without the names that typedefs give it.
  package var canonical: CType {
    if case .named(_, let type) = self { return type.canonical }
    return self
  }

  /// The pointee of a pointer, or the element of an array, without looking through nothing but typedefs.
  package var pointee: (type: CType, isConstant: Bool)? {
    switch canonical {
    case .pointer(let type, let isConstant, _): (type, isConstant)
    case .array(let type, _, let isConstant): (type, isConstant)
    default: nil
    }
  }

  /// The name that a typedef gives it, if one does.
  package var name: String? {
    if case .named(let name, _) = self { return name }
    return nil
  }

  /// All names that typedefs give it, outermost first.
  package var names: [String] {
    if case .named(let name, let type) = self { return [name] + type.names }
    return []
  }

  /// The same pointer, of which it is said that it is never null.
  var nonNull: CType { with(.nonNull) }

  /// The same pointer, with what is said of null.
  func with(_ nullability: Nullability) -> CType {
    switch self {
    case .pointer(let pointee, let isConstant, _): .pointer(pointee, isConstant: isConstant, nullability: nullability)
    case .array(let element, _, let isConstant): .pointer(element, isConstant: isConstant, nullability: nullability)
    case .named(let name, let type): .named(name, type.with(nullability))
    default: self
    }
  }

  /// A pointer to the same, which can be changed.
  var mutable: CType {
    guard case .pointer(let pointee, _, let nullability) = self else { return self }
    return .pointer(pointee, isConstant: false, nullability: nullability)
  }

  package var isVoid: Bool { canonical == .void }

  /// The integer that it is, also under another name.
  package var integer: CInteger? {
    if case .integer(let integer) = canonical { return integer }
    return nil
  }
}

/// The integers of C.
package enum CInteger: String, Hashable, Sendable {
  case char, signedChar = "signed char", unsignedChar = "unsigned char", short, unsignedShort = "unsigned short"
  case int, unsigned = "unsigned int", long, unsignedLong = "unsigned long", longLong = "long long"
  case unsignedLongLong = "unsigned long long", wide = "wchar_t"

  package var isSigned: Bool {
    switch self {
    case .unsignedChar, .unsignedShort, .unsigned, .unsignedLong, .unsignedLongLong: false
    default: true
    }
  }

  package var isCharacter: Bool { self == .char || self == .signedChar || self == .unsignedChar }

  /// Whether every `Int` from zero on fits, on the 64-bit systems that Swift runs on.
  package var holdsEveryCount: Bool {
    switch self {
    case .long, .unsignedLong, .longLong, .unsignedLongLong: true
    default: false
    }
  }
}

package enum Nullability: Hashable, Sendable {
  case nonNull, nullable, unspecified
}

package struct CFunctionType: Hashable, Sendable {
  package var result: CType
  package var parameters: [CType]
  package var isVariadic: Bool
}
