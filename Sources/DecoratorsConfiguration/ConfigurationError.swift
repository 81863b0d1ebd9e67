/// A value of a configuration that cannot be used, with its key.
///
/// ```
/// payments.retry.attempts is "three": it must be a whole number of 1 or more
/// ```
public struct ConfigurationError: Error, Hashable, CustomStringConvertible {
  /// The whole key: `payments.retry.attempts`.
  public let key: String
  /// The value as it was read.
  public let value: String
  /// What the value must be.
  public let expected: String

  /// Creates an error, for tests of code that handles it.
  public init(key: String, value: String, expected: String) {
    self.key = key
    self.value = value
    self.expected = expected
  }

  public var description: String { "\(key) is \"\(value)\": it must be \(expected)" }
}
