/// The errors that a policy retries: those of the types that `on:` lists, or all.
struct RetriedErrors: Sendable {
  /// Types of errors and protocols; `nil` if `on:` was not given.
  private let types: [Any.Type]?

  /// Reads the arguments of `on:`.
  ///
  /// - Parameter list: Types of errors, protocols, and arrays of both. None means all errors. An array without elements
  ///   means none.
  init(_ list: [Any]) { types = list.isEmpty ? nil : list.flatMap(Self.types) }

  func contains(_ error: any Error) -> Bool {
    guard let types else { return true }
    func isOne<Wanted>(_: Wanted.Type) -> Bool { error is Wanted }
    return types.contains { _openExistential($0, do: isOne) }
  }

  /// Stops the program if an argument of `on:` is no type of error.
  ///
  /// A form that takes the settings itself makes its policy only for a call that fails. A mistake must not wait for
  /// that call.
  static func check(_ list: [Any]) {
    for argument in list where !(argument is any Error.Type) { _ = types(in: argument) }
  }

  private static func types(in argument: Any) -> [Any.Type] {
    if let list = argument as? [Any] { return list.flatMap(types) }
    guard let type = argument as? Any.Type else {
      fatalError(
        "'on:' takes types of errors, protocols, and arrays of them, such as TimeoutError.self, but it was given a value "
          + "of the type \(Swift.type(of: argument))."
      )
    }
    require(
      type is any Error.Type || isProtocol(type),
      "'on:' takes types of errors, protocols, and arrays of them, but \(type) is not a type of error."
    )
    return [type]
  }

  /// Whether it is a protocol. An error can conform to any one, so that any one can tell errors apart.
  private static func isProtocol(_ type: Any.Type) -> Bool {
    func description<Described>(_ type: Described.Type) -> String { "\(Swift.type(of: type))" }
    let described = _openExistential(type, do: description)
    return described.hasSuffix(".Protocol") || described.hasPrefix("(any ")
  }
}

extension RetriedErrors {
  /// The setting as descriptions show it; nothing for the default.
  var setting: [String] {
    guard let types else { return [] }
    return ["on: " + (types.isEmpty ? "no error" : types.map { "\($0)" }.joined(separator: ", "))]
  }
}
