internal import CByteScan

/// A value inside a JSON document, found in the bytes without decoding the rest.
///
/// ```swift
/// try withLines(at: "events.jsonl") { lines in
///   for line in lines where line.field("level") == "ERROR" {
///     print(line.field("service")?.string ?? "?", line.field("request.status")?.int ?? 0)
///   }
/// }
/// ```
///
/// The document is read up to the value and not validated. What is skipped on the way has to be whole strings, brackets that
/// close, of any kind, and commas and colons between them. What is behind the value is not read. So a torn record has the
/// fields before the tear, and a value that is not there, is torn or is not JSON itself is nil. To check documents, decode
/// them: `line.decode(as:)`.
///
/// It refers to the block of memory that its line was read into, as a ``ByteSlice`` does. To keep a few out of many for
/// long, keep ``string``.
public struct JSONField: Sendable {
  /// What a JSON value is.
  public enum Kind: Hashable, Sendable {
    case object, array, string, number, boolean, null
  }

  /// The value as it is in the document, a string with its quotes and escapes.
  public let bytes: ByteSlice
  /// What the value is.
  public let kind: Kind

  /// The value that has these bytes; nil where they are not a word or a number of JSON and do not begin like another value.
  init?(_ bytes: ByteSlice) {
    guard let kind = bytes.withBytes(Self.kind) else { return nil }
    self.bytes = bytes
    self.kind = kind
  }

  private static func kind(_ bytes: UnsafeBufferPointer<UInt8>) -> Kind? {
    guard let first = bytes.first else { return nil }
    return switch first {
    case UInt8(ascii: "\""): .string
    case UInt8(ascii: "{"): .object
    case UInt8(ascii: "["): .array
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      json_is_number(bytes.baseAddress, bytes.count) ? .number : nil
    case UInt8(ascii: "t"): bytes.elementsEqual("true".utf8) ? .boolean : nil
    case UInt8(ascii: "f"): bytes.elementsEqual("false".utf8) ? .boolean : nil
    case UInt8(ascii: "n"): bytes.elementsEqual("null".utf8) ? .null : nil
    default: nil
    }
  }
}

// MARK: Finding

extension JSONField {
  /// The value at a path from this one; nil where there is none.
  ///
  /// - Parameter path: Steps with dots between them: names into objects, numbers into arrays, as in `peers.0.state`.
  public func field(_ path: String) -> JSONField? { bytes.field(path) }

  /// The value at a prepared path from this one; nil where there is none.
  public func field(_ path: JSONPath) -> JSONField? { bytes.field(path) }
}

extension TextRecord {
  /// The value at a path in the JSON document of the line or record; nil where there is none.
  ///
  /// ```swift
  /// line.field("level") == "ERROR"
  /// line.field("connections.0.state")?.string
  /// ```
  ///
  /// Only the bytes up to the value are read, and nothing is validated beyond what is skipped. Of members of the same name
  /// it is the first. A ``JSONPath`` can ask for the last.
  ///
  /// - Parameter path: Steps with dots between them: names into objects, numbers into arrays. For names that contain dots,
  ///   and for many lines, use ``field(_:)-(JSONPath)``.
  /// - Complexity: O(*n*) in the bytes up to the value. Objects and arrays on the way are skipped 64 bytes at a time.
  @inlinable
  public func field(_ path: String) -> JSONField? { bytes.field(path) }

  /// The value at a prepared path in the JSON document of the line or record; nil where there is none.
  ///
  /// ```swift
  /// let status = JSONPath("request.status")
  /// lines.reduce(into: [:]) { counts, line in counts[line.field(status)?.int, default: 0] += 1 }
  ///
  /// line.field(["id.orig_h"])  // a name that contains a dot
  /// ```
  @inlinable
  public func field(_ path: JSONPath) -> JSONField? { bytes.field(path) }

  /// The JSON document of the line or record; nil where it does not begin like one. As for ``field(_:)-(String)`` it is
  /// not validated.
  public var json: JSONField? { bytes.json }
}

extension ByteSlice {
  /// The JSON document at the start of these bytes, such as the one behind a time stamp; nil where there is none.
  ///
  /// ```swift
  /// line.fields(separatedBy: " ", maxSplits: 1).field(1)?.json?.field("level")
  /// ```
  public var json: JSONField? {
    withBytes { bytes in
      var value = json_range()
      return json_value(bytes.baseAddress, bytes.count, json_document_start(bytes.baseAddress, bytes.count), &value)
        ? field(value) : nil
    }
  }

  @usableFromInline
  func field(_ path: String) -> JSONField? { withSteps(path) { find($0, last: false) } }

  @usableFromInline
  func field(_ path: JSONPath) -> JSONField? {
    defer { withExtendedLifetime(path.steps) {} }
    return find(UnsafeBufferPointer(path.steps.keys), last: path.duplicateKeys == .last)
  }

  private func find(_ steps: UnsafeBufferPointer<json_key>, last: Bool) -> JSONField? {
    withBytes { bytes in
      var value = json_range()
      let isFound = json_find(bytes.baseAddress, bytes.count, steps.baseAddress, steps.count, last, &value)
      return isFound ? field(value) : nil
    }
  }

  func field(_ range: json_range) -> JSONField? { JSONField(part(from: range.start, to: range.end)) }
}
