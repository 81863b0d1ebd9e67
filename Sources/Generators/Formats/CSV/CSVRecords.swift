/// The records of a CSV input, read as they are asked for. ``withCSVRecords(at:_:encoding:_:)`` makes it.
///
/// It is lazy: `map`, `filter`, `chunks(of:)` and `decoded(as:)` work record by record and hold nothing back. It can be
/// iterated once: a second time stops the program, since the input is gone.
public struct CSVRecords: LazySequenceProtocol, ScopedSequence {
  let reading: LineReading
  let format: CSVFormat

  public func makeIterator() -> Iterator { Iterator(reading, format) }

  /// What the records are read from: a path, `several files`, `standard input`, or the ``ByteSource/name`` of a source.
  public var source: String { reading.name }

  /// How many records ``CSVFormat/Ragged/skip`` and ``CSVFormat/Damaged/skip`` have left out so far.
  ///
  /// It counts as far as has been read, which is a little ahead of the records that have been given out.
  public var skippedRecords: Int { reading.skipped.count }

  /// The error that ended the records early, which is thrown when the closure returns; nil while there is none.
  public var failure: (any Error)? { reading.failure }

  public var scope: ReadingScope { ReadingScope(reading) }

  /// Gives the records. Copies share one place in the input: a record goes to the copy that asks for it first.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let cursor: SharedCSVCursor
    private let reading: LineReading

    init(_ reading: LineReading, _ format: CSVFormat) {
      self.reading = reading
      let skipped = reading.skipped
      reading.begin(ahead: true) { CSVBlocks($0, format, skipped: skipped) }
      cursor = SharedCSVCursor()
    }

    @inlinable
    public mutating func next() -> CSVRecord? {
      while true {
        if let record = cursor.next() { return record }
        guard load() else { return nil }
      }
    }

    @usableFromInline
    func load() -> Bool {
      cursor.unload()
      guard let slice = reading.next() else { return false }
      cursor.load(slice)
      return true
    }
  }
}
