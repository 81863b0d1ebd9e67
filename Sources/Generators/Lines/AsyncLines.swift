/// The lines of an input as an asynchronous sequence: `Lines` for `for try await`.
///
/// ```swift
/// for try await line in AsyncLines(at: "app.log") where line.contains("ERROR") {
///   print(line.number, line.string)
/// }
/// ```
///
/// A line is what ``withLines(at:from:encoding:longLines:_:)`` says it is. Files and descriptors are read on a thread
/// of their own, never on the threads that run tasks, and at most one block of 256 KiB ahead of you. The thread ends
/// and the file is closed at the end, after an error, and soon after the iterator is gone; where "soon" will not do,
/// use the asynchronous `withLines`.
///
/// A file at a path is read anew by each iteration. Every other input can be read once: a second iteration throws
/// ``ReadingError/Code/alreadyRead``.
///
/// **Cancellation** ends a wait for the next line at once with a `CancellationError`, also where standard input or a
/// pipe keeps silent. (A ``ByteSource`` of your own is asked no further, but its last read has to return by itself.)
/// After the end, an error or cancellation there are no more lines (rule G1). What was read before an error is
/// delivered before it is thrown.
public struct AsyncLines: AsyncSequence, Sendable {
  public typealias Element = Line
  public typealias Failure = any Error

  let input: AsyncInput
  /// What the lines have to contain, where they do.
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
    private let reader: AsyncReader

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
