/// Calls `body` with the lines of several files, which threads of their own read at once.
///
/// ```swift
/// try withLines(atPaths: paths(matching: "app.log*.gz"), concurrently: 4, ordered: false) { lines in
///   for line in lines where line.contains("ERROR") { print("\(line.source):\(line.number): \(line.string)") }
/// }
/// ```
///
/// Each file is read, decompressed and divided into lines on one thread. In the order of the files, the threads are up
/// to 4 MiB of each file ahead of you. Handing over a line costs 50 to 100 ns. So a loop that does little with each
/// line is faster one file after the other; to filter or decode on the threads, use the form with `perFile:`, and for
/// one result for each file use `mapFiles(atPaths:)`.
///
/// As they come, lines of different files alternate. So join records of several lines in `perFile:`, where no other
/// file's lines come between them.
///
/// An error ends the lines, in the order of the files after all before it, and is thrown when `body` returns. When the
/// call returns, the threads have ended and the files are closed.
///
/// - Parameters:
///   - paths: The files. With none there is nothing.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the lines come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the lines. Without it, the first
///     such file does.
///   - body: Reads the lines, all or some. They cannot be asked for after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever
///   `onUnreadable` and `body` throw.
/// - Complexity: Memory is up to 4 MiB for each file that is read at once or waits for its turn, at most twice `limit`;
///   more only where single lines are longer than 256 KiB.
public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: (ConcurrentFiles<Line>) throws -> Result
) throws -> Result {
  try withLines(
    atPaths: paths,
    concurrently: limit,
    ordered: ordered,
    encoding: encoding,
    longLines: longLines,
    onUnreadable: onUnreadable,
    perFile: { $0 },
    body
  )
}

/// Calls `body` with what `perFile` makes of the lines of each of several files, on threads of their own.
///
/// ```swift
/// try withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Event.self) }) { events in
///   for event in events { … }
/// }
/// ```
///
/// `perFile` says what is to be done with the lines of a file, by `matching(_:)`, `records(startingWith:)`,
/// `decoded(as:)` and the like, and that is done on the thread that reads the file. Only its elements go from thread to
/// thread, so that `body` gets them merged, in the order of the files or as they come. A failure of `decoded(as:)`
/// there ends the elements, as an error of the file does.
///
/// - Parameters:
///   - paths: The files. With none there is nothing.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the lines come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the lines. Without it, the first
///     such file does.
///   - perFile: Called for each file on its thread. The sequence that it returns is read there.
///   - body: Reads the elements, all or some. They cannot be asked for after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever `perFile`,
///   `onUnreadable` and `body` throw.
/// - Complexity: For each file that is read at once or waits for its turn, at most twice `limit`, memory is up to 16
///   batches of elements: a batch has up to 512, or as many as were made of 256 KiB.
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
  let run = try FilesRun(input, concurrently: limit, ordered: ordered, longLines: longLines) {
    try perFile(Lines(reading: $0))
  }
  return try FilesReading(run).closing(after: body)
}

/// Calls `body` with the lines of several files as an asynchronous sequence; threads of their own read them at once.
///
/// ```swift
/// try await withLines(atPaths: paths, concurrently: 4, ordered: false) { lines in
///   for try await line in lines { … }
/// }
/// ```
///
/// It is what the synchronous form is, for a closure that awaits. An error comes from the loop, after what was read
/// before it. **Cancellation** ends a wait at once with a `CancellationError`. When the call returns, the threads have
/// ended and the files are closed.
///
/// - Parameters:
///   - paths: The files. With none there is nothing.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the lines come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the lines. Without it, the first
///     such file does.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the errors that its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: nonisolated(nonsending) (AsyncConcurrentFiles<Line>) async throws -> Result
) async throws -> Result {
  try await withLines(
    atPaths: paths,
    concurrently: limit,
    ordered: ordered,
    encoding: encoding,
    longLines: longLines,
    onUnreadable: onUnreadable,
    perFile: { $0 },
    body
  )
}

/// Calls `body` with what `perFile` makes of the lines of each of several files, as an asynchronous sequence.
///
/// ```swift
/// try await withLines(atPaths: paths, concurrently: 4, perFile: { $0.decoded(as: Event.self) }) { events in
///   for try await event in events { … }
/// }
/// ```
///
/// It is what the synchronous form is, for a closure that awaits.
///
/// - Parameters:
///   - paths: The files. With none there is nothing.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the lines come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the lines. Without it, the first
///     such file does.
///   - perFile: Called for each file on its thread. The sequence that it returns is read there, and may block.
///   - body: Reads the elements, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the errors that its loop meets.
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
  ConcurrentReading.check(limit)
  return try await FeedScope.with { scope in
    let files = AsyncConcurrentFiles<Elements.Element> {
      let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
      let run = try FilesRun(input, concurrently: limit, ordered: ordered, longLines: longLines) {
        try perFile(Lines(reading: $0))
      }
      return scope.add(run)
    }
    return try await body(files)
  }
}
