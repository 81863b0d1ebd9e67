internal import CByteScan

/// The value of a field of logfmt.
///
/// It refers to the block of memory that its line was read into, as a ``ByteSlice`` does. To keep a few out of many for
/// long, keep ``string``.
public struct LogfmtValue: Sendable {
  /// The value as it is in the line, without the quotes around it.
  public let bytes: ByteSlice
  /// Whether there is a key only, without an equals sign, as `debug` in `level=info debug`.
  public let isFlag: Bool
  /// Whether the line ends before the closing quote of the value.
  public let isTorn: Bool

  private let hasEscapes: Bool

  init(_ line: ByteSlice, _ pair: logfmt_pair) {
    bytes = line.part(from: pair.value_start, to: pair.value_end)
    isFlag = !pair.has_value
    isTorn = pair.is_torn
    hasEscapes = pair.has_escapes
  }

  /// The text, without the escapes of a quoted value: empty for ``isFlag``.
  ///
  /// What is not valid UTF-8, and half of a surrogate pair, becomes U+FFFD. A backslash that begins no escape of JSON stays
  /// as it is: `"C:\dir"` is `C:\dir`. But `"C:\new"` contains a line feed, as programs write a backslash twice. ``bytes``
  /// is what the line has.
  public var string: String { hasEscapes ? bytes.unescaped : bytes.string }

  /// Whether the text is empty, as after `key=`, for `key=""` and for a key alone.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The text as a whole number; nil where it is none or does not fit. See ``NumberFormat``.
  public var int: Int? {
    withText { text in
      do throws(NumberFault) { return try NumberFormat.standard.integer(text) } catch { return nil }
    }
  }

  /// The text as a number, rounded to the nearest `Double`; nil where it is none or does not fit. See ``NumberFormat``.
  public var double: Double? {
    withText { text in
      do throws(NumberFault) { return try NumberFormat.standard.double(text) } catch { return nil }
    }
  }

  /// True for a key without a value, `true` and `1`; false for `false` and `0`; else nil. Also `True`, `TRUE` and so on.
  public var bool: Bool? { isFlag ? true : Bool(fieldText: string) }
}

extension LogfmtValue: TextField {
  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    guard hasEscapes else { return bytes.withBytes(body) }
    var text = string
    return text.withUTF8(body)
  }
}

extension LogfmtValue: CustomStringConvertible {
  public var description: String { string }
}

extension LogfmtValue: TextComparable {
  /// Whether ``string`` is `text`, byte for byte. No string is made for it.
  public func isText(_ text: String) -> Bool {
    guard hasEscapes else { return bytes.isText(text) }
    var text = text
    return text.withUTF8 { text in
      bytes.withBytes { json_text_equals($0.baseAddress, $0.count, text.baseAddress, text.count) }
    }
  }
}
