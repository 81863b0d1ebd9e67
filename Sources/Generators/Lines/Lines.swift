/// The lines of an input, read as they are asked for. ``withLines(at:longLines:_:)`` makes it.
///
/// It is lazy: `map`, `filter` and the stages of this module work line by line and hold nothing back. It can be iterated
/// once: a second time stops the program, since the input is gone. To read a header first, keep the iterator:
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

  public func makeIterator() -> Iterator { Iterator(reading) }

  /// How many lines ``LongLines/skip(over:)`` has left out so far.
  public var skippedLines: Int { reading.skipped.count }

  /// The error that ended the lines early, which is thrown when the closure returns; nil while there is none.
  public var failure: (any Error)? { reading.failure }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var cursor: LineCursor
    private let reading: LineReading
    private let blocks: LineBlocks

    init(_ reading: LineReading) {
      self.reading = reading
      blocks = LineBlocks(reading.take(), limit: reading.longLines.limit)
      cursor = LineCursor(reading.longLines, skipped: reading.skipped)
    }

    @inlinable
    public mutating func next() -> Line? {
      while true {
        if let line = cursor.next() { return line }
        guard load() else { return nil }
      }
    }

    @usableFromInline
    mutating func load() -> Bool {
      cursor.unload()
      guard !reading.isOver else { return false }
      if let line = cursor.failedLine {
        reading.fail(ReadingError.tooLong(line, in: reading.name, limit: reading.longLines.limit))
        return false
      }
      do {
        guard let piece = try blocks.next() else { return false }
        cursor.load(piece)
        return true
      } catch {
        reading.fail(error)
        return false
      }
    }
  }
}
