/// The lines of an input, read as they are asked for. ``withLines(at:from:encoding:longLines:_:)`` makes it.
///
/// It is lazy: `map`, `filter` and the stages of this module work line by line and hold nothing back. It can be
/// iterated once: a second time stops the program, since the input is gone. To read a header first, keep the iterator:
///
/// ```swift
/// try withLines(at: "table.txt") { lines in
///   var lines = lines.makeIterator()
///   let header = lines.next()
///   for line in IteratorSequence(lines) { … }
/// }
/// ```
public struct Lines: LazySequenceProtocol {
  let reading: LineReading
  /// What the lines have to contain, where they do.
  var literals: LiteralSet?

  init(reading: LineReading) { self.reading = reading }

  public func makeIterator() -> Iterator { Iterator(reading, literals) }

  /// What the lines are read from: a path, `several files`, `standard input`, or the ``ByteSource/name`` of a source.
  public var source: String { reading.name }

  /// How many lines ``LongLines/skip(over:)`` has left out so far.
  public var skippedLines: Int { reading.skipped.count }

  /// The error that ended the lines early, which is thrown when the closure returns; nil while there is none.
  public var failure: (any Error)? { reading.failure }

  /// Gives the lines. Copies share one place in the input: a line goes to the copy that asks for it first.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let cursor: SharedLineCursor
    private let reading: LineReading

    init(_ reading: LineReading, _ literals: LiteralSet?) {
      self.reading = reading
      let limit = reading.longLines.limit
      reading.begin(ahead: true) { LineBlocks($0, limit: limit) }
      cursor = SharedLineCursor(reading.longLines, skipped: reading.skipped, matching: literals)
    }

    @inlinable
    public mutating func next() -> Line? {
      while true {
        if let line = cursor.next() { return line }
        guard load() else { return nil }
      }
    }

    @usableFromInline
    func load() -> Bool {
      cursor.unload()
      if !reading.isOver, let line = cursor.failedLine {
        reading.fail(ReadingError.tooLong(line, limit: reading.longLines.limit))
      }
      guard let slice = reading.next() else { return false }
      cursor.load(slice)
      return true
    }
  }
}
