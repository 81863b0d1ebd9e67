import Generators

/// JSON documents over several lines, cut by their brackets, against a walk byte by byte.
struct JSONRecordsReader: FuzzedReader {
  static let name = "json-records"
  static let share = 10

  struct Settings: CustomStringConvertible {
    var limit: Int
    var skips: Bool
    var isAsync: Bool

    var description: String { "limit \(limit)\(skips ? ", skipping" : "")\(isAsync ? ", asynchronously" : "")" }
  }

  private static let pieces: [[UInt8]] = [
    "{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "\\\"", " ", "\n", "\n", "\r\n", "1", "x", "\u{1E}", "\u{FEFF}",
    "{}",
    "{\n}", "[\n\n]", "\n{", "\n[", "é",
  ].map { Array($0.utf8) }

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<random.number(1...4) {
      var document = JSONDocument(&random).bytes
      for _ in 0..<random.below(4) {
        // Between tokens mostly, and in strings at times.
        let commas = document.indices.filter { ",:{[}]".utf8.contains(document[$0]) }
        if let place = commas.isEmpty ? nil : random.element(of: commas) { document.insert(10, at: place) }
      }
      switch random.below(5) {
      case 0: document = random.text(of: Self.pieces)
      case 1: random.damage(&document)
      default: break
      }
      bytes += document + random.element(of: [[10], [10], [32], [], [13, 10]])
    }
    return random.oneIn(4) ? random.padded(bytes) : Input(bytes: bytes)
  }

  func makeSettings(_ random: inout Randomness) -> Settings {
    let skips = random.oneIn(3)
    return Settings(limit: skips ? random.number(1...80) : 1 << 30, skips: skips, isAsync: random.oneIn(4))
  }

  /// The documents, by a walk over the lines with no regard to a limit.
  func expectation(for input: Input, _ settings: Settings) -> [[UInt8]] {
    let lines = ExpectedLines(input.bytes)
    var documents: [[UInt8]] = []
    var open: [UInt8] = []
    var depth = 0
    for (number, line) in lines.lines.enumerated() {
      let bytes = Array(lines.bytes(of: line))
      var place = 0
      if depth == 0 {
        place = PlainJSON(bytes: bytes).start
      } else {
        // The line end before this line.
        let last = lines.lines[number - 1].range.upperBound
        open += input.bytes[last..<line.range.lowerBound]
      }
      var isInString = false
      while place < bytes.count {
        let byte = bytes[place]
        if depth == 0, !isInString, open.isEmpty, [32, 9, 13, 0x1E].contains(byte) {
          place += 1
          continue
        }
        let isOpening = byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
        if depth == 0, !isInString, !open.isEmpty, isOpening || byte == 0x1E {
          documents.append(Self.trimmed(open))
          open = []
          continue
        }
        open.append(byte)
        place += 1
        if byte == UInt8(ascii: "\"") {
          isInString.toggle()
        } else if byte == UInt8(ascii: "\\"), place < bytes.count,
          isInString || depth > 0 && "\"\\".utf8.contains(bytes[place])
        {
          open.append(bytes[place])
          place += 1
        } else if !isInString, isOpening {
          depth += 1
        } else if !isInString, depth > 0, byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
          depth -= 1
          if depth == 0 {
            documents.append(open)
            open = []
          }
        }
      }
      if depth == 0, !open.isEmpty {
        documents.append(Self.trimmed(open))
        open = []
      }
    }
    return open.isEmpty ? documents : documents + [open]
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    Array(bytes[..<((bytes.lastIndex { ![32, 9, 13, 0x1E].contains($0) } ?? -1) + 1)])
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [[UInt8]]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    var records: [LineRecord] = []
    var skipped = 0
    do {
      let damaged = settings.skips ? JSONRecordDamage.skip : .fail
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads)).jsonRecords(limit: settings.limit, damaged: damaged)
        for try await record in lines { records.append(record) }
        skipped = lines.skippedRecords
      } else {
        try withLines(of: reads) { lines in
          let lines = lines.jsonRecords(limit: settings.limit, damaged: damaged)
          records = Array(lines)
          skipped = lines.skippedRecords
        }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    var end = 0
    for record in records {
      let bytes = Array(record.bytes)
      let range = record.offset..<record.offset + bytes.count
      let isThere = range.upperBound <= reads.bytes.count && reads.bytes[range].elementsEqual(bytes)
      try Mismatch.unless(isThere && range.lowerBound >= end, "\(quoted(bytes[...])) is not at \(record.offset)")
      end = range.upperBound
      // A line end counts as one byte.
      let size = record.lines.reduce(-1) { $0 + $1.bytes.count + 1 }
      if settings.skips { try Mismatch.unless(size <= settings.limit, "\(quoted(bytes[...])) is too long") }
    }
    if !settings.skips || skipped == 0 && expected.allSatisfy({ $0.count < settings.limit }) {
      let isRight = records.count == expected.count && zip(records, expected).allSatisfy { $0.bytes.elementsEqual($1) }
      try Mismatch.unless(isRight, "\(records.map(\.bytes.string)), not \(expected.map { quoted($0[...]) })")
    }
  }
}
