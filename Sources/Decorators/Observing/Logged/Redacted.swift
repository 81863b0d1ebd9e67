/// A type whose values must not appear in logs. They print as `<redacted>`.
///
/// Conform a type if all of it is secret. The protocol requires no members.
///
/// ```swift
/// struct APIKey: Sensitive { let text: String }
/// print(APIKey(text: "s3cret"))            // <redacted>
/// print(["key": APIKey(text: "s3cret")])   // ["key": <redacted>]
/// ```
///
/// The type should not declare a `description`, a `debugDescription` or a `customMirror`, because these replace the
/// redacting ones. `print` would then show the declared `description`, and arrays and other structures the declared
/// `debugDescription`. The records of logged calls redact the value nevertheless, also inside collections, optionals,
/// tuples, structures and enums, unless a type around it declares a description that reveals it. If a type must keep its
/// own descriptions, wrap its values in ``Redacted``, which hides them.
public protocol Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Sensitive {
  /// The text `<redacted>`.
  public var description: String { redactedText }
  /// The text `<redacted>`. Arrays and other structures use it to show their elements.
  public var debugDescription: String { redactedText }
  /// A mirror without children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

let redactedText = "<redacted>"

/// A wrapper that makes a single value ``Sensitive``. Use it as a property wrapper, or around an argument.
///
/// ```swift
/// struct Login {
///   var user: String
///   @Redacted var password: String
/// }
/// print(Login(user: "ada", password: "s3cret"))   // Login(user: "ada", _password: <redacted>)
/// ```
@propertyWrapper
public struct Redacted<Value>: Sensitive {
  /// The wrapped value.
  public var wrappedValue: Value

  /// Wraps a value, so that it prints as `<redacted>`.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Wraps a value, so that it prints as `<redacted>`.
  public init(_ value: Value) { wrappedValue = value }
}

extension Redacted: Sendable where Value: Sendable {}
extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

extension Redacted: Encodable where Value: Encodable {
  /// Encodes the value as if it were not wrapped. The encoded value is not redacted.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}

extension Redacted: Decodable where Value: Decodable {
  /// Decodes the value as if it were not wrapped.
  public init(from decoder: any Decoder) throws {
    wrappedValue = try decoder.singleValueContainer().decode(Value.self)
  }
}
