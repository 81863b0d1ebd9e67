internal import CByteScan

extension JSONField {
  /// The text of a string without its escapes; for any other value its JSON as it stands, as `jq -r` prints it.
  ///
  /// What is not valid UTF-8, and half of a surrogate pair, becomes U+FFFD. A backslash that begins no escape of JSON
  /// stays as it is.
  public var string: String { kind == .string ? text.unescaped : bytes.string }

  /// The number, if the value is an integer that fits: `3`, `3.0` and `3e2` are integers.
  ///
  /// A string of digits is no number: that is `Int(field.string)`.
  public var int: Int? { kind == .number ? bytes.int : nil }

  /// The number, correctly rounded, if the value is one and it is not beyond `Double`, as `1e400` is.
  public var double: Double? { kind == .number ? bytes.double : nil }

  /// Whether the value is `true`; nil where it is neither that nor `false`.
  public var bool: Bool? { kind == .boolean ? bytes[0] == UInt8(ascii: "t") : nil }

  /// Whether the value is `null`. A value that is not there is nil and no `JSONField` at all.
  public var isNull: Bool { kind == .null }

  /// What is between the quotes of a string.
  private var text: ByteSlice { bytes.part(from: 1, to: bytes.count - 1) }
}

extension JSONField: TextComparable {
  /// Whether ``string`` is `other`, byte for byte. No string is made for it.
  public func isText(_ other: String) -> Bool {
    guard kind == .string else { return bytes.isText(other) }
    var other = other
    return other.withUTF8 { other in
      text.withBytes { json_text_equals($0.baseAddress, $0.count, other.baseAddress, other.count) }
    }
  }
}

extension ByteSlice {
  /// These bytes without the escapes of JSON, decoded as UTF-8.
  var unescaped: String {
    withBytes { bytes in
      guard byte_scan_first(bytes.baseAddress, bytes.count, UInt8(ascii: "\\")) >= 0 else {
        return String(decoding: bytes, as: UTF8.self)
      }
      return String(unsafeUninitializedCapacity: bytes.count) { text in
        json_unescape(bytes.baseAddress, bytes.count, text.baseAddress)
      }
    }
  }
}

extension JSONField: CustomStringConvertible {
  public var description: String { string }
}
