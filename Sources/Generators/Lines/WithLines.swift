/// Opens a file, calls `body` with its lines, which are read as they are asked for, and closes the file when `body` ends.
///
/// ```swift
/// let failures = try withLines(at: "app.log") { lines in
///   var failures: [String] = []
///   for line in lines where line.contains("ERROR") { failures.append(line.string) }
///   return failures
/// }
/// ```
///
/// Bytes are split first and decoded on request (rules G5 and G6): a line feed ends a line, one carriage return before
/// it is stripped, empty lines are kept, a last line needs no line feed, a UTF-8 byte-order mark at the very start is
/// stripped. Compressed data (gzip, zstd, xz, bzip2, lz4) is recognised by its first bytes and decompressed, any number
/// of members. Text in another encoding is converted to UTF-8: see ``TextEncoding``.
///
/// A sequence cannot throw, so an error while reading ends the sequence after everything that was read (the last line may
/// be cut), and is thrown when `body` returns. ``Lines/failure`` shows it earlier. If `body` throws, its error is thrown.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device.
///   - position: Where to begin, by default at the start: ``Line/nextPosition`` of a line, or an offset in bytes after
///     decompression. A position inside a line means the next line, and one past the end means the end. A plain file
///     is not read before it. Compressed data, text that is converted, a FIFO and a device are read and skipped up to
///     it. If the file is gone and there is a compressed one instead, such as `app.log.1.gz`, the error names that file:
///     the position is valid in it too.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some. They cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError`` if the file cannot be opened or read to the end, and whatever `body` throws.
/// - Complexity: Memory is some blocks of 256 KiB, more only while a line is longer or your lines keep blocks alive.
///   After its first 4 MiB, a regular file is read and decompressed on a thread of its own, up to four blocks ahead,
///   where there is a second processor.
public func withLines<Result>(
  at path: some FilePathConvertible,
  from position: LinePosition = .start,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: (Lines) throws -> Result
) throws -> Result {
  try withLines(LineReading(DecodedSource(at: path, from: position, encoding: encoding), longLines), body)
}

/// Calls `body` with the lines of a byte source, such as standard input, as
/// ``withLines(at:from:encoding:longLines:_:)`` does for a file.
///
/// ```swift
/// let count = try withLines(of: .standardInput) { lines in lines.count(matching: "ERROR") }
/// ```
///
/// - Parameters:
///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some.
/// - Throws: What the source throws, ``ReadingError`` for compressed data that is damaged, and whatever `body` throws.
public func withLines<Result>(
  of source: some ByteSource,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: (Lines) throws -> Result
) throws -> Result {
  try withLines(LineReading(DecodedSource(source, encoding: encoding), longLines), body)
}

/// Calls `body` with the lines of several files, one file after the other.
///
/// ```swift
/// try withLines(atPaths: paths(matching: "logs/app.log*")) { lines in
///   for line in lines where line.contains("ERROR") { print("\(line.source):\(line.number): \(line.string)") }
/// }
/// ```
///
/// Each file is a stream of its own: ``Line/number`` and ``Line/offset`` start afresh, ``Line/source`` is its path, a
/// last line without a line feed is not joined with the next file's first one, and each may be compressed or not. One
/// file is open at a time. A file that cannot be read ends the lines as an error does, after those of the files before
/// it.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - body: Reads the lines, all or some. They cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever `body`
///   throws.
public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: (Lines) throws -> Result
) throws -> Result {
  try withLines(LineReading(atPaths: paths, encoding: encoding, onUnreadable: nil, longLines), body)
}

/// Calls `body` with the lines of several files, one file after the other, without those that cannot be opened.
///
/// ```swift
/// try withLines(atPaths: paths(matching: "/var/log/*/*.log"), onUnreadable: { error in print(error) }) { lines in … }
/// ```
///
/// A pattern can match directories and files that you may not read, and files that are rotated away before their turn.
/// Such a file is reported to `onUnreadable` and left out. To leave out only some, throw the error for the
/// others:
///
/// ```swift
/// onUnreadable: { error in if error.code != .notFound { throw error } }
/// ```
///
/// A file that cannot be read to its end, because its data or the disk is damaged, ends the lines: some of its lines have
/// been read.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no lines.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, after the lines of the files before it, with an error of
///     code `notFound`, `permissionDenied`, `isDirectory`, `invalidPath` or `openFailed` whose
///     ``ReadingError/source`` is the path. What it throws ends the lines.
///   - body: Reads the lines, all or some. They cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError``, which names the file that cannot be read to the end, and whatever `onUnreadable` and
///   `body` throw.
public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (ReadingError) throws -> Void,
  _ body: (Lines) throws -> Result
) throws -> Result {
  try withoutActuallyEscaping(onUnreadable) { onUnreadable in
    try withLines(LineReading(atPaths: paths, encoding: encoding, onUnreadable: onUnreadable, longLines), body)
  }
}

