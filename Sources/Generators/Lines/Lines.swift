/// The lines of an input, read as you ask for them. ``withLines(at:from:encoding:longLines:_:)`` makes it.
///
/// It is lazy: `map`, `filter` and the stages of this module work line by line and hold nothing back. You can iterate
/// it once. A second time stops the program, because the input is gone. To read a header first, keep the iterator:
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
  /// What the lines have to contain, if they have to contain something.
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

/// ``Lines`` for `for try await`.
///
/// ```swift
/// for try await line in AsyncLines(at: "app.log") where line.contains("ERROR") {
///   print(line.number, line.string)
/// }
/// ```
///
/// It differs from ``Lines`` in this:
/// - **Threads**: Files and descriptors are read on a thread of their own, never on the threads that run tasks, and at
///   most one block of 256 KiB ahead of you. The thread ends and the file is closed at the end, after an error, and soon
///   after the iterator is gone. If the file has to be closed at a certain point, use the asynchronous `withLines`.
/// - **Repetition**: Each iteration reads a file at a path anew. Every other input can be read once: a second iteration
///   throws ``ReadingError/Code/alreadyRead``.
/// - **Errors**: The loop throws the error, after everything that was read before it. After the end, an error or
///   cancellation there are no more lines (rule G1).
/// - **Cancellation** ends a wait for the next line at once with a `CancellationError`, also if standard input or a pipe
///   is silent. A ``ByteSource`` of your own is not asked again, but its last read has to return by itself.
public struct AsyncLines: AsyncSequence, Sendable {
  public typealias Element = Line
  public typealias Failure = any Error

  let input: AsyncInput
  /// What the lines have to contain, if they have to contain something.
  var literals: LiteralSet?

  init(input: AsyncInput) { self.input = input }

  /// How many lines ``LongLines/skip(over:)`` has left out so far, in all iterations.
  public var skippedLines: Int { input.skipped.count }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(input, literals) }

  /// Gives the lines. Copies share one place in the input: a line goes to the copy that asks for it first.
  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let cursor: SharedLineCursor
    private let input: AsyncInput
    private let reader: AsyncReader<BlockSlice>

    init(_ input: AsyncInput, _ literals: LiteralSet?) {
      self.input = input
      let limit = input.longLines.limit
      cursor = SharedLineCursor(input.longLines, skipped: input.skipped, matching: literals)
      reader = AsyncReader(input) { LineBlocks($0, limit: limit) }
    }

    /// The next line, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Line? {
      while true {
        if let line = cursor.next() { return line }
        guard try await load(isolation: actor) else { return nil }
      }
    }

    /// The next line, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Line? { try await next(isolation: nil) }

    @usableFromInline
    func load(isolation actor: isolated (any Actor)?) async throws -> Bool {
      cursor.unload()
      if let line = cursor.failedLine {
        guard reader.stop() else { return false }
        throw ReadingError.tooLong(line, limit: input.longLines.limit)
      }
      guard let slice = try await reader.next(isolation: actor) else { return false }
      cursor.load(slice)
      return true
    }
  }
}

extension AsyncLines {
  /// The lines of the file at a path, as ``withLines(at:from:encoding:longLines:_:)`` reads them.
  public init(
    at path: some FilePathConvertible,
    from position: LinePosition = .start,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) {
    self.init(.file(path, from: position, encoding: encoding), longLines, .none)
  }

  /// The lines of several files, one file after the other, as ``withLines(atPaths:encoding:longLines:_:)`` reads them.
  ///
  /// ```swift
  /// let lines = AsyncLines(atPaths: paths, onUnreadable: { error in logger.warning("\(error)") })
  /// ```
  ///
  /// - Parameter onUnreadable: As for ``withLines(atPaths:encoding:longLines:onUnreadable:_:)``. It is called on the thread
  ///   that reads, when the file's turn comes, in each iteration.
  public init(
    atPaths paths: [some FilePathConvertible],
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil
  ) {
    self.init(.files(paths, encoding: encoding, onUnreadable: onUnreadable), longLines, .none)
  }

  /// The lines of a byte source, such as `.standardInput`, as ``withLines(of:encoding:longLines:_:)`` reads them.
  public init(
    of source: some ByteSource & Sendable,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) {
    self.init(.source(source, encoding: encoding), longLines, .none)
  }

  /// The lines of an asynchronous sequence of bytes, which the task that iterates reads, a line at a time.
  public init<Bytes: AsyncSequence & Sendable>(
    of bytes: Bytes,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) where Bytes.Element == UInt8 {
    input = AsyncInput(name: "an asynchronous sequence", longLines: longLines) { cutting in
      SequenceBlocks(GatheredBytes(bytes.makeAsyncIterator()), encoding: encoding, cutting)
    }
  }

  /// The lines of an asynchronous sequence of chunks of bytes, such as the body of a response, which the task that
  /// iterates reads, a chunk at a time.
  public init<Chunks: AsyncSequence & Sendable>(
    of chunks: Chunks,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) where Chunks.Element: Collection<UInt8> {
    input = AsyncInput(name: "an asynchronous sequence", longLines: longLines) { cutting in
      SequenceBlocks(ChunkArrays(chunks.makeAsyncIterator()), encoding: encoding, cutting)
    }
  }

  init(_ blocking: BlockingInput, _ longLines: LongLines, _ scope: FeedScope) {
    input = AsyncInput(blocking, longLines: longLines, in: scope)
  }
}
