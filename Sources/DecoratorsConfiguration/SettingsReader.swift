#if Configuration
  import Configuration

  /// Reads the settings of one decorator, and names each value that cannot be used by its key.
  struct SettingsReader {
    private let reader: ConfigReader
    private let path: [String]
    private let group: String

    /// - Parameters:
    ///   - reader: The whole configuration.
    ///   - path: The key of the pipeline.
    ///   - group: The name of the decorator in it.
    init(_ reader: ConfigReader, at path: [String], group: String) {
      self.reader = reader
      self.path = path
      self.group = group
    }

    /// Whether the decorator is wanted: `enabled` decides, and without it whether any of its settings is there.
    func isEnabled(settings: [String]) throws(ConfigurationError) -> Bool {
      if let text = text("enabled") {
        switch text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw error("enabled", text, "true or false")
        }
      }
      return settings.contains { text($0) != nil }
    }

    func integer(_ name: String, atLeast least: Int) throws(ConfigurationError) -> Int? {
      guard let text = text(name) else { return nil }
      guard let value = Int(text), value >= least else {
        throw error(name, text, "a whole number of \(least) or more")
      }
      return value
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(ConfigurationError) -> Double? {
      guard let text = text(name) else { return nil }
      guard let value = Double(text), range.contains(value) else {
        let most = range.upperBound == .greatestFiniteMagnitude ? " or more" : " to \(range.upperBound)"
        throw error(name, text, "a number of \(range.lowerBound)\(most)")
      }
      return value
    }

    /// A duration of more than zero: `250ms`, `30s`, `1.5m`, `2h`, or a number of seconds.
    func duration(_ name: String) throws(ConfigurationError) -> Duration? {
      guard let value = try wait(name) else { return nil }
      guard value > .zero else {
        throw error(name, text(name) ?? "", "a duration of more than zero, such as 250ms, 30s, 2m or 1h")
      }
      return value
    }

    /// A duration of zero or more.
    func wait(_ name: String) throws(ConfigurationError) -> Duration? {
      guard let text = text(name) else { return nil }
      guard let value = Duration(configured: text) else {
        throw error(name, text, "a duration, such as 250ms, 30s, 2m or 1h")
      }
      return value
    }

    func choice<Choice>(_ name: String, of choices: KeyValuePairs<String, Choice>) throws(ConfigurationError) -> Choice?
    {
      guard let text = text(name) else { return nil }
      guard let choice = choices.first(where: { $0.key == text }) else {
        throw error(name, text, "one of " + choices.map(\.key).joined(separator: ", "))
      }
      return choice.value
    }

    /// An error about a setting of this decorator.
    func error(_ name: String, _ value: String, _ expected: String) -> ConfigurationError {
      ConfigurationError(key: (path + [group, name]).joined(separator: "."), value: value, expected: expected)
    }

    /// The value as text, of whatever type it is.
    func text(_ name: String) -> String? {
      let key = ConfigKey(path + [group, name])
      return reader.string(forKey: key) ?? reader.int(forKey: key).map { "\($0)" }
        ?? reader.double(forKey: key).map { "\($0)" } ?? reader.bool(forKey: key).map { "\($0)" }
    }
  }
#endif

extension Duration {
  /// Reads `250ms`, `30s`, `1.5m`, `2h`, or a number of seconds.
  init?(configured text: String) {
    let units: KeyValuePairs = ["ms": 0.001, "us": 0.000_001, "s": 1.0, "m": 60, "h": 3_600, "d": 86_400]
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(digits.count)
    let factor = unit.isEmpty ? 1 : units.first { $0.key == unit }?.value
    guard let factor, let value = Double(digits), value * factor <= 3_155_760_000 else { return nil }
    self = .seconds(value * factor)
  }
}
