import Logging

extension LoggingPolicy {
  /// The arguments that the policy shows, or `nil` if it shows none.
  ///
  /// If the policy hides a name that no argument has, all arguments are redacted. The name may be misspelled, and the
  /// argument that it should hide may be one of them.
  func shown(_ arguments: LoggedArguments) -> Logger.MetadataValue? {
    var values: Logger.Metadata = [:]
    let missesName = !self.arguments.hiddenNames.isSubset(of: arguments.pairs.map(\.name))
    for (name, value) in arguments.pairs where self.arguments.shows(name) {
      values[name] = missesName || self.arguments.redacts(name) ? .string(redactedText) : shown(value)
    }
    return values.isEmpty ? nil : .dictionary(values)
  }

  /// The description of a value, cut to the limit of the policy, or `<redacted>`.
  func shown(_ value: Any) -> Logger.MetadataValue {
    if value is any Sensitive { return .string(redactedText) }
    let text = String(describing: value)
    guard text.utf8.count > valueLimit,
      let end = text.index(text.startIndex, offsetBy: valueLimit, limitedBy: text.endIndex),
      end < text.endIndex
    else { return .string(text) }
    return .string(text[..<end] + "…")
  }
}
