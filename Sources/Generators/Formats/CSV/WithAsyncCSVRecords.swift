/// Calls `body` with the records of a CSV file as an asynchronous sequence, and closes the file when `body` ends.
///
/// ```swift
/// try await withCSVRecords(at: "people.csv", .headed) { records in
///   for try await record in records { try await greet(record["name"]?.string ?? "") }
/// }
/// ```
///
/// It is ``AsyncCSVRecords/init(at:_:encoding:)`` with a close that has happened when the call returns. A closure
/// without `await` takes the synchronous ``withCSVRecords(at:_:encoding:_:)`` instead, which blocks the calling thread.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device.
///   - format: How the file is written; by default with commas, and without a header.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some, on the caller's actor. Using them after it has returned stops the program,
///     and ends an iteration begun before with a `CancellationError`.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the ``ReadingError`` or ``RecordError`` of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  at path: some FilePathConvertible,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(at: path, encoding: encoding) { lines async throws in
    try await body(AsyncCSVRecords(lines, format))
  }
}

/// Calls `body` with the records of several CSV files, one file after the other, as an asynchronous sequence.
///
/// It is ``AsyncCSVRecords/init(atPaths:_:encoding:)`` with a close that has happened when the call returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no records.
///   - format: How the files are written; by default with commas, and without headers.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, such as the ``ReadingError`` or ``RecordError`` of its loop.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(atPaths: paths, encoding: encoding) { lines async throws in
    try await body(AsyncCSVRecords(lines, format))
  }
}

/// Calls `body` with the records of several CSV files as an asynchronous sequence, without those that cannot be opened.
///
/// It is ``AsyncCSVRecords/init(atPaths:_:encoding:onUnreadable:)`` with a close that has happened when the call
/// returns.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no records.
///   - format: How the files are written; by default with commas, and without headers.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - onUnreadable: As for ``AsyncLines/init(atPaths:encoding:longLines:onUnreadable:)``.
///   - body: Reads the records, all or some, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError`` or ``RecordError``, or the error of `onUnreadable`, that
///   its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  onUnreadable: @escaping @Sendable (ReadingError) throws -> Void,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(atPaths: paths, encoding: encoding, onUnreadable: onUnreadable) { lines async throws in
    try await body(AsyncCSVRecords(lines, format))
  }
}

/// Calls `body` with the CSV records of a byte source, such as `.standardInput`, as an asynchronous sequence.
///
/// When the call returns, nothing reads the source any more. (A source type of your own may still be in its last read.)
///
/// - Parameters:
///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
///   - format: How they are written; by default with commas, and without a header.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some, on the caller's actor.
/// - Throws: What `body` throws.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  of source: some ByteSource & Sendable,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(of: source, encoding: encoding) { lines async throws in
    try await body(AsyncCSVRecords(lines, format))
  }
}

/// Calls `body` with the CSV records of an asynchronous sequence of bytes.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withCSVRecords<Bytes: AsyncSequence & Sendable, Result>(
  of bytes: Bytes,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result where Bytes.Element == UInt8 {
  try await body(AsyncCSVRecords(of: bytes, format, encoding: encoding))
}

/// Calls `body` with the CSV records of an asynchronous sequence of chunks of bytes, such as the body of a response.
///
/// - Throws: What `body` throws.
nonisolated(nonsending) public func withCSVRecords<Chunks: AsyncSequence & Sendable, Result>(
  of chunks: Chunks,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result where Chunks.Element: Collection<UInt8> {
  try await body(AsyncCSVRecords(of: chunks, format, encoding: encoding))
}
