/// How the characters of a text are written as bytes.
///
/// ```swift
/// try withLines(at: "export.log") { lines in … }  // UTF-8, or what its byte-order mark says
/// try withLines(at: "old.log", encoding: .windows1252) { lines in … }
/// try withLines(at: "kiosk.log", encoding: .named("SHIFT_JIS")) { lines in … }
/// ```
///
/// Bytes of another encoding than UTF-8 are converted to UTF-8 as they are read, after decompression. So lines, fields
/// and records have the same form whatever the encoding, and ``Line/offset``, ``Line/nextPosition`` and
/// ``LineTotals/bytes`` count bytes of UTF-8. What is not valid in the encoding becomes U+FFFD. A byte-order mark at
/// the start is stripped.
public struct TextEncoding: Hashable, Sendable {
  enum Value: Hashable {
    case detected, utf8
    case utf16(isBigEndian: Bool)
    case utf32(isBigEndian: Bool)
    case latin1, windows1252
    case named(String)
  }

  let value: Value

  private init(_ value: Value) { self.value = value }

  /// UTF-16 or UTF-32 where a byte-order mark at the start says so, else the bytes as they are, as in UTF-8.
  public static let detected = TextEncoding(.detected)
  /// The bytes as they are, whatever they begin with.
  public static let utf8 = TextEncoding(.utf8)
  /// UTF-16 with the low byte of each unit first.
  public static let utf16LittleEndian = TextEncoding(.utf16(isBigEndian: false))
  /// UTF-16 with the high byte of each unit first.
  public static let utf16BigEndian = TextEncoding(.utf16(isBigEndian: true))
  /// UTF-32 with the low byte of each unit first.
  public static let utf32LittleEndian = TextEncoding(.utf32(isBigEndian: false))
  /// UTF-32 with the high byte of each unit first.
  public static let utf32BigEndian = TextEncoding(.utf32(isBigEndian: true))
  /// ISO 8859-1: each byte is the character with its number.
  public static let latin1 = TextEncoding(.latin1)
  /// Windows code page 1252, as the WHATWG Encoding Standard has it.
  public static let windows1252 = TextEncoding(.windows1252)

  /// An encoding that the system's `iconv` converts from, by its name there: `iconv -l` lists the names.
  ///
  /// A name that `iconv` does not know is an error of code ``ReadingError/Code/unknownEncoding`` when reading begins.
  public static func named(_ name: String) -> TextEncoding { TextEncoding(.named(name)) }
}

extension TextEncoding: CustomStringConvertible {
  /// The usual name of the encoding.
  public var description: String {
    switch value {
    case .detected: "detected"
    case .utf8: "UTF-8"
    case .utf16(let isBigEndian): isBigEndian ? "UTF-16BE" : "UTF-16LE"
    case .utf32(let isBigEndian): isBigEndian ? "UTF-32BE" : "UTF-32LE"
    case .latin1: "ISO-8859-1"
    case .windows1252: "windows-1252"
    case .named(let name): name
    }
  }
}

extension TextEncoding {
  /// What the first bytes of a text tell of its encoding.
  enum Recognition: Equatable {
    case encoding(TextEncoding)
    /// There are too few bytes yet.
    case undecided
  }

  /// How many bytes are enough for ``recognise(_:isWhole:)``.
  static let recognitionLength = 4

  private static let marks: [(mark: [UInt8], encoding: TextEncoding)] = [
    // UTF-32 comes first: its mark begins with that of UTF-16.
    ([0xFF, 0xFE, 0, 0], .utf32LittleEndian), ([0, 0, 0xFE, 0xFF], .utf32BigEndian),
    ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
  ]

  /// The encoding that the byte-order mark at the start of a text names: `utf8` where there is none.
  ///
  /// - Parameters:
  ///   - start: The first bytes.
  ///   - isWhole: Whether there are no more.
  static func recognise(_ start: some Collection<UInt8>, isWhole: Bool) -> Recognition {
    for (mark, encoding) in marks {
      if start.starts(with: mark) { return .encoding(encoding) }
      if !isWhole, start.count < mark.count, mark.starts(with: start) { return .undecided }
    }
    return .encoding(.utf8)
  }

  /// A decoder, or nil if the bytes stay as they are.
  ///
  /// - Throws: ``ReadingError`` of code `unknownEncoding` if the system does not know the encoding.
  func makeDecoder(for source: String) throws -> (any TextDecoder)? {
    switch value {
    case .detected, .utf8: nil
    case .utf16(let isBigEndian): UTF16Decoder(isBigEndian: isBigEndian)
    case .utf32(let isBigEndian): UTF32Decoder(isBigEndian: isBigEndian)
    case .latin1: SingleByteDecoder(upperHalf: Array(0x80...0xFF))
    case .windows1252: SingleByteDecoder(upperHalf: SingleByteDecoder.windows1252 + Array(0xA0...0xFF))
    case .named(let name): try IconvDecoder(name, source: source)
    }
  }
}
