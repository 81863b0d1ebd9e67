/// Who can use the generated declarations.
package enum AccessLevel: String, CaseIterable, Sendable {
  case `public`, package, `internal`

  /// The word before a declaration, with the blank behind it.
  var modifier: String { self == .internal ? "" : "\(rawValue) " }
}

extension AccessLevel {
  /// - Throws: ``ScannerError`` where the word names none.
  init(word: String, at place: SourcePlace? = nil) throws {
    guard let level = AccessLevel(rawValue: word) else {
      let known = AccessLevel.allCases.map(\.rawValue)
      throw ScannerError(
        "there is no access level '\(word)'\(suggestion(for: word, of: known)); there are: "
          + "\(known.joined(separator: ", ")).",
        at: place
      )
    }
    self = level
  }
}

extension Wrapper {
  /// Whether the declaration names a type of the module of C.
  var namesModule: Bool {
    if case .value = result, function.result.isOfModule { return true }
    return arguments.contains { argument in
      switch argument.use {
      case .value: argument.type.isOfModule
      case .inOut, .out: argument.type.pointee?.type.isOfModule ?? false
      case .closure(_, let function, let context, let defaultResult):
        function.result.isOfModule
          || function.parameters.enumerated().contains { $0 != context && $1.isOfModule }
          || !["nil", "true", "false"].contains(defaultResult) && defaultResult?.contains(where: \.isLetter) ?? false
      default: false
      }
    }
  }
}

extension Handle {
  /// Whether its pointer is a type of the module of C.
  var namesModule: Bool { !["OpaquePointer", "UnsafeMutableRawPointer", "UnsafeRawPointer"].contains(pointer) }
}

extension CType {
  /// Whether Swift has the type, or a part of it, from the module of C.
  fileprivate var isOfModule: Bool {
    switch self {
    case .void, .bool, .integer(_), .float, .double, .unsupported: false
    case .named(let name, let type):
      if Self.known[name] != nil {
        false
      } else if case .array = type.canonical {
        type.canonical.isOfModule
      } else {
        true
      }
    case .pointer(let pointee, _, _):
      if case .structure(_, isComplete: false) = pointee.canonical { false } else { pointee.isOfModule }
    case .array(let element, _, _): element.isOfModule
    case .structure, .union, .enumeration: true
    case .function(let function): function.result.isOfModule || function.parameters.contains(where: \.isOfModule)
    }
  }
}
