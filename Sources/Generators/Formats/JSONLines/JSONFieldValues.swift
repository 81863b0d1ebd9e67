internal import CByteScan

extension JSONField {
  /// The text of a string without its escapes; for any other value its JSON as it stands, as `jq -r` prints it.
  ///
  /// What is no valid UTF-8, and half of a surrogate pair, becomes U+FFFD; what is no escape of JSON stays as it is.
  public var string: String { kind == .string ? text.unescaped : bytes.string }

  /// The number, if the value is one and it is whole and fits: `3`, `3.0` and `3e2` do. With a point or an exponent it is
  /// to be less than 2⁵³.
  ///
  /// A string of digits is no number: that is `Int(field.string)`.
  public var int: Int? {
    guard kind == .number else { return nil }
    if let number = bytes.withBytes(Self.wholeNumber) { return number }
    // Larger ones may be rounded.
    guard let number = double, abs(number) < 9_007_199_254_740_992 else { return nil }
    return Int(exactly: number)
  }

  /// The number, if the value is one and it fits a `Double`.
  public var double: Double? {
    // Swift's numbers may be hexadecimal and infinite, those of JSON may not.
    guard kind == .number, bytes.withBytes({ $0.allSatisfy(Self.isPartOfNumber) }) else { return nil }
    guard let number = Double(bytes.string), number.isFinite else { return nil }
    return number
  }

  /// Whether the value is `true`; nil where it is neither that nor `false`.
  public var bool: Bool? { kind == .boolean ? bytes[0] == UInt8(ascii: "t") : nil }

  /// Whether the value is `null`. A value that is not there is nil and no `JSONField` at all.
  public var isNull: Bool { kind == .null }

  /// What stands between the quotes of a string.
  private var text: ByteSlice { bytes.part(from: 1, to: bytes.count - 1) }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private static func wholeNumber(_ digits: UnsafeBufferPointer<UInt8>) -> Int? {
    let isNegative = digits.first == UInt8(ascii: "-")
    var number = 0
    var index = isNegative ? 1 : 0
    guard index < digits.count else { return nil }
    while index < digits.count {
      let digit = Int(digits[index]) - Int(UInt8(ascii: "0"))
      guard (0...9).contains(digit) else { return nil }
      let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
      guard !isTooLarge, !overflows else { return nil }
      number = sum
      index += 1
    }
    return number
  }
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
