import Generators

/// What becomes of compressed data: the bytes, and how they end.
struct DecompressedReference {
  var bytes: [UInt8]
  /// How they end: with one of these errors, or none for nil. There are none where the model does not know.
  var ends: [ReadingError.Code?]

  init(bytes: [UInt8], error: ReadingError.Code?) { (self.bytes, ends) = (bytes, [error]) }

  /// What follows the last member of `format`, and is not another one: nothing, text, a member that was cut off, or
  /// something else.
  init(bytes: [UInt8], followedBy rest: ArraySlice<UInt8>, _ format: Compression) {
    self.init(bytes: bytes, error: nil)
    guard let first = rest.first else { return }
    if Compression(rest) != .none {
      ends = []
    } else if Self.isCut(rest, format) || Self.isCut(rest), !(0x20..<0x7F).contains(first) || Self.isCut(rest, format) {
      ends = [.truncatedData]
    } else if rest.prefix(64).prefix(while: { $0 != 10 }).allSatisfy(Self.isText) {
      self.bytes += rest
    } else {
      ends = [.corruptData]
    }
  }

  func lines(_ limit: LineLimit) -> ExpectedLines {
    var lines = ExpectedLines(bytes, limit, error: ends.first ?? nil)
    if ends.isEmpty { lines.ends = [] }
    return lines
  }

  private static let starts: [(format: Compression, bytes: [UInt8])] = [
    (.gzip, [0x1F, 0x8B, 8]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.other, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]),
    (.other, [0x04, 0x22, 0x4D, 0x18]),
  ]

  /// Whether this is the beginning of a signature and nothing more.
  private static func isCut(_ rest: ArraySlice<UInt8>, _ format: Compression? = nil) -> Bool {
    starts.contains { (format == nil || $0.format == format) && $0.bytes.starts(with: rest) }
  }

  private static func isText(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || (9...13).contains(byte) || byte == 27
  }
}
