/// What is in a file to which records are added.
struct ExistingRecords: Sendable {
  var hasContent = false
  /// Whether its last line has its end.
  var isLineEnded = true
  /// The names in its first record, where the format takes them from there.
  var names: [String]?

  init() {}

  /// - Throws: ``WritingError`` where no records can be added to the file.
  init(at path: some FilePathConvertible) throws { (hasContent, isLineEnded) = try EndOfFile.look(at: path) }

  /// - Throws: ``WritingError`` where no records can be added to the file; ``ReadingError`` or ``RecordError`` where the
  ///   names cannot be read.
  init(at path: some FilePathConvertible, _ format: CSVFormat) throws {
    try self.init(at: path)
    guard hasContent, format.header == .firstRecord else { return }
    // A file of empty lines and comments has no header yet.
    names = try withCSVRecords(at: path, format.ofRecordsOnly) { records in
      records.first { _ in true }?.map(\.string)
    }
  }
}
