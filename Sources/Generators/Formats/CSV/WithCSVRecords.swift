/// Opens a CSV file, calls `body` with its records, which are read when they are asked for, and closes the file when
/// `body` ends.
///
/// ```swift
/// let total = try withCSVRecords(at: "sales.csv", .headed) { records in
///   records.reduce(0) { $0 + (Int($1["amount"]?.string ?? "") ?? 0) }
/// }
/// ```
///
/// A record is not a line: newlines in quotes are text (rule G11). ``CSVFormat`` says what the rules are, and what happens
/// to records that break them. Compressed data is recognised by its first bytes and decompressed, and text in another
/// encoding is converted to UTF-8.
///
/// A sequence cannot throw. An error while reading ends the sequence after all complete records, and is thrown when
/// `body` returns. ``CSVRecords/failure`` shows it earlier. If `body` throws, its error is thrown.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device.
///   - format: How the file is written; by default with commas, and without a header.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some. They cannot be asked for after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError`` if the file cannot be opened or read to the end, ``RecordError`` where it breaks the
///   rules of the format, and whatever `body` throws.
/// - Complexity: Each byte is scanned once. Memory is a block of 256 KiB and the places of the fields in it, more only
///   while a record is longer or your records keep blocks alive.
public func withCSVRecords<Result>(
  at path: some FilePathConvertible,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  try withCSVRecords(LineReading(DecodedSource(at: path, encoding: encoding), .standard), format, body)
}

/// Calls `body` with the records of several CSV files, one file after the other.
///
/// ```swift
/// try withCSVRecords(atPaths: paths(matching: "sales-*.csv"), .headed) { records in
///   for sale in records.decoded(as: Sale.self) { … }
/// }
/// ```
///
/// Each file is read as if it were the only one: it has its own header, its own number of fields and its own record
/// numbers and offsets, and may be compressed or not. ``CSVRecord/source`` is its path. One file is open at a time.
///
/// - Parameters:
///   - paths: The files, in the order in which they are read. With none there are no records.
///   - format: How the files are written; by default with commas, and without headers.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some. They cannot be asked for after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError`` or ``RecordError``, which name the file that cannot be opened, cannot be read to the end
///   or breaks the rules of the format, and whatever `body` throws.
public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  try withCSVRecords(LineReading(atPaths: paths, encoding: encoding, onUnreadable: nil, .standard), format, body)
}

/// Calls `body` with the records of several CSV files, one file after the other, without those that cannot be opened.
///
/// The other parameters and errors are those of ``withCSVRecords(atPaths:_:encoding:_:)``.
///
/// - Parameter onUnreadable: Called for a file that cannot be opened, as for
///   ``withLines(atPaths:encoding:longLines:onUnreadable:_:)``. The file is left out. What it throws ends the records.
public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  onUnreadable: (ReadingError) throws -> Void,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  try withoutActuallyEscaping(onUnreadable) { onUnreadable in
    let reading = LineReading(atPaths: paths, encoding: encoding, onUnreadable: onUnreadable, .standard)
    return try withCSVRecords(reading, format, body)
  }
}

/// Calls `body` with the CSV records of a byte source, such as standard input, as ``withCSVRecords(at:_:encoding:_:)``
/// does for a file.
///
/// - Parameters:
///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
///   - format: How they are written; by default with commas, and without a header.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - body: Reads the records, all or some.
/// - Throws: What the source throws, ``ReadingError`` for compressed data that is damaged, ``RecordError`` where the
///   bytes break the rules of the format, and whatever `body` throws.
public func withCSVRecords<Result>(
  of source: some ByteSource,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  try withCSVRecords(LineReading(DecodedSource(source, encoding: encoding), .standard), format, body)
}

/// Calls `body` with the CSV records of bytes in memory, or of any sequence of bytes, as
/// ``withCSVRecords(at:_:encoding:_:)`` does.
///
/// - Throws: ``ReadingError`` for compressed data that is damaged, ``RecordError`` where the bytes break the rules of
///   the format, and whatever `body` throws.
public func withCSVRecords<Result>(
  of bytes: some Sequence<UInt8>,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  let result = try bytes.withContiguousStorageIfAvailable { bytes in
    try withCSVRecords(of: MemorySource(UnsafeRawBufferPointer(bytes)), format, encoding: encoding, body)
  }
  if let result { return result }
  return try withCSVRecords(of: SingleByteSource(bytes.makeIterator()), format, encoding: encoding, body)
}

/// Calls `body` with the CSV records of a sequence of chunks of bytes, wherever the chunks begin and end, as
/// ``withCSVRecords(at:_:encoding:_:)`` does.
///
/// - Throws: ``ReadingError`` for compressed data that is damaged, ``RecordError`` where the bytes break the rules of
///   the format, and whatever `body` throws.
public func withCSVRecords<Chunks: Sequence, Result>(
  of chunks: Chunks,
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  _ body: (CSVRecords) throws -> Result
) throws -> Result where Chunks.Element: Collection<UInt8> {
  try withCSVRecords(of: ChunkSource(chunks.makeIterator()), format, encoding: encoding, body)
}

private func withCSVRecords<Result>(
  _ reading: LineReading,
  _ format: CSVFormat,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  try reading.closing { try body(CSVRecords(reading: $0, format: format)) }
}

// MARK: Asynchronous

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
/// The parameters are the same.
///
/// `body` reads the records, all or some, on the caller's actor. Using them after it has returned stops the program, and
/// ends an iteration begun before with a `CancellationError`.
///
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
/// It is ``AsyncCSVRecords/init(atPaths:_:encoding:onUnreadable:)`` with a close that has happened when the call returns.
/// The parameters are the same.
///
/// - Throws: What `body` throws: among it the ``ReadingError`` or ``RecordError``, or the error of `onUnreadable`, that
///   its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(atPaths: paths, encoding: encoding, onUnreadable: onUnreadable) { lines async throws in
    try await body(AsyncCSVRecords(lines, format))
  }
}

/// Calls `body` with the CSV records of a byte source, such as `.standardInput`, as an asynchronous sequence.
///
/// When the call returns, nothing reads the source any more. A source type of your own may still be in its last read. The
/// parameters are those of ``withCSVRecords(of:_:encoding:_:)``.
///
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
