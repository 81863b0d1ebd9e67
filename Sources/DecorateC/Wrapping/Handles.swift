/// A type that C code only holds a pointer to, and that a function releases: a class in Swift.
package struct Handle: Hashable, Sendable {
  /// The C type that is pointed to, or the name of a type that is a pointer.
  package var type: String
  /// Whether `type` is a pointer itself.
  package var isPointer: Bool
  /// The name of the class.
  package var name: String
  /// The pointer as Swift imports it, not optional.
  package var pointer: String
  /// The C function that releases it.
  package var release: String
}

extension Header {
  /// The handles that a header declares: those of the rules, and opaque types that one function returns and another one,
  /// whose name says so, takes alone.
  func handles(rules: Rules, prefix: String) throws -> [Handle] {
    var handles = try rules.handles.compactMap { try ruled($0, prefix: prefix) }
    for (type, pointer) in opaqueTypes where !handles.contains(where: { $0.type == type }) {
      guard let release = releases(of: type).first, isCreated(type) else { continue }
      handles.append(
        Handle(
          type: type,
          isPointer: false,
          name: SwiftNames.upper(type, dropping: prefix),
          pointer: pointer,
          release: release
        )
      )
    }
    return handles
  }

  private func ruled(_ rule: HandleRule, prefix: String) throws -> Handle? {
    let mentioned = functions.flatMap { $0.parameters.map(\.type) + [$0.result] }
    let pointerType = mentioned.first { $0.names.contains(rule.type) && $0.pointee != nil }
    guard
      let type = pointerType
        ?? mentioned.first(where: { $0.pointeeNames.contains(rule.type) })
        ?? mentioned.lazy.compactMap({ $0.pointee?.type }).first(where: { $0.pointeeNames.contains(rule.type) }),
      let release = rule.release ?? releases(of: rule.type).first
    else { return nil }
    guard functions.contains(where: { $0.name == release }) else {
      throw ScannerError("the header declares no function '\(release)' to release '\(rule.type)'.", at: rule.place)
    }
    return Handle(
      type: rule.type,
      isPointer: pointerType != nil,
      name: rule.name ?? SwiftNames.upper(rule.type, dropping: prefix),
      pointer: (try? type.unwrappedSwift()) ?? "OpaquePointer",
      release: release
    )
  }

  /// Opaque structures that are pointed to, by the name that functions use.
  private var opaqueTypes: [(type: String, pointer: String)] {
    var found: [(type: String, pointer: String)] = []
    for type in functions.flatMap({ $0.parameters.map(\.type) + [$0.result] }) {
      guard let pointee = type.pointee?.type, case .structure(let tag, isComplete: false) = pointee.canonical else {
        continue
      }
      let name = pointee.name ?? tag
      if !name.isEmpty, !found.contains(where: { $0.type == name }) { found.append((name, "OpaquePointer")) }
    }
    return found
  }

  /// The functions that take nothing but a type, and whose name says that they release it; the shortest name first.
  private func releases(of type: String) -> [String] {
    functions.filter {
      $0.parameters.count == 1 && $0.parameters[0].type.pointeeNames.contains(type)
        && SwiftNames.words(of: $0.name).contains { Self.releasing.contains($0.lowercased()) }
    }
    .map(\.name).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  private func isCreated(_ type: String) -> Bool {
    functions.contains { function in
      function.result.pointeeNames.contains(type)
        || function.parameters.contains { $0.type.pointee?.type.pointeeNames.contains(type) ?? false }
    }
  }

  private static let releasing: Set<String> = [
    "free", "close", "destroy", "release", "cleanup", "finalize", "delete", "dispose", "unref", "end", "fini", "deinit",
  ]
}

extension CType {
  /// The names of what a pointer points to.
  var pointeeNames: [String] {
    guard let type = pointee?.type else { return [] }
    if case .structure(let tag, _) = type.canonical { return type.names + (tag.isEmpty ? [] : [tag]) }
    return type.names
  }
}

extension [Handle] {
  /// The handle that a type is a pointer to.
  func handle(for type: CType) -> Handle? {
    first { handle in
      handle.isPointer ? type.names.contains(handle.type) : type.pointeeNames.contains(handle.type)
    }
  }
}
