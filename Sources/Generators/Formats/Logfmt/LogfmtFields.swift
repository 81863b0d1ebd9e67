internal import CByteScan

/// The fields of a line of logfmt, found as they are asked for. Nothing is copied.
///
/// ```swift
/// // time=2026-01-02T03:04:05Z level=error msg="no route" retries=3 debug
/// for line in lines where line.logfmt["level"] == "error" {
///   print(line.logfmt["msg"]?.string ?? "", line.logfmt["retries"]?.int ?? 0)
/// }
/// for (key, value) in line.logfmt { … }
/// ```
///
/// A key ends at an equals sign, a quote, or a byte up to the space. Such a byte separates fields. A value continues to the
/// next separator, so that `url=/find?q=a` is one field, or it is in quotes, with the escapes of JSON. A key without an
/// equals sign is a field without a value: ``LogfmtValue/isFlag``. Quotes and equals signs where a key should begin are
/// skipped, as is a byte-order mark at the start. A value without its closing quote continues to the end:
/// ``LogfmtValue/isTorn``. Nothing makes a line unreadable.
///
/// kr/logfmt and go-logfmt read in the same way what programs write. Where they refuse a line, or split an unquoted value at
/// an equals sign or a quote in it, the value stays whole here.
public struct LogfmtFields: Sequence, Sendable {
  let bytes: ByteSlice

  public func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  /// The value of a key, byte for byte; nil where it is not there. The first, where there are several.
  ///
  /// - Complexity: O(*n*) in the bytes up to the field.
  public subscript(key: String) -> LogfmtValue? {
    var key = key
    return key.withUTF8 { key in
      bytes.withBytes { bytes in
        var pair = logfmt_pair()
        guard logfmt_find(bytes.baseAddress, bytes.count, key.baseAddress, key.count, &pair) else { return nil }
        return LogfmtValue(self.bytes, pair)
      }
    }
  }

  public struct Iterator: IteratorProtocol {
    let bytes: ByteSlice
    var place = 0

    public mutating func next() -> (key: ByteSlice, value: LogfmtValue)? {
      var pair = logfmt_pair()
      guard bytes.withBytes({ logfmt_next($0.baseAddress, $0.count, &place, &pair) }) else { return nil }
      return (bytes.part(from: pair.key_start, to: pair.key_end), LogfmtValue(bytes, pair))
    }
  }
}

extension TextRecord {
  /// The fields of logfmt of the line or record.
  public var logfmt: LogfmtFields { LogfmtFields(bytes: bytes) }
}

extension ByteSlice {
  /// The fields of logfmt in these bytes, such as those behind a prefix.
  public var logfmt: LogfmtFields { LogfmtFields(bytes: self) }
}