private func withLines<Result>(_ reading: LineReading, _ body: (Lines) throws -> Result) throws -> Result {
  try reading.closing { try body(Lines(reading: $0)) }
}

/// Calls `body` with the lines of bytes in memory, or of any sequence of bytes, as
/// ``withLines(at:from:encoding:longLines:_:)`` does.
///
/// Contiguous bytes, as in `[UInt8]`, a slice of it, `Data` or the UTF-8 of a native string, are read a block at a time.
/// Others are read one by one, which is much slower.
///
/// - Throws: ``ReadingError`` for compressed data that is damaged, and whatever `body` throws.
public func withLines<Result>(
  of bytes: some Sequence<UInt8>,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: (Lines) throws -> Result
) throws -> Result {
  let result = try bytes.withContiguousStorageIfAvailable { bytes in
    try withLines(of: MemorySource(UnsafeRawBufferPointer(bytes)), encoding: encoding, longLines: longLines, body)
  }
  if let result { return result }
  return try withLines(of: SingleByteSource(bytes.makeIterator()), encoding: encoding, longLines: longLines, body)
}

/// Calls `body` with the lines of a sequence of chunks of bytes, wherever the chunks begin and end, as
/// ``withLines(at:from:encoding:longLines:_:)`` does.
///
/// - Throws: ``ReadingError`` for compressed data that is damaged, and whatever `body` throws.
public func withLines<Chunks: Sequence, Result>(
  of chunks: Chunks,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: (Lines) throws -> Result
) throws -> Result where Chunks.Element: Collection<UInt8> {
  try withLines(of: ChunkSource(chunks.makeIterator()), encoding: encoding, longLines: longLines, body)
}

// MARK: Asynchronous forms

/// Calls `body` with the lines of a file as an asynchronous sequence, and closes the file when `body` ends.
///
/// ```swift
/// try await withLines(at: "app.log") { lines in
///   for try await line in lines where line.contains("ERROR") { try await report(line.string) }
/// }
/// ```
///
/// The parameters are those of the synchronous ``withLines(at:from:encoding:longLines:_:)``. A thread of its own reads the
/// file, as ``AsyncLines`` says, and the file is closed when the call returns. A closure without `await` takes the
/// synchronous form, which blocks the calling thread.
///
/// - Parameter body: Reads the lines, all or some, on the caller's actor. Using them after it has returned stops the
///   program, and ends an iteration begun before with a `CancellationError`.
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
  try await withLines(.file(path, from: position, encoding: encoding), longLines, body)
}

/// Calls `body` with the lines of several files, one file after the other, as an asynchronous sequence, as the
/// synchronous ``withLines(atPaths:encoding:longLines:_:)`` does. The files are closed when the call returns.
///
/// - Parameter onUnreadable: As for ``withLines(atPaths:encoding:longLines:onUnreadable:_:)``. It is called on the thread
///   that reads, when the file's turn comes, which may be while `body` is busy with lines before it. What it throws comes
///   from the loop.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  atPaths paths: [some FilePathConvertible],
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await withLines(.files(paths, encoding: encoding, onUnreadable: onUnreadable), longLines, body)
}

/// Calls `body` with the lines of a byte source, such as `.standardInput`, as an asynchronous sequence, as the
/// synchronous ``withLines(of:encoding:longLines:_:)`` does.
///
/// When the call returns, nothing reads the source any more, except that a source type of your own may still be in its
/// last read.
@_disfavoredOverload
nonisolated(nonsending) public func withLines<Result>(
  of source: some ByteSource & Sendable,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await withLines(.source(source, encoding: encoding), longLines, body)
}

nonisolated(nonsending) private func withLines<Result>(
  _ input: BlockingInput,
  _ longLines: LongLines,
  _ body: nonisolated(nonsending) (AsyncLines) async throws -> Result
) async throws -> Result {
  try await FeedScope.with { scope in try await body(AsyncLines(input, longLines, scope)) }
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
