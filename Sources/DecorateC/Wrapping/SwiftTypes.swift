/// Why a function or a type cannot be wrapped.
struct Unwrappable: Error {
  let reason: String
}

extension CType {
  /// The type as Swift imports it for a parameter, a result or a member.
  ///
  /// - Throws: ``Unwrappable`` where Swift does not import it.
  func swift() throws -> String {
    switch self {
    case .void: return "Void"
    case .bool: return "Bool"
    case .integer(let integer): return integer.swift
    case .float: return "Float"
    case .double: return "Double"
    case .named(let name, let type): return try Self.named(name, type)
    case .pointer(let pointee, let isConstant, let nullability):
      return try Self.pointer(to: pointee, isConstant) + (nullability == .nonNull ? "" : "?")
    case .array(let element, _, let isConstant): return try Self.pointer(to: element, isConstant) + "?"
    case .structure(let name, let isComplete):
      guard isComplete else { throw Unwrappable(reason: "the structure '\(name)' is opaque, and passed by value") }
      return try Self.tag(name, "a structure")
    case .union(let name): return try Self.tag(name, "a union")
    case .enumeration(let name): return try Self.tag(name, "an enumeration")
    case .function: throw Unwrappable(reason: "a function is passed by value")
    case .unsupported("long double"):
      throw Unwrappable(reason: "Swift has a type for 'long double' on some platforms only")
    case .unsupported(let spelling): throw Unwrappable(reason: "Swift has no type for '\(spelling)'")
    }
  }

  /// The type without an optional of its own.
  func unwrappedSwift() throws -> String {
    let type = try swift()
    return type.hasSuffix("?") ? String(type.dropLast()) : type
  }

  private static func tag(_ name: String, _ kind: String) throws -> String {
    guard !name.isEmpty else { throw Unwrappable(reason: "\(kind) without a name") }
    return SwiftNames.escaped(name)
  }

  private static func named(_ name: String, _ type: CType) throws -> String {
    if let known = known[name] { return known }
    if case .pointer(_, _, let nullability) = type.canonical {
      _ = try type.swift()
      return SwiftNames.escaped(name) + (nullability == .nonNull ? "" : "?")
    }
    if case .array = type.canonical { return try type.canonical.swift() }
    if case .structure(let tag, let isComplete) = type.canonical {
      // A structure without a name of its own is imported by that of its typedef.
      guard isComplete else { throw Unwrappable(reason: "the structure '\(tag)' is opaque, and passed by value") }
      return SwiftNames.escaped(name)
    }
    switch type.canonical {
    case .union, .enumeration: break
    default: _ = try type.swift()
    }
    return SwiftNames.escaped(name)
  }

  /// The types that Swift imports as its own.
  static let known: [String: String] = [
    "size_t": "Int", "ssize_t": "Int", "ptrdiff_t": "Int", "intptr_t": "Int", "uintptr_t": "UInt", "rsize_t": "Int",
    "int8_t": "Int8", "int16_t": "Int16", "int32_t": "Int32", "int64_t": "Int64", "uint8_t": "UInt8",
    "uint16_t": "UInt16", "uint32_t": "UInt32", "uint64_t": "UInt64", "va_list": "CVaListPointer",
    "__gnuc_va_list": "CVaListPointer", "__builtin_va_list": "CVaListPointer", "bool": "Bool",
  ]

  private static func pointer(to pointee: CType, _ isConstant: Bool) throws -> String {
    switch pointee.canonical {
    case .void: return isConstant ? "UnsafeRawPointer" : "UnsafeMutableRawPointer"
    case .function(let function): return try function.swift()
    case .structure(_, isComplete: false): return "OpaquePointer"
    case .array: throw Unwrappable(reason: "it has a pointer to an array: write a C function with another pointer")
    default: return "Unsafe\(isConstant ? "" : "Mutable")Pointer<\(try pointee.swift())>"
    }
  }
}

extension CFunctionType {
  fileprivate func swift() throws -> String {
    guard !isVariadic else { throw Unwrappable(reason: "a function with any number of arguments is passed") }
    let parameters = try parameters.map { try $0.swift() }.joined(separator: ", ")
    return "(@convention(c) (\(parameters)) -> \(try result.swift()))"
  }
}

extension CInteger {
  fileprivate var swift: String {
    switch self {
    case .char: "CChar"
    case .signedChar: "Int8"
    case .unsignedChar: "UInt8"
    case .short: "Int16"
    case .unsignedShort: "UInt16"
    case .int: "Int32"
    case .unsigned: "UInt32"
    case .long: "Int"
    case .unsignedLong: "UInt"
    case .longLong: "Int64"
    case .unsignedLongLong: "UInt64"
    case .wide: "CWideChar"
    }
  }
}

extension CType {
  /// Whether it is a `va_list`.
  var isArgumentList: Bool { names.contains { Self.known[$0] == "CVaListPointer" } }

  /// Whether it is `void *`, which is what callbacks have their context as.
  var isContext: Bool { pointee.map { $0.type.canonical == .void && !$0.isConstant } ?? false }

  /// What is said of null for a pointer.
  var nullability: Nullability {
    if case .pointer(_, _, let nullability) = canonical { return nullability }
    return .unspecified
  }

  /// The element of a pointer to bytes.
  ///
  /// - Parameter isConstant: Whether it has to be a pointer to constant bytes; nil if it does not matter.
  func byteElement(isConstant: Bool?) -> ByteElement? {
    guard let pointee, isConstant == nil || pointee.isConstant == isConstant else { return nil }
    switch pointee.type.canonical {
    case .void: return pointee.type.names.isEmpty ? .raw : nil
    case .integer(let integer) where integer.isCharacter: return (try? pointee.type.swift()).map(ByteElement.typed)
    default: return nil
    }
  }

  /// What a variable of the type starts with before C writes it; nil where that is not known.
  var initialValue: String? {
    switch canonical {
    case .integer, .float, .double: "0"
    case .bool: "false"
    case .pointer(_, _, let nullability): nullability == .nonNull ? nil : "nil"
    case .structure(_, isComplete: true): "\((try? swift()) ?? "")()"
    default: nil
    }
  }
}
