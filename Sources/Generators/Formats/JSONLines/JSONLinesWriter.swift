/// Writes JSON Lines: a document a line. ``withJSONLinesWriter(to:mode:dates:_:)`` makes it.
///
/// ```swift
/// try withJSONLinesWriter(to: "events.jsonl") { writer in
///   for event in events { try writer.encode(event) }
/// }
/// ```
///
/// Documents are collected in a buffer of 64 KiB, and written when it is full, by ``flush()``, and when the closure
/// returns or throws. A value that cannot be encoded leaves nothing behind, and others can be written after it. After
/// an error of the target, every further call throws it again.
public final class JSONLinesWriter {
  private let output: RecordOutput
  private var composer: JSONLineComposer

  init(_ output: RecordOutput, _ composer: JSONLineComposer) { (self.output, self.composer) = (output, composer) }

  /// How many documents have been given since the writer was made.
  public var recordCount: Int { composer.recordCount }

  /// Writes a value as a document.
  ///
  /// It is JSON as RFC 8259 defines it, without white space, the members in the order in which the value encodes them.
  /// Numbers have as few digits as give them again, and text is escaped only where it has to be: for quotes,
  /// backslashes and control characters. Dates are in the format that the writer was made with, `Data` is text in
  /// Base64 (RFC 4648), a `URL` its text and a `Decimal` a number.
  ///
  /// - Throws: ``WritingError`` of code ``WritingError/Code/unencodable`` for a number that is not finite, values over
  ///   512 levels deep, and whatever the value's `encode(to:)` throws; and what the target throws.
  public func encode(_ value: some Encodable) throws {
    try output.makeRoom()
    try composer.encode(value, to: output.buffer)
  }

  /// Writes a document that is JSON already. It is not checked, except that it is not empty.
  ///
  /// Newlines become spaces, so that it is one line. JSON has them between tokens only.
  ///
  /// - Throws: ``WritingError`` of code ``WritingError/Code/unrepresentable`` for an empty text, and what the target
  ///   throws.
  public func write(_ document: some StringProtocol) throws {
    try output.makeRoom()
    try composer.write(document, to: output.buffer)
  }

  /// Writes a document that is JSON already, from its bytes, such as those of a field.
  ///
  /// - Throws: As for text.
  public func write(_ document: some Collection<UInt8>) throws {
    try output.makeRoom()
    try composer.write(document, to: output.buffer)
  }

  /// Writes a line that was read and is a document.
  ///
  /// - Throws: As for text; also for a line that was truncated.
  public func write(_ line: Line) throws {
    try output.makeRoom()
    try composer.write(line, to: output.buffer)
  }

  /// Writes lines that were read and are a document together.
  ///
  /// - Throws: As for a line; also for a record with lines that were left out.
  public func write(_ record: LineRecord) throws {
    try output.makeRoom()
    try composer.write(record, to: output.buffer)
  }

  /// Writes what is in the buffer to the target.
  ///
  /// - Throws: What the target throws.
  public func flush() throws { try output.flush() }
}

/// Writes JSON Lines without blocking the caller's thread: ``JSONLinesWriter`` for asynchronous functions. The
/// asynchronous `withJSONLinesWriter` makes it.
///
/// A thread of its own writes a full buffer while the next one is being filled. A call waits only if both are full.
///
/// **Cancellation** ends a wait with a `CancellationError`, and the document of that call is not written. Documents
/// before it are written to a file when the closure ends. A pipe or a socket gets only what it takes at once.
public final class AsyncJSONLinesWriter {
  private let output: AsyncRecordOutput
  private var composer: JSONLineComposer

  init(_ output: AsyncRecordOutput, _ composer: JSONLineComposer) { (self.output, self.composer) = (output, composer) }

  /// How many documents have been given since the writer was made.
  public var recordCount: Int { composer.recordCount }

  /// Writes a value as a document, as ``JSONLinesWriter/encode(_:)`` does.
  ///
  /// - Throws: As ``JSONLinesWriter/encode(_:)``, and `CancellationError`.
  nonisolated(nonsending) public func encode(_ value: some Encodable) async throws {
    try await output.makeRoom()
    try composer.encode(value, to: output.buffer)
  }

  /// Writes a document that is JSON already.
  ///
  /// - Throws: As the synchronous form, and `CancellationError`.
  nonisolated(nonsending) public func write(_ document: some StringProtocol) async throws {
    try await output.makeRoom()
    try composer.write(document, to: output.buffer)
  }

  /// Writes a document that is JSON already, from its bytes.
  ///
  /// - Throws: As the synchronous form, and `CancellationError`.
  nonisolated(nonsending) public func write(_ document: some Collection<UInt8>) async throws {
    try await output.makeRoom()
    try composer.write(document, to: output.buffer)
  }

  /// Writes a line that was read and is a document.
  ///
  /// - Throws: As the synchronous form, and `CancellationError`.
  nonisolated(nonsending) public func write(_ line: Line) async throws {
    try await output.makeRoom()
    try composer.write(line, to: output.buffer)
  }

  /// Writes lines that were read and are a document together.
  ///
  /// - Throws: As the synchronous form, and `CancellationError`.
  nonisolated(nonsending) public func write(_ record: LineRecord) async throws {
    try await output.makeRoom()
    try composer.write(record, to: output.buffer)
  }

  /// Waits until all documents so far have been written to the target.
  ///
  /// - Throws: What the target throws, and `CancellationError`.
  nonisolated(nonsending) public func flush() async throws { try await output.flush() }
}
