/// A value that must not be read in logs: it prints as `<redacted>`, wherever it is printed.
///
/// Adopt it in types that are secrets as a whole. It needs no members.
///
/// ```swift
/// struct APIKey: Sensitive { let text: String }
/// print(APIKey(text: "s3cret"))            // <redacted>
/// print(["key": APIKey(text: "s3cret")])   // ["key": <redacted>]
/// ```
///
/// It must have no `description`, `debugDescription` or `customMirror` of its own: those win over the ones it gets here,
/// the first in `print`, the second wherever it is part of an array or another structure, in logs too. Only where it is
/// itself an argument or the result of a logged call is it `<redacted>` all the same. What has to keep them goes into a
/// ``Redacted``, which lets nothing through.
public protocol Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Sensitive {
  /// `<redacted>`.
  public var description: String { redactedText }
  /// `<redacted>`, which is what containers and structures show of their parts.
  public var debugDescription: String { redactedText }
  /// A mirror without children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection()) }
}

let redactedText = "<redacted>"

/// Makes any one value ``Sensitive``: as a property wrapper, or around an argument.
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
  /// The value itself.
  public var wrappedValue: Value

  /// Hides a value.
  public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

  /// Hides a value.
  public init(_ value: Value) { wrappedValue = value }
}

extension Redacted: Sendable where Value: Sendable {}
extension Redacted: Equatable where Value: Equatable {}
extension Redacted: Hashable where Value: Hashable {}

extension Redacted: Encodable where Value: Encodable {
  /// Encodes the value as if it were not wrapped, and so in the clear.
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
