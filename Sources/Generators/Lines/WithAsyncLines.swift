/// Calls `body` with the lines of a file as an asynchronous sequence, and closes the file when `body` ends.
///
/// ```swift
/// try await withLines(at: "app.log") { lines in
///   for try await line in lines where line.contains("ERROR") { try await report(line.string) }
/// }
/// ```
///
/// It is ``AsyncLines/init(at:from:encoding:longLines:)`` with a close that has happened when the call returns. A
/// closure without `await` takes the synchronous ``withLines(at:from:encoding:longLines:_:)`` instead, which blocks the
/// calling thread.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device.
///   - position: Where to begin, by default at the start, as for the synchronous form.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor. Using them after it has returned
///     stops the program, and ends an iteration begun before with a `CancellationError`.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the ``ReadingError`` of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  at path: some FilePathConvertible,
  from position: LinePosition = .start,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.file(path, from: position, encoding: encoding), isRepeatable: true, longLines, scope))
  }
}

/// Calls `body` with the lines of several files, one file after the other, as an asynchronous sequence.
///
/// It is ``AsyncLines/init(atPaths:encoding:longLines:)`` with a close that has happened when the call returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the ``ReadingError`` of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(
      AsyncLines(.files(paths, encoding: encoding, onUnreadable: nil), isRepeatable: true, longLines, scope)
    )
  }
}

/// Calls `body` with the lines of several files as an asynchronous sequence, without those that cannot be opened.
///
/// It is ``AsyncLines/init(atPaths:encoding:longLines:onUnreadable:)`` with a close that has happened when the call
/// returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: As for the synchronous form, on the thread that reads. It is called when the file's turn comes,
///     which may be while `body` is busy with lines before it.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the ``ReadingError`` or the error of `onUnreadable` in its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: @escaping @Sendable (ReadingError) throws -> Void,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(
      AsyncLines(.files(paths, encoding: encoding, onUnreadable: onUnreadable), isRepeatable: true, longLines, scope)
    )
  }
}

/// Calls `body` with the lines of a byte source, such as `.standardInput`, as an asynchronous sequence.
///
/// When the call returns, nothing reads the source any more. (A source type of your own may still be in its last read.)
///
/// - Parameters:
///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some, on the caller's actor.
/// - Throws: What `body` throws.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  of source: some ByteSource & Sendable,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in
    try await body(AsyncLines(.source(source, encoding: encoding), isRepeatable: false, longLines, scope))
  }
}

/// Calls `body` with the lines of an asynchronous sequence of bytes.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withLines<Bytes: AsyncSequence & Sendable, Result>(
  of bytes: Bytes,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result where Bytes.Element == UInt8 {
  try await body(AsyncLines(of: bytes, encoding: encoding, longLines: longLines))
}

/// Calls `body` with the lines of an asynchronous sequence of chunks of bytes, such as the body of a response.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withLines<Chunks: AsyncSequence & Sendable, Result>(
  of chunks: Chunks,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result where Chunks.Element: Collection<UInt8> {
  try await body(AsyncLines(of: chunks, encoding: encoding, longLines: longLines))
}
