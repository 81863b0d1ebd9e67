import Logging

extension LoggingPolicy {
  /// The arguments that the policy shows, or `nil` if it shows none.
  ///
  /// If the policy hides a name that no argument has, or two arguments have the same name, all arguments are redacted.
  /// A name may be misspelled, and the argument that it should hide may be one of them.
  func shown(_ arguments: LoggedArguments) -> Logger.MetadataValue? {
    var values: Logger.Metadata = [:]
    let names = Set(arguments.pairs.map(\.name))
    let hidesAll = names.count < arguments.pairs.count || !self.arguments.hiddenNames.isSubset(of: names)
    for (name, value) in arguments.pairs where self.arguments.shows(name) {
      values[name] = hidesAll || self.arguments.redacts(name) ? .string(redactedText) : shown(value)
    }
    return values.isEmpty ? nil : .dictionary(values)
  }

  /// The description of a value, escaped and cut to the limit of the policy, or `<redacted>`.
  func shown(_ value: Any) -> Logger.MetadataValue {
    var text = LogText(limit: valueLimit)
    text.append(describing: value)
    return .string(text.text)
  }
}
