/// The arguments of a call with their names, as you pass them to
/// ``withLogging(_:logger:named:clock:arguments:fileID:function:line:_:)``.
///
/// ```swift
/// withLogging(policy, arguments: ["id": id, "amount": amount]) { charge(id, amount) }
/// ```
public struct LoggedArguments: ExpressibleByDictionaryLiteral {
  let pairs: [(name: String, value: Any)]

  /// Arguments from a literal of names and values, in order. If a name is there twice, records redact all of them.
  public init(dictionaryLiteral elements: (String, Any)...) {
    pairs = elements.map { (name: $0, value: $1) }
  }

  /// The arguments of a wrapped function, by the names given for them, else by position; none for other inputs.
  init(_ input: some Any, names: [String]) {
    let values = (input as? any ArgumentList)?.list ?? []
    pairs = values.enumerated().map { index, value in
      (name: index < names.count ? names[index] : String(index), value: value)
    }
  }
}

/// An ``Arguments`` of any types.
protocol ArgumentList {
  var list: [Any] { get }
}

extension Arguments: ArgumentList {
  var list: [Any] {
    var list: [Any] = []
    for value in repeat each values { list.append(value) }
    return list
  }
}

extension Arguments {
  /// How many there are.
  @usableFromInline
  static var count: Int {
    var count = 0
    for _ in repeat (each Value).self { count += 1 }
    return count
  }
}

extension LoggingPolicy {
  /// Refuses argument names that do not fit the function or are not unique, and a choice of arguments that the function
  /// does not have. A misspelled name would otherwise reveal the argument that you want to hide.
  public func willDecorate(_ function: FunctionIdentity, argumentCount count: Int) {
    require(
      argumentNames.isEmpty || argumentNames.count == count,
      "The argument count of \(function.name) is \(count), but argumentNames has \(argumentNames.count): "
        + "\(argumentNames)."
    )
    require(
      Set(argumentNames).count == argumentNames.count,
      "The argumentNames of \(function.name) must differ, because they choose what is shown: \(argumentNames)."
    )
    guard count > 0 else { return }
    let known = argumentNames.isEmpty ? (0..<count).map(String.init) : argumentNames
    let unknown = arguments.names.subtracting(known).sorted()
    require(
      unknown.isEmpty,
      "The logging policy of \(function.name) names arguments that the function does not have: \(unknown). "
        + "The function has \(known); "
        + (argumentNames.isEmpty ? "give argumentNames to choose by name." : "correct the policy or argumentNames.")
    )
  }
}
