import Generators

/// Lines joined to records, with small limits too.
struct RecordsReader: FuzzedReader {
  static let name = "records"
  static let share = 10

  struct Settings {
    var start: [UInt8]
    var limit: Int
    var isAsync: Bool
    var isRule: Bool
  }

  struct Record: Equatable {
    var lines: Range<Int>
    var hasStart: Bool
    var omittedLineCount: Int
    var next: Int
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      start: Array(random.element(of: ["[", "[1] ", "a", "", "ERR", "\u{FEFF}"]).utf8),
      limit: random.oneIn(2) ? 1_048_576 : random.number(1...40),
      isAsync: random.oneIn(6),
      isRule: random.oneIn(3)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> (lines: ExpectedLines, records: [Record]) {
    let lines = ExpectedLines(input.bytes)
    var records: [Record] = []
    var size = 0
    for (index, line) in lines.lines.enumerated() {
      let begins = input.bytes[line.range].starts(with: settings.start)
      if begins || records.isEmpty {
        records.append(Record(lines: index..<index + 1, hasStart: begins, omittedLineCount: 0, next: line.next))
        size = line.range.count + 1
        continue
      }
      var record = records.removeLast()
      if record.omittedLineCount == 0, size + line.range.count + 1 <= settings.limit {
        record.lines = record.lines.lowerBound..<index + 1
        size += line.range.count + 1
      } else {
        record.omittedLineCount += 1
      }
      record.next = line.next
      records.append(record)
    }
    return (lines, records)
  }

  func check(
    _ reads: Reads,
    _ settings: Settings,
    against expected: (lines: ExpectedLines, records: [Record])
  ) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let prefix = settings.start
    let start: RecordStart =
      settings.isRule ? .line { $0.bytes.starts(with: prefix) } : .text(String(decoding: prefix, as: UTF8.self))
    do {
      if settings.isAsync {
        var index = 0
        let lines = AsyncLines(of: AsyncReads(reads: reads))
        for try await record in lines.records(startingWith: start, limit: settings.limit) {
          try compare(record, index, expected)
          index += 1
        }
        try Mismatch.unless(index == expected.records.count, "\(index) records, not \(expected.records.count)")
      } else {
        let records = try withLines(of: reads) { lines in
          Array(lines.records(startingWith: start, limit: settings.limit))
        }
        for (index, record) in records.enumerated() { try compare(record, index, expected) }
        try Mismatch.unless(
          records.count == expected.records.count,
          "\(records.count) records, not \(expected.records.count)"
        )
      }
    } catch let mismatch as Mismatch {
      throw Mismatch("\(settings): \(mismatch.description)")
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }

  private func compare(
    _ record: LineRecord,
    _ index: Int,
    _ expected: (lines: ExpectedLines, records: [Record])
  ) throws(Mismatch) {
    try Mismatch.unless(index < expected.records.count, "a record too many: \(record)")
    let wanted = expected.records[index]
    let lines = expected.lines.lines[wanted.lines]
    let isRight =
      record.lines.count == lines.count
      && zip(record.lines, lines).allSatisfy { line, wanted in
        line.bytes.elementsEqual(expected.lines.bytes(of: wanted)) && line.number == wanted.number
          && line.offset == wanted.range.lowerBound
      }
      && record.hasStart == wanted.hasStart && record.omittedLineCount == wanted.omittedLineCount
      && record.nextPosition.offset == wanted.next
    try Mismatch.unless(isRight, "record \(index) is \(record), not \(wanted)")
  }
}
