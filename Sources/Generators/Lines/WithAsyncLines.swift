/// Calls `body` with the lines of a file as an asynchronous sequence, and closes the file however `body` is left.
///
/// ```swift
/// try await withLines(at: "app.log") { lines in
///   for try await line in lines where line.contains("ERROR") { try await report(line.string) }
/// }
/// ```
///
/// It is ``AsyncLines/init(at:from:longLines:)`` with a close that has happened when the call returns. A closure without
/// `await` takes the synchronous ``withLines(at:from:longLines:_:)`` instead, which blocks the calling thread.
///
/// - Parameters:
///   - path: The file. A FIFO or a device will do.
///   - position: Where to begin, by default at the start, as for the synchronous form.
///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor. Using them after it has returned
///     stops the program, and ends an iteration begun before with a `CancellationError`.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError`` that its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  at path: String,
  from position: LinePosition = .start,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.file(path, from: position), isRepeatable: true, longLines, scope))
  }
}

/// Calls `body` with the lines of several files, one file after the other, as an asynchronous sequence.
///
/// It is ``AsyncLines/init(atAll:longLines:)`` with a close that has happened when the call returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError`` that its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atAll paths: [String],
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.files(paths, onUnreadable: nil), isRepeatable: true, longLines, scope))
  }
}

/// Calls `body` with the lines of several files as an asynchronous sequence, without those that cannot be opened.
///
/// It is ``AsyncLines/init(atAll:longLines:onUnreadable:)`` with a close that has happened when the call returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: As for the synchronous form, on the thread that reads. It is called when the file's turn comes, which
///     may be while `body` is busy with lines before it.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError``, or the error of `onUnreadable`, that its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atAll paths: [String],
  longLines: LongLines = .standard,
  onUnreadable: @escaping @Sendable (ReadingError) throws -> Void,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.files(paths, onUnreadable: onUnreadable), isRepeatable: true, longLines, scope))
  }
}

/// Calls `body` with the lines of a byte source, such as `.standardInput`, as an asynchronous sequence.
///
/// When the call returns, nothing reads the source any more. (A source type of your own may still be in its last read.)
///
/// - Parameters:
///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Throws: What `body` throws.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  of source: some ByteSource & Sendable,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.source(source), isRepeatable: false, longLines, scope))
  }
}

/// Calls `body` with the lines of an asynchronous sequence of bytes.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withLines<Bytes: AsyncSequence & Sendable, Result>(
  of bytes: Bytes,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result where Bytes.Element == UInt8 {
  try await body(AsyncLines(of: bytes, longLines: longLines))
}

/// Calls `body` with the lines of an asynchronous sequence of chunks of bytes, such as the body of a response.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withLines<Chunks: AsyncSequence & Sendable, Result>(
  of chunks: Chunks,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result where Chunks.Element: Collection<UInt8> {
  try await body(AsyncLines(of: chunks, longLines: longLines))
}
