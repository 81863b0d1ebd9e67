/// Opens a file and calls `body` with a writer of JSON Lines; writes the rest and closes the file when `body`
/// returns or throws.
///
/// ```swift
/// try withJSONLinesWriter(to: "events.jsonl", mode: .append) { writer in
///   for event in events { try writer.encode(event) }
/// }
/// ```
///
/// If `body` throws, the documents before that are written, except with ``WritingMode/atomic``, which leaves the file
/// as it was. A full disk and other errors are thrown with the path, by a call in `body` or when it has returned: if
/// the function returns, the system has taken all documents.
///
/// - Parameters:
///   - path: The file. It can be a FIFO or a device, except with ``WritingMode/atomic``.
///   - mode: What happens to a file that exists; by default its content is replaced.
///   - dates: How ``JSONLinesWriter/encode(_:)`` writes a `Date` and a ``Timestamp``; by default as RFC 3339 defines
///     it.
///   - body: Writes the documents. The writer cannot be used after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``WritingError`` where the file cannot be opened, written or closed, or a document not be written, and
///   whatever `body` throws.
/// - Complexity: Memory is a buffer of 64 KiB and the longest document.
public func withJSONLinesWriter<Result>(
  to path: some FilePathConvertible,
  mode: WritingMode = .overwrite,
  dates: TimestampFormat = .rfc3339,
  _ body: (JSONLinesWriter) throws -> Result
) throws -> Result {
  try withJSONLinesWriter(OpenedSink(at: path, mode) { try ExistingRecords(at: path) }, dates, body)
}

/// Calls `body` with a writer of JSON Lines to a byte sink, such as `.standardOutput`.
///
/// - Parameters:
///   - sink: Where the bytes go: `.standardOutput`, `.fileDescriptor(3)`, `.closure { … }`, or a type of your own.
///   - dates: How ``JSONLinesWriter/encode(_:)`` writes a `Date` and a ``Timestamp``; by default as RFC 3339 defines
///     it.
///   - body: Writes the documents.
/// - Returns: What `body` returns.
/// - Throws: ``WritingError`` where a document cannot be written, what the sink throws, and whatever `body` throws.
public func withJSONLinesWriter<Result>(
  to sink: some ByteSink,
  dates: TimestampFormat = .rfc3339,
  _ body: (JSONLinesWriter) throws -> Result
) throws -> Result {
  try withJSONLinesWriter(OpenedSink(sink), dates, body)
}

/// Calls `body` with a writer of JSON Lines that are added to an array of bytes.
///
/// - Throws: ``WritingError`` where a document cannot be written, and whatever `body` throws.
public func withJSONLinesWriter<Result>(
  to bytes: inout [UInt8],
  dates: TimestampFormat = .rfc3339,
  _ body: (JSONLinesWriter) throws -> Result
) throws -> Result {
  try withSink(to: &bytes) { try withJSONLinesWriter(OpenedSink($0), dates, body) }
}

private func withJSONLinesWriter<Result>(
  _ opened: OpenedSink,
  _ dates: TimestampFormat,
  _ body: (JSONLinesWriter) throws -> Result
) throws -> Result {
  let output = RecordOutput(opened)
  return try output.closing {
    if !opened.existing.isLineEnded { output.buffer.append("\n" as StaticString) }
    return try body(JSONLinesWriter(output, JSONLineComposer(target: output.name, dates: dates)))
  }
}

// MARK: Asynchronous

/// Opens a file and calls `body` with an asynchronous writer of JSON Lines; writes the rest and closes the file when
/// `body` returns or throws.
///
/// ```swift
/// try await withJSONLinesWriter(to: "events.jsonl") { writer in
///   for try await event in events { try await writer.encode(event) }
/// }
/// ```
///
/// The file is opened, written and closed on a thread of its own. A closure without `await` takes the synchronous
/// ``withJSONLinesWriter(to:mode:dates:_:)`` instead, which blocks the calling thread. The parameters and errors are
/// the same.
///
/// **Cancellation** ends the opening of a FIFO that nobody reads and a wait in `body` with a `CancellationError`. When
/// it returns, the file has every document that was given before, and is closed.
@_disfavoredOverload
nonisolated(nonsending) public func withJSONLinesWriter<Result>(
  to path: some FilePathConvertible,
  mode: WritingMode = .overwrite,
  dates: TimestampFormat = .rfc3339,
  _ body: nonisolated(nonsending) (AsyncJSONLinesWriter) async throws -> Result
) async throws -> Result {
  let open: @Sendable (WakePipe) throws -> OpenedSink = { interruption in
    try OpenedSink(at: path, mode, interruption: interruption) { try ExistingRecords(at: path) }
  }
  return try await withAsyncJSONLinesWriter(to: path.displayName, open, dates, body)
}

/// Calls `body` with an asynchronous writer of JSON Lines to a byte sink, such as `.standardOutput`.
///
/// A thread of its own writes to the sink, and has ended when the call returns. A sink of your own that blocks delays
/// that, also after cancellation.
///
/// The parameters and errors are those of the synchronous form.
@_disfavoredOverload
nonisolated(nonsending) public func withJSONLinesWriter<Result>(
  to sink: some ByteSink & Sendable,
  dates: TimestampFormat = .rfc3339,
  _ body: nonisolated(nonsending) (AsyncJSONLinesWriter) async throws -> Result
) async throws -> Result {
  try await withAsyncJSONLinesWriter(to: sink.name, { OpenedSink(sink.interrupted(by: $0)) }, dates, body)
}

nonisolated(nonsending) private func withAsyncJSONLinesWriter<Result>(
  to name: String,
  _ open: @escaping @Sendable (WakePipe) throws -> OpenedSink,
  _ dates: TimestampFormat,
  _ body: nonisolated(nonsending) (AsyncJSONLinesWriter) async throws -> Result
) async throws -> Result {
  try await AsyncRecordOutput.writing(to: name, open) { output, existing async throws in
    if !existing.isLineEnded { output.buffer.append("\n" as StaticString) }
    return try await body(AsyncJSONLinesWriter(output, JSONLineComposer(target: name, dates: dates)))
  }
}
