/// A text that is decoded as a unit: a ``Line``, or the lines of a ``LineRecord``.
///
/// What reads fields and decodes values works on both: `field(_:)`, `json`, `logfmt`, `decode(as:)` and `decoded(as:)`.
public protocol TextRecord: Sendable {
  /// The bytes of the text, without the line end behind it.
  var bytes: ByteSlice { get }
  /// What the text was read from.
  var source: String { get }
  /// The number of its line, or of its first line, from 1.
  var number: Int { get }
  /// The place of its first byte in the input, from 0, after decompression.
  var offset: Int { get }
  /// Whether the text was longer than a limit, so that only a part of it is here.
  var isTruncated: Bool { get }
}

extension TextRecord {
  /// Whether the text is only spaces and line ends, maybe after a byte-order mark: such a text is not a record (rule G12).
  @usableFromInline
  var isBlank: Bool { bytes.isBlank }
}

extension ByteSlice {
  /// Whether there are only spaces and line ends, maybe after a byte-order mark.
  var isBlank: Bool {
    withBytes { bytes in
      // Most texts begin with a character of theirs.
      if let first = bytes.first, first > UInt8(ascii: " "), first < 0x80 { return false }
      let start = ByteOrderMark.begins(bytes) ? ByteOrderMark.bytes.count : 0
      return bytes[start...].allSatisfy { byte in
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
          || byte == UInt8(ascii: "\n")
      }
    }
  }
}

extension Line: TextRecord {}

extension LineRecord: TextRecord {
  /// The bytes of its lines as they are in the input, with the line ends between them.
  ///
  /// - Complexity: O(1) where the lines are next to each other in one block of memory, as nearly all are. Others are
  ///   copied each time.
  public var bytes: ByteSlice {
    let first = lines[0]
    let isJoined = zip(lines, lines.dropFirst()).allSatisfy { line, next in
      line.block === next.block && !line.isTruncated
        && Int(line.start) + line.bytes.count + line.numberAndEnd & 3 == Int(next.start)
    }
    let last = lines[lines.count - 1]
    if isJoined {
      return ByteSlice(
        block: first.block,
        start: Int(first.start),
        count: last.offset + last.bytes.count - first.offset
      )
    }
    return joined()
  }

  /// Whether a line is cut off or left out, because it or the record is longer than a limit.
  public var isTruncated: Bool { omittedLineCount > 0 || lines.contains(where: \.isTruncated) }

  private func joined() -> ByteSlice {
    let block = Block(capacity: max(1, lines.reduce(0) { $0 + $1.bytes.count + 2 }), offset: offset)
    block.origin = lines[0].block.origin
    var count = 0
    for (index, line) in lines.enumerated() {
      if index > 0 {
        // The line end of the line before.
        if lines[index - 1].numberAndEnd & 3 == 2 { count += Self.put(UInt8(ascii: "\r"), block, at: count) }
        count += Self.put(UInt8(ascii: "\n"), block, at: count)
      }
      line.bytes.withBytes { bytes in
        if let start = bytes.baseAddress { (block.base + count).update(from: start, count: bytes.count) }
        count += bytes.count
      }
    }
    return ByteSlice(block: block, start: 0, count: count)
  }

  private static func put(_ byte: UInt8, _ block: Block, at place: Int) -> Int {
    block.base[place] = byte
    return 1
  }
}
