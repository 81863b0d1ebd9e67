/// One line of a stream: its bytes without the line end, its number and where it starts.
///
/// A line is a small value that refers to the block of memory it was read into; nothing is copied or decoded until you
/// ask. It can be stored and sent anywhere, and keeps its block alive, 256 KiB as a rule: to keep a few lines out of
/// many for long, keep their ``string`` or `Array(line.bytes)`.
public struct Line: Sendable {
  @usableFromInline let block: Block
  @usableFromInline let start: UInt32
  @usableFromInline let extent: UInt32
  /// The number, and which ``LineEnd`` the line has.
  @usableFromInline let numberAndEnd: Int

  @inlinable
  init(block: Block, start: Int, count: Int, number: Int, lineEnd: Int = 0, isTruncated: Bool = false) {
    self.block = block
    self.start = UInt32(truncatingIfNeeded: start)
    extent = UInt32(truncatingIfNeeded: count) | (isTruncated ? 0x8000_0000 : 0)
    numberAndEnd = number << 2 | lineEnd
  }

  /// The line's number in its input, from 1.
  @inlinable
  public var number: Int { numberAndEnd >> 2 }

  /// The bytes of the line, without the line feed and one carriage return before it.
  @inlinable
  public var bytes: ByteSlice { ByteSlice(block: block, start: Int(start), count: Int(extent & 0x7FFF_FFFF)) }

  /// The line decoded as UTF-8; what is not valid becomes U+FFFD, one for each maximal part of a sequence.
  @inlinable
  public var string: String { bytes.string }

  /// Where the line's first byte is in its input, from 0, after decompression and conversion to UTF-8.
  @inlinable
  public var offset: Int { place?.offset ?? block.offset + Int(start) }

  /// What the line was read from: a path, `standard input`, or the ``ByteSource/name`` of a source.
  @inlinable
  public var source: String { block.origin?.name ?? "" }

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
  /// The place after the line, from which ``withLines(at:from:encoding:longLines:_:)`` goes on with the next one.
  ///
  /// For a truncated line, it is the place where the line was cut off. Reading from there begins with the next line.
  public var nextPosition: LinePosition {
    if let place { return LinePosition(offset: place.nextOffset, number: place.nextNumber, file: block.origin?.file) }
    let end = Int(start) + bytes.count + lineEndCount
    let origin = block.origin
    let file = origin?.file
    return LinePosition(
      offset: block.offset + end,
      number: number + 1,
      file: file,
      preceding: file == nil ? nil : preceding(end),
      modified: origin?.modified
    )
  }

  /// The bytes before `end` in the block by which a position there is recognised.
  private func preceding(_ end: Int) -> Fingerprint {
    let offset = block.offset + end
    if end < LinePosition.precedingCount(at: offset), let head = block.origin?.head, head.count >= offset {
      return Fingerprint(head.prefix(offset))
    }
    let count = min(end, LinePosition.precedingCount(at: offset))
    return Fingerprint(UnsafeRawBufferPointer(block.bytes(end - count..<end)))
  }

  /// How many bytes the line's end has.
  private var lineEndCount: Int { numberAndEnd & 3 == LineEnd.carriageReturn ? 1 : numberAndEnd & 3 }

  /// Whether the input ended within the line: it has no line feed.
  ///
  /// The last line of many files is torn. In a followed file, it is a line whose rest was never written to the same file,
  /// because the file was truncated, rotated or deleted first. A line that ``isTruncated`` is not torn.
  public var isTorn: Bool {
    !isTruncated && (numberAndEnd & 3 == LineEnd.none || numberAndEnd & 3 == LineEnd.carriageReturn)
  }

  /// How many sequences of the line are not valid UTF-8, each of which ``string`` replaces by U+FFFD. 0 for a valid line.
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

/// What a line ends with: no bytes, a line feed, a carriage return and a line feed, or a carriage return alone, which only
/// the last line of an input can have.
@usableFromInline
enum LineEnd {
  @usableFromInline static let none = 0
  @usableFromInline static let lineFeed = 1
  @usableFromInline static let carriageReturn = 3
}

extension Line: Hashable {
  /// Two lines are equal if they have the same bytes, number, truncation and source.
  @inlinable
  public static func == (left: Line, right: Line) -> Bool {
    left.number == right.number && left.isTruncated == right.isTruncated && left.isOfSource(of: right)
      && left.bytes == right.bytes
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    hasher.combine(isTruncated)
    hasher.combine(source)
    hasher.combine(bytes)
  }

  /// Whether both lines are from one source. Blocks of one input have the same origin, so that names are seldom
  /// compared.
  @inlinable
  func isOfSource(of other: Line) -> Bool { isOfSource(of: other.block) }

  /// Whether the line is from the source of `other`.
  @inlinable
  func isOfSource(of other: Block) -> Bool {
    block === other || block.origin === other.origin || block.origin?.name == other.origin?.name
  }
}

extension Line: CustomStringConvertible {
  public var description: String { string }
}
