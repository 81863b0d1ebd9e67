/// Calls `body` with the lines of several files, which threads of their own read at once.
///
/// ```swift
/// try withLines(atPaths: paths(matching: "app.log*.gz"), concurrently: 4, ordered: false) { lines in
///   for line in lines where line.contains("ERROR") { print("\(line.source):\(line.number): \(line.string)") }
/// }
/// ```
///
/// One thread reads and decompresses each file. It hands over whole blocks, so that your loop is as fast as over one file.
/// Your loop itself runs on the calling thread: to filter or decode on the threads, use the form with `perFile:`. To get
/// one result for each file, or to count, use `mapFiles(atPaths:)`.
///
/// In the order of the files, the threads are up to 4 MiB of each file ahead of you. So files that are much larger are
/// read at once only with `ordered: false`. As they come, lines of different files alternate: join records of several
/// lines in `perFile:`, where no other file's lines come between them.
///
/// An error ends the lines and is thrown when `body` returns. In the order of the files, it comes after all lines before
/// it. When the call returns, the threads have ended and the files are closed.
///
/// - Parameters:
///   - paths: The files. With none there are no lines.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the lines come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the lines. Without it, the first
///     such file does.
///   - body: Reads the lines, all or some. They cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever
///   `onUnreadable` and `body` throw.
/// - Complexity: Memory is up to 4 MiB for each file that is read at once or waits for its turn, at most twice `limit`.
///   It is more only if single lines are longer than 256 KiB.
public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: (Lines) throws -> Result
) throws -> Result {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try LineReading(input, Concurrency(limit, ordered: ordered), longLines).closing {
    try body(Lines(reading: $0))
  }
}

/// Calls `body` with what `perFile` makes of the lines of each of several files, on threads of their own.
///
/// ```swift
/// try withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Event.self) }) { events in
///   for event in events { … }
/// }
/// ```
///
/// `perFile` describes the work for the lines of a file, by `matching(_:)`, `records(startingWith:)`, `decoded(as:)` and
/// the like. The thread that reads the file does that work, and hands over the elements that result. Handing over an
/// element costs 50 to 100 ns. `body` gets the elements merged, in the order of the files or as they come. A failure of
/// `decoded(as:)` in `perFile` ends the elements, as an error of the file does.
///
/// The other parameters are those of the form without `perFile:`, and so are errors and the end.
///
/// - Parameters:
///   - perFile: Called for each file on its thread. The thread reads the sequence that it returns, which may block.
///   - body: Reads the elements, all or some. They cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever `perFile`,
///   `onUnreadable` and `body` throw.
/// - Complexity: For each file that is read at once or waits for its turn, at most twice `limit`, memory is up to 16
///   batches of elements. A batch has up to 512 elements, or as many as were made of 256 KiB.
public func withLines<Elements: Sequence & SendableMetatype, Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  perFile: @escaping @Sendable (Lines) throws -> Elements,
  _ body: (ConcurrentFiles<Elements.Element>) throws -> Result
) throws -> Result where Elements.Element: Sendable {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  let run = try FilesRun(input, Concurrency(limit, ordered: ordered), longLines: longLines) {
    try perFile(Lines(reading: $0))
  }
  return try FilesReading(run).closing(after: body)
}

// MARK: Asynchronous forms

/// The asynchronous form of reading the lines of several files at once.
///
/// ```swift
/// try await withLines(atPaths: paths, concurrently: 4, ordered: false) { lines in
///   for try await line in lines { … }
/// }
/// ```
///
/// The parameters are those of the synchronous form. An error comes from the loop, after what was read before it.
/// **Cancellation** ends a wait at once with a `CancellationError`. When the call returns, the threads have ended and the
/// files are closed.
///
/// - Parameter body: Reads the lines, all or some, on the caller's actor. Each iteration reads the files anew.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the errors of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  let concurrency = Concurrency(limit, ordered: ordered)
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try await FeedScope.with { scope in
    try await body(AsyncLines(input: AsyncInput(input, concurrency, longLines: longLines, in: scope)))
  }
}

/// The asynchronous form with `perFile:`.
///
/// ```swift
/// try await withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Event.self) }) { events in
///   for try await event in events { … }
/// }
/// ```
///
/// The parameters are those of the synchronous form with `perFile:`. Errors, cancellation and the end are those of the
/// asynchronous form without it.
///
/// - Parameter body: Reads the elements, all or some, on the caller's actor. Each iteration reads the files anew.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the errors of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Elements: Sequence & SendableMetatype, Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  perFile: @escaping @Sendable (Lines) throws -> Elements,
  _ body: nonisolated(nonsending) (AsyncConcurrentFiles<Elements.Element>) async throws -> Result
) async throws -> Result where Elements.Element: Sendable {
  let concurrency = Concurrency(limit, ordered: ordered)
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try await FeedScope.with { scope in
    let files = AsyncConcurrentFiles<Elements.Element> {
      scope.add(
        try FilesRun(input, concurrency, longLines: longLines) { try perFile(Lines(reading: $0)) }
      )
    }
    return try await body(files)
  }
}
