/// The three bytes that some editors put before a text in UTF-8.
enum ByteOrderMark {
  static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

  static func begins(_ start: some Collection<UInt8>) -> Bool { start.starts(with: bytes) }

  /// Whether bytes that begin with `start` begin with the mark, as far as one can tell.
  static func mayBegin(_ start: some Collection<UInt8>) -> Bool {
    start.prefix(bytes.count).elementsEqual(bytes.prefix(start.count))
  }
}
