/// Writes CSV records one after the other. ``withCSVWriter(to:_:mode:dates:_:)`` makes it.
///
/// ```swift
/// try withCSVWriter(to: "people.csv", .headed) { writer in
///   try writer.write(["name", "age"])
///   try writer.write(["Ann", "30"])
///   try writer.write(["Bob", nil])
/// }
/// ```
///
/// A reader of the same format finds the same fields. A field gets quotes if it needs them: for a separator, a newline
/// or a quote in it, and for anything that the format would read in another way, such as a comment, white space that is
/// trimmed or a text that stands for null.
///
/// Records are collected in a buffer of 64 KiB, and written when it is full, by ``flush()``, and when the closure
/// returns or throws. A record that cannot be written leaves nothing behind, and others can be written after it. After
/// an error of the target, every further call throws it again.
public final class CSVWriter {
  private let output: RecordOutput
  private var composer: CSVComposer

  init(_ output: RecordOutput, _ composer: CSVComposer) { (self.output, self.composer) = (output, composer) }

  /// How many records have been given, the header among them, since the writer was made.
  public var recordCount: Int { composer.recordCount }

  /// Writes a record of texts.
  ///
  /// With ``CSVFormat/Header/firstRecord`` the first record is the header, unless the file to which records are added
  /// has one.
  ///
  /// - Throws: ``WritingError`` for a record that the format cannot hold, and what the target throws.
  public func write<Fields: Sequence>(_ fields: Fields) throws where Fields.Element: StringProtocol {
    try output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of bytes, such as a ``CSVRecord`` or some of its fields. They need not be UTF-8.
  ///
  /// - Throws: As for texts.
  public func write<Fields: Sequence>(_ fields: Fields) throws where Fields.Element: Collection<UInt8> {
    try output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of texts, some of which can be nil. The first of ``CSVFormat/nullTexts`` stands for nil.
  ///
  /// - Throws: As for texts.
  public func write(_ fields: some Sequence<String?>) throws {
    try output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of fields that were read, some of which can be nil.
  ///
  /// ```swift
  /// try writer.write([record["id"], record["name"]])
  /// ```
  ///
  /// - Throws: As for texts.
  public func write(_ fields: some Sequence<ByteSlice?>) throws {
    try output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes the record of a value: a field for each of its keys.
  ///
  /// ```swift
  /// struct Sale: Encodable { var id: Int; var customer: String; var amount: Double? }
  /// try withCSVWriter(to: "sales.csv", .headed) { writer in
  ///   for sale in sales { try writer.encode(sale) }
  /// }
  /// ```
  ///
  /// The fields are in the order of the header: of ``CSVFormat/Header/names(_:)``, of the first record written, or of
  /// the file to which records are added. If there is none, the names are the keys of the first value, in the order in
  /// which it encodes them; with ``CSVFormat/Header/firstRecord`` they are written before it. A value that is nil, and
  /// a name without a key, is written as the first of ``CSVFormat/nullTexts``.
  ///
  /// Numbers have as few digits as give them again, `Bool`s are `true` and `false`, dates are in the format that the
  /// writer was made with, `URL`s and `Decimal`s are their text, and enumerations with raw values are these values.
  ///
  /// - Throws: ``WritingError`` of code ``WritingError/Code/unencodable`` for lists and values with keys inside the
  ///   value, which one field cannot hold, and for a key that is not in the header; else as for texts.
  public func encode(_ value: some Encodable) throws {
    try output.makeRoom()
    try composer.encode(value, to: output.buffer)
  }

  /// Writes what is in the buffer to the target.
  ///
  /// - Throws: What the target throws.
  public func flush() throws { try output.flush() }
}

/// Writes CSV records without blocking the caller's thread: ``CSVWriter`` for asynchronous functions. The asynchronous
/// `withCSVWriter` makes it.
///
/// ```swift
/// try await withCSVWriter(to: "people.csv", .headed) { writer in
///   for try await person in people { try await writer.encode(person) }
/// }
/// ```
///
/// A thread of its own writes a full buffer while the next one is being filled. A call waits only if both are full.
///
/// **Cancellation** ends a wait with a `CancellationError`, and the record of that call is not written. Records before
/// it are written to a file when the closure ends. A pipe or a socket gets only what it takes at once.
public final class AsyncCSVWriter {
  private let output: AsyncRecordOutput
  private var composer: CSVComposer

  init(_ output: AsyncRecordOutput, _ composer: CSVComposer) { (self.output, self.composer) = (output, composer) }

  /// How many records have been given, the header among them, since the writer was made.
  public var recordCount: Int { composer.recordCount }

  /// Writes a record of texts, as ``CSVWriter/write(_:)`` does.
  ///
  /// - Throws: ``WritingError`` for a record that the format cannot hold, what the target throws, and
  ///   `CancellationError`.
  nonisolated(nonsending) public func write<Fields: Sequence>(
    _ fields: Fields
  ) async throws where Fields.Element: StringProtocol {
    try await output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of bytes, such as a ``CSVRecord`` or some of its fields.
  ///
  /// - Throws: As for texts.
  nonisolated(nonsending) public func write<Fields: Sequence>(
    _ fields: Fields
  ) async throws where Fields.Element: Collection<UInt8> {
    try await output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of texts, some of which can be nil.
  ///
  /// - Throws: As for texts.
  nonisolated(nonsending) public func write(_ fields: some Sequence<String?>) async throws {
    try await output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes a record of fields that were read, some of which can be nil.
  ///
  /// - Throws: As for texts.
  nonisolated(nonsending) public func write(_ fields: some Sequence<ByteSlice?>) async throws {
    try await output.makeRoom()
    try composer.write(fields, to: output.buffer)
  }

  /// Writes the record of a value, as ``CSVWriter/encode(_:)`` does.
  ///
  /// - Throws: As ``CSVWriter/encode(_:)``, and `CancellationError`.
  nonisolated(nonsending) public func encode(_ value: some Encodable) async throws {
    try await output.makeRoom()
    try composer.encode(value, to: output.buffer)
  }

  /// Waits until all records so far have been written to the target.
  ///
  /// - Throws: What the target throws, and `CancellationError`.
  nonisolated(nonsending) public func flush() async throws { try await output.flush() }
}
