/// One line of a stream: its bytes without the line end, its number and where it starts.
///
/// A line is a small value that refers to the block of memory it was read into; nothing is copied or decoded until you
/// ask. It can be stored and sent anywhere, and keeps its block alive, 256 KiB as a rule: to keep a few lines out of
/// many for long, keep their ``string`` or `Array(line.bytes)`.
public struct Line: Sendable {
  @usableFromInline let block: Block
  @usableFromInline let start: UInt32
  @usableFromInline let extent: UInt32
  /// The line's number in the stream, from 1.
  public let number: Int

  @inlinable
  init(block: Block, start: Int, count: Int, number: Int, isTruncated: Bool) {
    self.block = block
    self.start = UInt32(truncatingIfNeeded: start)
    extent = UInt32(truncatingIfNeeded: count) | (isTruncated ? 0x8000_0000 : 0)
    self.number = number
  }

  /// The bytes of the line, without the line feed and one carriage return before it.
  @inlinable
  public var bytes: ByteSlice { ByteSlice(block: block, start: Int(start), count: Int(extent & 0x7FFF_FFFF)) }

  /// The line decoded as UTF-8; what is not valid becomes U+FFFD, one for each maximal part of a sequence.
  @inlinable
  public var string: String { bytes.string }

  /// Where the line's first byte stands in the stream, from 0, after decompression.
  @inlinable
  public var offset: Int { block.offset + Int(start) }

  /// Whether the line was longer than the limit, and these are its first bytes only.
  @inlinable
  public var isTruncated: Bool { extent & 0x8000_0000 != 0 }

  /// Whether the line contains the bytes of `text` as UTF-8. Every line contains the empty text.
  @inlinable
  public func contains(_ text: String) -> Bool { bytes.contains(text) }

  /// Whether the line contains any of `literals`.
  @inlinable
  public func contains(anyOf literals: Literals) -> Bool { bytes.contains(anyOf: literals) }
}

extension Line {
  /// How many invalid sequences the line holds as UTF-8: as many U+FFFD as ``string`` puts in. 0 for a valid line.
  ///
  /// - Complexity: O(*n*) in the bytes of the line.
  public var invalidSequences: Int {
    guard bytes.withBytes({ String(validating: $0, as: UTF8.self) }) == nil else { return 0 }
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = bytes.makeIterator()
    var count = 0
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid: continue
      case .error: count += 1
      case .emptyInput: return count
      }
    }
  }
}

extension Line: Hashable {
  /// Lines are equal that have the same bytes, number and truncation.
  @inlinable
  public static func == (left: Line, right: Line) -> Bool {
    left.number == right.number && left.isTruncated == right.isTruncated && left.bytes == right.bytes
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    hasher.combine(isTruncated)
    hasher.combine(bytes)
  }
}

extension Line: CustomStringConvertible {
  public var description: String { string }
}
