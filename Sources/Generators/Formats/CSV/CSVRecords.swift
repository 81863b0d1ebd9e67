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
  /// It counts as far as has been read, which is a little ahead of the records that have been delivered.
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

/// The records of a CSV input as an asynchronous sequence: `CSVRecords` for `for try await`.
///
/// ```swift
/// for try await record in AsyncCSVRecords(at: "people.csv", .headed) {
///   print(record["name"]?.string ?? "nobody")
/// }
/// ```
///
/// A record is what ``withCSVRecords(at:_:encoding:_:)`` says it is. Files and descriptors are read, and records found,
/// on a thread of their own, at most one block ahead of you. The thread ends and the file is closed at the end, after
/// an error, and soon after the iterator is gone; where "soon" will not do, use the asynchronous `withCSVRecords`.
///
/// A file at a path is read anew by each iteration. Every other input can be read once: a second iteration throws
/// ``ReadingError/Code/alreadyRead``.
///
/// **Cancellation** ends a wait for the next record at once with a `CancellationError`, also where standard input or a
/// pipe keeps silent. After the end, an error or cancellation there are no more records (rule G1). What was read whole
/// before an error is delivered before it is thrown.
public struct AsyncCSVRecords: AsyncSequence, Sendable {
  public typealias Element = CSVRecord
  public typealias Failure = any Error

  let input: AsyncInput
  let format: CSVFormat

  /// The records of what these lines would be read from.
  init(_ lines: AsyncLines, _ format: CSVFormat) {
    input = lines.input
    self.format = format
  }

  /// How many records ``CSVFormat/Ragged/skip`` and ``CSVFormat/Damaged/skip`` have left out so far, in all iterations.
  public var skippedRecords: Int { input.skipped.count }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(input, format) }

  /// Gives the records. Copies share one place in the input: a record goes to the copy that asks for it first.
  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let cursor: SharedCSVCursor
    private let reader: AsyncReader<BlockSlice>

    init(_ input: AsyncInput, _ format: CSVFormat) {
      let skipped = input.skipped
      reader = AsyncReader(input) { CSVBlocks($0, format, skipped: skipped) }
      cursor = SharedCSVCursor()
    }

    /// The next record, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> CSVRecord? {
      while true {
        if let record = cursor.next() { return record }
        guard try await load(isolation: actor) else { return nil }
      }
    }

    /// The next record, or nil at the end.
    @inlinable
    public mutating func next() async throws -> CSVRecord? { try await next(isolation: nil) }

    @usableFromInline
    func load(isolation actor: isolated (any Actor)?) async throws -> Bool {
      cursor.unload()
      guard let slice = try await reader.next(isolation: actor) else { return false }
      cursor.load(slice)
      return true
    }
  }
}

extension AsyncCSVRecords {
  /// The records of the file at a path, which is opened by each iteration.
  ///
  /// The parameters are those of ``withCSVRecords(at:_:encoding:_:)``.
  public init(
    at path: some FilePathConvertible,
    _ format: CSVFormat = .standard,
    encoding: TextEncoding = .detected
  ) {
    self.init(AsyncLines(at: path, encoding: encoding), format)
  }

  /// The records of several files, one file after the other, which are opened by each iteration.
  ///
  /// As for ``withCSVRecords(atPaths:_:encoding:_:)`` each file has its own header, numbers, offsets and
  /// ``CSVRecord/source``.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which they are read. With none there are no records.
  ///   - format: How the files are written; by default with commas, and without headers.
  ///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
  ///   - onUnreadable: Called for a file that cannot be opened, as for
  ///     ``AsyncLines/init(atPaths:encoding:longLines:onUnreadable:)``. The file is left out. Without it, the first such
  ///     file ends the records.
  public init(
    atPaths paths: [some FilePathConvertible],
    _ format: CSVFormat = .standard,
    encoding: TextEncoding = .detected,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil
  ) {
    self.init(AsyncLines(atPaths: paths, encoding: encoding, onUnreadable: onUnreadable), format)
  }

  /// The records of a byte source, such as `.standardInput`, once.
  ///
  /// The parameters are those of ``withCSVRecords(of:_:encoding:_:)``.
  public init(
    of source: some ByteSource & Sendable,
    _ format: CSVFormat = .standard,
    encoding: TextEncoding = .detected
  ) {
    self.init(AsyncLines(of: source, encoding: encoding), format)
  }

  /// The records of an asynchronous sequence of bytes, once.
  ///
  /// The task that iterates reads it, up to a line feed at a time.
  public init<Bytes: AsyncSequence & Sendable>(
    of bytes: Bytes,
    _ format: CSVFormat = .standard,
    encoding: TextEncoding = .detected
  ) where Bytes.Element == UInt8 {
    self.init(AsyncLines(of: bytes, encoding: encoding), format)
  }

  /// The records of an asynchronous sequence of chunks of bytes, such as the body of a response, once.
  ///
  /// The task that iterates reads it, a chunk at a time.
  public init<Chunks: AsyncSequence & Sendable>(
    of chunks: Chunks,
    _ format: CSVFormat = .standard,
    encoding: TextEncoding = .detected
  ) where Chunks.Element: Collection<UInt8> {
    self.init(AsyncLines(of: chunks, encoding: encoding), format)
  }
}
