import Generators

/// CSV: every format, records over the limit, quotes that are never closed or stray, ragged records, comments.
struct CSVReader: FuzzedReader {
  static let name = "csv"
  static let share = 20

  struct Settings {
    var format: CSVFormat
    var form: LineForm
  }

  private static let pieces: [[UInt8]] =
    [
      ",", ",", ",", ";", "\t", "\"", "\"", "\"\"", "\"\"\"", "\n", "\n", "\r\n", "\r\n", "\r", "\r\r", "\\", "\\\"",
      "\\\\", "a", "b", "1", " ", "\0", "é", "\u{FEFF}", "name", "\"a,b\"", "\"a\nb\"", "\"a\"\"b\"", "\"x\"y", "a\"b",
      "a text that is longer than a vector of thirty-two bytes, with a comma", "\",\"", "\"\n\"", "\"\r\n",
      "'", "''", "#", "\n#", " \"", "\" ", "\t", "NA", "sep=;\n", "sep=,\r\n", "\n\n", ",,",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xEF, 0xBB]]

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes = random.oneIn(2) ? random.text(of: Self.pieces) : table(&random)
    if random.oneIn(8) { bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0) }
    return random.padded(bytes)
  }

  /// A table that keeps to the rules, or would, were it not damaged.
  private func table(_ random: inout Randomness) -> [UInt8] {
    var bytes: [UInt8] = []
    let newline: [UInt8] = random.element(of: [[10], [13, 10], [13]])
    let width = random.number(1...4)
    for row in 0..<random.below(7) {
      if row > 0 { bytes += newline }
      for column in 0..<(random.oneIn(10) ? random.number(1...5) : width) {
        if column > 0 { bytes.append(UInt8(ascii: ",")) }
        let text = (0..<random.below(random.oneIn(9) ? 40 : 4)).map { _ in
          random.element(of: Array("ab\", \r\n\\é'#\t".utf8))
        }
        let needsQuotes = text.contains { "\",\r\n".utf8.contains($0) }
        if needsQuotes || random.oneIn(3) {
          bytes.append(UInt8(ascii: "\""))
          for byte in text { bytes += byte == UInt8(ascii: "\"") ? [byte, byte] : [byte] }
          bytes.append(UInt8(ascii: "\""))
        } else {
          bytes += text
        }
      }
    }
    if random.oneIn(2) { bytes += newline }
    if random.oneIn(3) { random.damage(&bytes) }
    return bytes
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    return Settings(format: CSVFormat(&random), form: LineForm(&random))
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedCSV {
    ExpectedCSV(isPlain(input.bytes) ? input.bytes : [], settings.format)
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedCSV) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    var count = 0
    var skipped = 0
    var failure: (any Error)?
    func compare(_ record: CSVRecord) throws(Mismatch) {
      try self.compare(record, count, expected)
      count += 1
    }
    func compare(_ records: CSVRecords) throws {
      if settings.form == .kept {
        for record in Array(records) { try compare(record) }
      } else {
        for record in records { try compare(record) }
      }
      skipped = records.skippedRecords
    }
    func compare(_ records: AsyncCSVRecords) async throws {
      defer { skipped = records.skippedRecords }
      for try await record in records { try compare(record) }
    }
    do {
      switch settings.form {
      case .source, .kept: try withCSVRecords(of: reads, settings.format) { try compare($0) }
      case .chunks: try withCSVRecords(of: reads.chunks, settings.format) { try compare($0) }
      case .memory: try withCSVRecords(of: reads.bytes, settings.format) { try compare($0) }
      case .singleBytes:
        try withCSVRecords(of: IteratorSequence(reads.bytes.makeIterator()), settings.format) { try compare($0) }
      case .asyncChunks: try await compare(AsyncCSVRecords(of: AsyncReads(reads: reads), settings.format))
      case .asyncSource: try await compare(AsyncCSVRecords(of: reads, settings.format))
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      failure = error
    }
    try Mismatch.unless(count == expected.records.count, "\(count) records, not \(expected.records.count)")
    try Mismatch.unless(skipped == expected.skipped, "\(skipped) records skipped, not \(expected.skipped)")
    let found = (failure as? RecordError).map {
      ExpectedCSV.Failure(code: $0.code, number: $0.number, line: $0.line, offset: $0.offset)
    }
    let isRight = found == expected.failure && (failure == nil) == (found == nil)
    try Mismatch.unless(
      isRight,
      "it ends with \(failure.map { "\($0)" } ?? "no error"), not \(expected.failure.map { "\($0)" } ?? "without")"
    )
  }

  private func compare(_ record: CSVRecord, _ index: Int, _ expected: ExpectedCSV) throws(Mismatch) {
    try Mismatch.unless(index < expected.records.count, "a record too many: \(record)")
    let wanted = expected.records[index]
    let areFieldsRight =
      record.count == wanted.fields.count && zip(record, wanted.fields).allSatisfy { $0.elementsEqual($1) }
    try Mismatch.unless(
      areFieldsRight && record.number == wanted.number && record.line == wanted.line && record.offset == wanted.offset,
      "record \(record.number), line \(record.line), at \(record.offset) is \(record), not \(wanted.fields.map { quoted($0[...]) }) "
        + "with \(wanted.number), line \(wanted.line), at \(wanted.offset)"
    )
    let nulls = record.indices.map { record.isNull($0) }
    try Mismatch.unless(nulls == wanted.nulls, "the nulls of record \(record.number) are \(nulls)")
    try Mismatch.unless(record.header?.names == expected.header, "the header is \(record.header?.names ?? [])")
    guard let name = expected.header?.last, !name.isEmpty, let place = expected.header?.firstIndex(of: name) else {
      return
    }
    try Mismatch.unless(
      record[name] == (place < record.count ? record[place] : nil),
      "record \(record.number) by the name \(name)"
    )
  }
}

extension CSVFormat {
  /// Any format, the usual ones more often.
  init(_ random: inout Randomness) {
    let escapes = random.oneIn(3)
    let quote: Character? = random.oneIn(8) && !escapes ? nil : random.oneIn(4) ? "'" : "\""
    let header: Header =
      switch random.below(4) {
      case 0: .names(Array(["a", "b", "name", "c"].prefix(random.below(5))))
      case 1, 2: .firstRecord
      default: .none
      }
    self.init(
      separator: random.oneIn(2) ? "," : random.element(of: [";", "\t", "a", " ", "\0"]),
      quote: quote,
      comment: random.oneIn(3) ? "#" : nil,
      header: header,
      duplicateNames: random.element(of: [.allow, .suffix, .fail]),
      skippedLines: random.oneIn(6) ? random.below(3) : 0,
      detectsSeparator: random.oneIn(4),
      trimsFields: random.oneIn(3),
      nullTexts: random.oneIn(2) ? [""] : ["NA", "", "a"],
      strictQuotes: random.oneIn(3),
      ragged: random.element(of: [.fail, .skip, .allow]),
      damaged: random.oneIn(2) ? .skip : .fail,
      limit: random.oneIn(2) ? 1_048_576 : random.number(1...60),
      backslashEscapes: escapes,
      quoting: quote != nil && random.oneIn(6) ? .always : .asNeeded,
      lineEnd: random.oneIn(2) ? .lf : .crlf
    )
  }
}
