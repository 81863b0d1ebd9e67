internal import Logging

/// What the environment variable `LOG_LEVEL` says.
struct LogLevel: Equatable, Sendable {
  var level = Logger.Level.warning
  /// What is wrong with the variable, which then says nothing.
  var complaint: String?

  /// - Parameter name: The value of the variable, if it is set.
  init(named name: String?) {
    guard let name else { return }
    let lowercased = name.lowercased()
    if let level = lowercased == "warn" ? .warning : Logger.Level(rawValue: lowercased) {
      self.level = level
    } else {
      let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
      complaint = "LOG_LEVEL is one of \(levels), not '\(onOneLine(name))': taken for \(level)"
    }
  }
}
