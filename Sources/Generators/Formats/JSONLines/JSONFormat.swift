/// How JSON is decoded: which of several members of one name counts, how dates are written, how deep a document may be.
///
/// ```swift
/// lines.decoded(as: Event.self, from: .json(JSONFormat(dates: .secondsSince1970)))
/// lines.decoded(as: Event.self, from: .json(JSONFormat(duplicateKeys: .fail)))
/// ```
///
/// A document is checked as a whole: it has to be JSON as RFC 8259 defines it, in valid UTF-8, and nothing else. A
/// byte-order mark before it is skipped. Numbers keep their value or are refused: an integer that does not fit its type, a
/// fraction for an integer, and a number whose magnitude is beyond `Double` are errors. `3.0` and `3e2` are integers.
public struct JSONFormat: Sendable {
  /// Which member counts where an object has several of one name.
  public enum DuplicateKeys: Hashable, Sendable {
    /// The first one, as for ``JSONField``.
    case first
    /// The last one, as in JavaScript and Python.
    case last
    /// None: the document is an error, wherever in it the name is repeated.
    case fail
  }

  /// Which member counts where an object has several of one name.
  public let duplicateKeys: DuplicateKeys
  /// How a `Date` is written.
  public let dates: DateEncoding
  /// How many objects and arrays may be inside each other.
  public let depthLimit: Int
  /// What decoders find in their `userInfo`.
  public let userInfo: [CodingUserInfoKey: any Sendable]

  private(set) var decodings: [ObjectIdentifier: @Sendable (any Decoder) throws -> Any] = [:]

  /// A format.
  ///
  /// - Parameters:
  ///   - duplicateKeys: Which member counts where an object has several of one name. By default the first.
  ///   - dates: How a `Date` is written. By default as RFC 3339 defines it.
  ///   - depthLimit: How many objects and arrays may be inside each other: 1 to 512, by default 512. A deeper document is
  ///     an error, so that none overflows the stack.
  ///   - userInfo: What decoders find in their `userInfo`. By default nothing.
  public init(
    duplicateKeys: DuplicateKeys = .first,
    dates: DateEncoding = .rfc3339,
    depthLimit: Int = 512,
    userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) {
    require((1...512).contains(depthLimit), "The depth limit of JSON is 1 to 512, not \(depthLimit).")
    self.duplicateKeys = duplicateKeys
    self.dates = dates
    self.depthLimit = depthLimit
    self.userInfo = userInfo
  }

  /// The format with a decoding of your own for one type, wherever it occurs in a value.
  ///
  /// ```swift
  /// let format = JSONFormat().decoding(Date.self) { decoder in
  ///   try parse(decoder.singleValueContainer().decode(String.self))
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - type: The type that is decoded. A later decoding of the same type replaces an earlier one.
  ///   - decode: Makes the value. What it throws is the error of the record.
  public func decoding<Value: Decodable>(
    _ type: Value.Type,
    by decode: @escaping @Sendable (any Decoder) throws -> Value
  ) -> JSONFormat {
    var format = self
    format.decodings[ObjectIdentifier(type)] = decode
    return format
  }

  /// The defaults of ``init(duplicateKeys:dates:depthLimit:userInfo:)``.
  public static let standard = JSONFormat()
}
