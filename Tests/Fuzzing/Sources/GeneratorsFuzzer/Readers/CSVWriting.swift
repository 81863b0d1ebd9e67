import Generators

/// Writing CSV: whatever fields are written in whatever format are read again, or refused.
struct CSVWriting: FuzzedReader {
  static let name = "csv-writing"
  static let share = 10

  struct Settings {
    var format: CSVFormat
    var isAsynchronous: Bool
  }

  private static let pieces: [[UInt8]] =
    [
      "\u{1E}", "\u{1E}", "\u{1F}", "\u{1F}", "\u{1F}", ",", ";", "\t", "\"", "\"\"", "'", "\n", "\r\n", "\r", "\\",
      "#",
      " ", "a", "NA", "sep=;", "\u{FEFF}", "é", "BZh9", "PK\u{3}\u{4}", "=1", "-1", "\0",
      "a text that is longer than a vector of sixteen bytes",
    ].map { Array($0.utf8) } + [[0xFF, 0xFE], [0x28, 0xB5, 0x2F, 0xFD], [0x1F, 0x8B]]

  /// Fields with 0x1F between them, and records with 0x1E.
  func makeInput(_ random: inout Randomness) -> Input { Input(bytes: random.text(of: Self.pieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    var format = CSVFormat(&random)
    while format.skippedLines > 0 || format.limit < 1_048_576 { format = CSVFormat(&random) }
    return Settings(format: format, isAsynchronous: random.oneIn(20))
  }

  func expectation(for input: Input, _ settings: Settings) -> [[[UInt8]]] {
    input.bytes.split(separator: 0x1E, omittingEmptySubsequences: false).map { record in
      record.split(separator: 0x1F, omittingEmptySubsequences: false).map(Array.init)
    }
  }

  func check(_ reads: Reads, _ settings: Settings, against records: [[[UInt8]]]) async throws(Mismatch) {
    let format = settings.format
    var (written, kept) = ([UInt8](), [[[UInt8]]]())
    do {
      if settings.isAsynchronous {
        let sink = CollectingSink()
        try await withCSVWriter(to: sink, format) { writer in
          for record in records {
            do { try await writer.write(record) } catch is WritingError { continue }
            kept.append(record)
          }
        }
        written = sink.bytes
      } else {
        try withCSVWriter(to: &written, format) { writer in
          for record in records {
            do { try writer.write(record) } catch is WritingError { continue }
            kept.append(record)
          }
        }
      }
    } catch {
      throw Mismatch("writing ends with \(error)")
    }
    let cut = Reads(Input(bytes: written), .each(max(1, reads.bytes.count % 7)))
    var read: [[[UInt8]]] = []
    var isHeaderGiven = format.header != .firstRecord
    do {
      try withCSVRecords(of: cut, format) { given in
        for record in given {
          if !isHeaderGiven, let names = kept.first { read.append(names) }
          isHeaderGiven = true
          read.append(record.map { Array($0) })
          let isAnyLost = record.indices.contains { !record[$0].isEmpty && record.isNull($0) }
          try Mismatch.unless(!isAnyLost || format.quote == nil, "a text became null")
        }
      }
    } catch {
      throw Mismatch("\(quoted(written[...])) cannot be read: \(error)")
    }
    // A header without a record behind it is not shown.
    if !isHeaderGiven, kept.count == 1 { read = kept }
    try Mismatch.unless(
      read == kept,
      "\(quoted(written[...])) has \(read.count) records of \(kept.count), or other fields"
    )
  }
}

/// Bytes that a thread writes and the case reads afterwards.
final class CollectingSink: ByteSink, @unchecked Sendable {
  private(set) var bytes: [UInt8] = []

  func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
}
