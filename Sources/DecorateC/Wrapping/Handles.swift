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
  /// The C function that releases it when nothing refers to the object any more.
  package var release: String
  /// The C function that `close()` calls. Where it is another one than `release` and fails, nothing is released.
  package var close: String
  /// Whether `release` returns something.
  package var releaseReturns: Bool
}

extension Header {
  /// The handles that a header declares: those of the rules, and opaque types that one function returns and another one,
  /// whose name says so, takes alone.
  func handles(rules: Rules, prefix: String) throws -> [Handle] {
    let uses = HandleUses(of: functions)
    var handles = try rules.handles.compactMap { try ruled($0, uses, prefix: prefix) }
    let ruledTypes = Set(handles.map(\.type))
    for (type, pointer) in opaqueTypes where !ruledTypes.contains(type) {
      guard let release = uses.release(of: type), uses.created.contains(type) else { continue }
      handles.append(
        Handle(
          type: type,
          isPointer: false,
          name: SwiftNames.upper(type, dropping: prefix),
          pointer: pointer,
          release: release,
          close: release,
          releaseReturns: uses.returns(release)
        )
      )
    }
    return handles
  }

  private func ruled(_ rule: HandleRule, _ uses: HandleUses, prefix: String) throws -> Handle? {
    let mentioned = functions.flatMap { $0.parameters.map(\.type) + [$0.result] }
    let pointerType = mentioned.first { $0.names.contains(rule.type) && $0.pointee != nil }
    guard
      let type = pointerType
        ?? mentioned.first(where: { $0.pointeeNames.contains(rule.type) })
        ?? mentioned.lazy.compactMap({ $0.pointee?.type }).first(where: { $0.pointeeNames.contains(rule.type) }),
      let release = rule.release ?? uses.release(of: rule.type)
    else { return nil }
    for function in [release, rule.close ?? release] where !uses.canRelease(function) {
      throw ScannerError(
        "the header declares no function '\(function)' with one parameter to release '\(rule.type)'.",
        at: rule.place
      )
    }
    return Handle(
      type: rule.type,
      isPointer: pointerType != nil,
      name: rule.name ?? SwiftNames.upper(rule.type, dropping: prefix),
      pointer: (try? type.mutable.unwrappedSwift()) ?? "OpaquePointer",
      release: release,
      close: rule.close ?? release,
      releaseReturns: uses.returns(release)
    )
  }

  /// Opaque structures that are pointed to, by the name that functions use.
  private var opaqueTypes: [(type: String, pointer: String)] {
    var found: [(type: String, pointer: String)] = []
    var names: Set<String> = [""]
    for type in functions.flatMap({ $0.parameters.map(\.type) + [$0.result] }) {
      guard let pointee = type.pointee?.type, case .structure(let tag, isComplete: false) = pointee.canonical else {
        continue
      }
      let name = pointee.name ?? tag
      if names.insert(name).inserted { found.append((name, "OpaquePointer")) }
    }
    return found
  }
}

/// What the functions of a header do with the types that they take and return pointers to.
private struct HandleUses {
  /// The functions that release a type, by its name.
  private var releases: [String: [String]] = [:]
  /// The types that a function returns, or stores where a parameter points to.
  private(set) var created: Set<String> = []
  /// The functions with one parameter, and whether each returns something.
  private var functions: [String: Bool] = [:]

  init(of functions: [CFunction]) {
    for function in functions {
      created.formUnion(function.result.pointeeNames)
      for parameter in function.parameters { created.formUnion(parameter.type.pointee?.type.pointeeNames ?? []) }
      if function.parameters.count == 1 { self.functions[function.name] = !function.result.isVoid }
      guard function.isReleasing else { continue }
      for type in function.parameters[0].type.pointeeNames { releases[type, default: []].append(function.name) }
    }
  }

  func canRelease(_ function: String) -> Bool { functions[function] != nil }
  func returns(_ function: String) -> Bool { functions[function] ?? false }

  /// The function that releases a type: that with the shortest name.
  func release(of type: String) -> String? {
    releases[type]?.min { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }
}

extension CFunction {
  /// Whether it takes one parameter, and its name says that it releases it.
  var isReleasing: Bool {
    parameters.count == 1
      && SwiftNames.words(of: name).contains { Self.releasing.contains($0.lowercased()) }
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

/// The handles of a header, found by what names them.
struct HandleTable: Sendable {
  let handles: [Handle]
  private var byPointer: [String: Int] = [:]
  private var byPointee: [String: Int] = [:]
  private var byRelease: [String: Int] = [:]
  private var byName: [String: Int] = [:]

  init(_ handles: [Handle]) {
    self.handles = handles
    for (index, handle) in handles.enumerated().reversed() {
      if handle.isPointer { byPointer[handle.type] = index } else { byPointee[handle.type] = index }
      byRelease[handle.release] = index
      byRelease[handle.close] = index
      byName[handle.name] = index
    }
  }

  /// The handle that a type is a pointer to.
  func handle(for type: CType) -> Handle? {
    let indices = type.names.compactMap { byPointer[$0] } + type.pointeeNames.compactMap { byPointee[$0] }
    return indices.min().map { handles[$0] }
  }

  /// The handle that a function releases, when it is closed or later.
  func handle(releasedBy function: String) -> Handle? { byRelease[function].map { handles[$0] } }

  /// The handle whose class has a name.
  func handle(named name: String) -> Handle? { byName[name].map { handles[$0] } }
}
