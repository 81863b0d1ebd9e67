/// Opens a file and calls `body` with a writer of CSV records; writes the rest and closes the file when `body`
/// returns or throws.
///
/// ```swift
/// try withCSVWriter(to: "people.csv", .headed) { writer in
///   for person in people { try writer.encode(person) }
/// }
/// ```
///
/// If `body` throws, the records before that are written, except with ``WritingMode/atomic``, which leaves the file as
/// it was. A full disk and other errors are thrown with the path, by a call in `body` or when it has returned: if the
/// function returns, the system has taken all records.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device, except with ``WritingMode/atomic``.
///   - format: How the records are written; by default with commas, and without a header. ``CSVFormat/skippedLines``,
///     ``CSVFormat/damaged`` and ``CSVFormat/limit`` are for reading only, and so is ``CSVFormat/detectsSeparator``: no
///     hint is written.
///   - mode: What happens to a file that exists; by default its content is replaced. With ``WritingMode/append`` and
///     ``CSVFormat/Header/firstRecord``, the header that it has already is kept, and not written again.
///   - dates: How ``CSVWriter/encode(_:)`` writes a `Date` and a ``Timestamp``; by default as RFC 3339 defines it.
///   - body: Writes the records. The writer cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``WritingError`` where the file cannot be opened, written or closed, or a record not be written; with
///   ``WritingMode/append``, ``ReadingError`` or ``RecordError`` where its header cannot be read; and whatever `body`
///   throws.
/// - Complexity: Memory is a buffer of 64 KiB and the longest record.
public func withCSVWriter<Result>(
  to path: some FilePathConvertible,
  _ format: CSVFormat = .standard,
  mode: WritingMode = .overwrite,
  dates: TimestampFormat = .rfc3339,
  _ body: (CSVWriter) throws -> Result
) throws -> Result {
  let output = try OpenedSink(at: path, mode) { try ExistingRecords(at: path, format) }
  return try withCSVWriter(output, format, dates, body)
}

/// Calls `body` with a writer of CSV records to a byte sink, such as `.standardOutput`.
///
/// - Parameters:
///   - sink: Where the bytes go: `.standardOutput`, `.fileDescriptor(3)`, `.closure { … }`, or a type of your own.
///   - format: How the records are written; by default with commas, and without a header.
///   - dates: How ``CSVWriter/encode(_:)`` writes a `Date` and a ``Timestamp``; by default as RFC 3339 defines it.
///   - body: Writes the records.
/// - Returns: What `body` returns.
/// - Throws: ``WritingError`` where a record cannot be written, what the sink throws, and whatever `body` throws.
public func withCSVWriter<Result>(
  to sink: some ByteSink,
  _ format: CSVFormat = .standard,
  dates: TimestampFormat = .rfc3339,
  _ body: (CSVWriter) throws -> Result
) throws -> Result {
  try withCSVWriter(OpenedSink(sink), format, dates, body)
}

/// Calls `body` with a writer of CSV records that are added to an array of bytes.
///
/// ```swift
/// var bytes: [UInt8] = []
/// try withCSVWriter(to: &bytes) { writer in try writer.write(["a", "b"]) }
/// ```
///
/// - Throws: ``WritingError`` where a record cannot be written, and whatever `body` throws.
public func withCSVWriter<Result>(
  to bytes: inout [UInt8],
  _ format: CSVFormat = .standard,
  dates: TimestampFormat = .rfc3339,
  _ body: (CSVWriter) throws -> Result
) throws -> Result {
  try withSink(to: &bytes) { try withCSVWriter(OpenedSink($0), format, dates, body) }
}

private func withCSVWriter<Result>(
  _ opened: OpenedSink,
  _ format: CSVFormat,
  _ dates: TimestampFormat,
  _ body: (CSVWriter) throws -> Result
) throws -> Result {
  let output = RecordOutput(opened)
  return try output.closing {
    let composer = CSVComposer(format, target: output.name, dates: dates, existing: opened.existing)
    if !opened.existing.isLineEnded { output.buffer.append(format.lineEnd.text) }
    return try body(CSVWriter(output, composer))
  }
}

// MARK: Asynchronous

/// Opens a file and calls `body` with an asynchronous writer of CSV records; writes the rest and closes the file
/// when `body` returns or throws.
///
/// ```swift
/// try await withCSVWriter(to: "people.csv", .headed) { writer in
///   for try await person in people { try await writer.encode(person) }
/// }
/// ```
///
/// The file is opened, written and closed on a thread of its own. A closure without `await` takes the synchronous
/// ``withCSVWriter(to:_:mode:dates:_:)`` instead, which blocks the calling thread. The parameters and errors are the
/// same.
///
/// **Cancellation** ends the opening of a FIFO that nobody reads and a wait in `body` with a `CancellationError`. When
/// it returns, the file has every record that was given before, and is closed.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVWriter<Result>(
  to path: some FilePathConvertible,
  _ format: CSVFormat = .standard,
  mode: WritingMode = .overwrite,
  dates: TimestampFormat = .rfc3339,
  _ body: nonisolated(nonsending) (AsyncCSVWriter) async throws -> Result
) async throws -> Result {
  let open: @Sendable (WakePipe) throws -> OpenedSink = { interruption in
    try OpenedSink(at: path, mode, interruption: interruption) { try ExistingRecords(at: path, format) }
  }
  return try await withAsyncCSVWriter(to: path.displayName, open, format, dates, body)
}

/// Calls `body` with an asynchronous writer of CSV records to a byte sink, such as `.standardOutput`.
///
/// A thread of its own writes to the sink, and has ended when the call returns. A sink of your own that blocks delays
/// that, also after cancellation.
///
/// The parameters and errors are those of the synchronous form.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVWriter<Result>(
  to sink: some ByteSink & Sendable,
  _ format: CSVFormat = .standard,
  dates: TimestampFormat = .rfc3339,
  _ body: nonisolated(nonsending) (AsyncCSVWriter) async throws -> Result
) async throws -> Result {
  try await withAsyncCSVWriter(to: sink.name, { OpenedSink(sink.interrupted(by: $0)) }, format, dates, body)
}

nonisolated(nonsending) private func withAsyncCSVWriter<Result>(
  to name: String,
  _ open: @escaping @Sendable (WakePipe) throws -> OpenedSink,
  _ format: CSVFormat,
  _ dates: TimestampFormat,
  _ body: nonisolated(nonsending) (AsyncCSVWriter) async throws -> Result
) async throws -> Result {
  try await AsyncRecordOutput.writing(to: name, open) { output, existing async throws in
    let composer = CSVComposer(format, target: name, dates: dates, existing: existing)
    if !existing.isLineEnded { output.buffer.append(format.lineEnd.text) }
    return try await body(AsyncCSVWriter(output, composer))
  }
}
