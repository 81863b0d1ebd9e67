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
      if let value = value(at: path + [group]) {
        throw ConfigurationError(
          key: (path + [group]).joined(separator: "."),
          value: value.text,
          expected: "a group of settings: set '\(group).\(settings[0])' or '\(group).enabled' instead"
        )
      }
      if let isEnabled = try enabled { return isEnabled }
      for name in settings where try text(name) != nil { return true }
      return false
    }

    /// Whether `enabled` leaves the decorator out.
    var isDisabled: Bool {
      get throws(ConfigurationError) { try enabled == false }
    }

    private var enabled: Bool? {
      get throws(ConfigurationError) {
        guard let text = try text("enabled") else { return nil }
        switch text.lowercased() {
        case "true", "yes", "1": return true
        case "false", "no", "0": return false
        default: throw error("enabled", text, "true or false")
        }
      }
    }

    func integer(_ name: String, atLeast least: Int) throws(ConfigurationError) -> Int? {
      guard let text = try text(name) else { return nil }
      guard let value = Int(text), value >= least else {
        throw error(name, text, "a whole number of \(least) or more")
      }
      return value
    }

    /// A finite number.
    ///
    /// - Parameters:
    ///   - name: The name of the setting.
    ///   - range: Which numbers fit, as the rest of the sentence "a number …".
    ///   - isValid: Whether a number fits.
    func number(_ name: String, _ range: String, _ isValid: (Double) -> Bool) throws(ConfigurationError) -> Double? {
      guard let text = try text(name) else { return nil }
      guard let value = Double(text), value.isFinite, isValid(value) else {
        throw error(name, text, "a number \(range)")
      }
      return value
    }

    /// A share of calls.
    func share(_ name: String) throws(ConfigurationError) -> Double? {
      try number(name, "above 0, and at most 1") { $0 > 0 && $0 <= 1 }
    }

    /// A duration of more than zero: `250ms`, `30s`, `1.5m`, `2h`, or a number of seconds.
    func duration(_ name: String) throws(ConfigurationError) -> Duration? {
      guard let value = try wait(name) else { return nil }
      guard value > .zero else {
        throw error(name, try text(name) ?? "", "a duration of more than zero, such as 250ms, 30s, 2m or 1h")
      }
      return value
    }

    /// A duration of zero or more.
    func wait(_ name: String) throws(ConfigurationError) -> Duration? {
      guard let text = try text(name) else { return nil }
      guard let value = Duration(configured: text) else {
        throw error(name, text, "a duration, such as 250ms, 30s, 2m or 1h")
      }
      return value
    }

    func choice<Choice>(_ name: String, of choices: KeyValuePairs<String, Choice>) throws(ConfigurationError) -> Choice?
    {
      guard let text = try text(name) else { return nil }
      guard let choice = choices.first(where: { $0.key == text }) else {
        throw error(name, text, "one of " + choices.map(\.key).joined(separator: ", "))
      }
      return choice.value
    }

    /// An error about a setting of this decorator.
    func error(_ name: String, _ value: String, _ expected: String) -> ConfigurationError {
      ConfigurationError(key: (path + [group, name]).joined(separator: "."), value: value, expected: expected)
    }

    /// The value as text, if it is one value of whatever type.
    ///
    /// - Throws: If the value is a list or bytes. Otherwise it would pass for missing.
    func text(_ name: String) throws(ConfigurationError) -> String? {
      guard let value = value(at: path + [group] + name.split(separator: ".").map(String.init)) else { return nil }
      guard value.isSingle else { throw error(name, value.text, "a single value, and not a list") }
      return value.text
    }

    private func value(at path: [String]) -> (text: String, isSingle: Bool)? {
      let key = ConfigKey(path)
      let single =
        reader.string(forKey: key) ?? reader.int(forKey: key).map { "\($0)" } ?? reader.double(forKey: key)
        .map { "\($0)" } ?? reader.bool(forKey: key).map { "\($0)" }
      if let single { return (single, true) }
      let list: (any Collection)? =
        reader.stringArray(forKey: key) ?? reader.intArray(forKey: key) ?? reader.doubleArray(forKey: key)
        ?? reader
        .boolArray(forKey: key) ?? reader.bytes(forKey: key) ?? reader.byteChunkArray(forKey: key)
      return list.map { ("\($0)", false) }
    }
  }

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
#endif
