import Generators

/// What a CSV record is, apart from where its bytes lie.
struct PlainRecord: Hashable, CustomStringConvertible {
  var fields: [[UInt8]]
  var number: Int
  var offset: Int

  init(fields: [[UInt8]], number: Int, offset: Int) {
    (self.fields, self.number, self.offset) = (fields, number, offset)
  }

  init(_ record: CSVRecord) {
    self.init(fields: record.map { Array($0) }, number: record.number, offset: record.offset)
  }

  var description: String {
    "\(number) at \(offset): \(fields.map { String(decoding: $0, as: UTF8.self) })"
  }
}

/// Everything that a reading gives: the records, how many were left out, and the error that ended it.
struct PlainCSV: Hashable {
  struct Failure: Hashable {
    var code: RecordError.Code
    var number: Int
    var offset: Int
  }

  var records: [PlainRecord] = []
  var header: [String]?
  var skipped = 0
  var failure: Failure?

  init(records: [PlainRecord] = [], header: [String]? = nil, skipped: Int = 0, failure: (any Error)?) {
    (self.records, self.header, self.skipped) = (records, header, skipped)
    self.failure = (failure as? RecordError).map { Failure(code: $0.code, number: $0.number, offset: $0.offset) }
  }
}

extension PlainCSV {
  /// What `bytes` are by a plain reading of the rules, a byte at a time with all of them at hand.
  init(_ bytes: [UInt8], _ format: CSVFormat) {
    self.init(failure: nil)
    var width: Int?
    if case .names(let names) = format.header { (header, width) = (names, names.count) }
    var number = 1
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let record = Self.record(of: bytes, from: start, format)
      let isTooLong = record.end - start > format.limit
      if isTooLong || !record.isWhole {
        guard format.damaged == .skip, header != nil || format.header != .firstRecord else {
          failure = Failure(code: isTooLong ? .recordTooLong : .unterminatedQuote, number: number, offset: start)
          return
        }
        skipped += 1
        number += 1
        start = Self.nextLine(of: bytes, from: start)
        continue
      }
      defer { start = record.next }
      if record.fields == [[]], record.end == start { continue }
      defer { number += 1 }
      if header == nil, format.header == .firstRecord {
        header = record.fields.map { String(decoding: $0, as: UTF8.self) }
        width = record.fields.count
      } else if format.ragged == .allow || record.fields.count == width ?? record.fields.count {
        width = width ?? record.fields.count
        records.append(PlainRecord(fields: record.fields, number: number, offset: start))
      } else if format.ragged == .skip {
        skipped += 1
      } else {
        failure = Failure(code: .raggedRecord, number: number, offset: start)
        return
      }
    }
  }

  private static let (quote, lineFeed, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  /// The record that starts at `start`: its fields, where it ends and where the next one starts.
  private static func record(
    of bytes: [UInt8],
    from start: Int,
    _ format: CSVFormat
  ) -> (fields: [[UInt8]], end: Int, next: Int, isWhole: Bool) {
    let separator = format.separator.asciiValue!
    var fields: [[UInt8]] = []
    var at = start
    while true {
      var field: [UInt8] = []
      if at < bytes.count, bytes[at] == quote {
        at += 1
        while true {
          guard at < bytes.count else { return (fields, at, at, false) }
          let byte = bytes[at]
          at += 1
          if byte == UInt8(ascii: "\\"), format.backslashEscapes {
            guard at < bytes.count else { return (fields, at, at, false) }
            field.append(bytes[at])
            at += 1
          } else if byte != quote {
            field.append(byte)
          } else if at < bytes.count, bytes[at] == quote {
            field.append(quote)
            at += 1
          } else {
            break
          }
        }
      }
      while at < bytes.count, ![separator, lineFeed, carriageReturn].contains(bytes[at]) {
        field.append(bytes[at])
        at += 1
      }
      fields.append(field)
      guard at < bytes.count, bytes[at] == separator else { break }
      at += 1
    }
    return (fields, at, nextLine(of: bytes, from: at), true)
  }

  /// The place behind the first end of a line at or after `start`.
  private static func nextLine(of bytes: [UInt8], from start: Int) -> Int {
    guard let end = bytes[start...].firstIndex(where: { $0 == lineFeed || $0 == carriageReturn }) else {
      return bytes.count
    }
    let isPair = bytes[end] == carriageReturn && end + 1 < bytes.count && bytes[end + 1] == lineFeed
    return end + (isPair ? 2 : 1)
  }
}

extension PlainCSV {
  /// What the package makes of chunks of bytes.
  init(reading chunks: [[UInt8]], _ format: CSVFormat) {
    self.init(failure: nil)
    var (records, skipped, header) = ([PlainRecord](), 0, [String]?.none)
    var thrown: (any Error)?
    do {
      try withCSVRecords(of: chunks, format) { read in
        defer { skipped = read.skippedRecords }
        for record in read {
          records.append(PlainRecord(record))
          header = record.header?.names
        }
      }
    } catch {
      thrown = error
    }
    self.init(records: records, header: header, skipped: skipped, failure: thrown)
  }

  /// Without the header where there is no record that would show it.
  var shown: PlainCSV {
    var shown = self
    if records.isEmpty { shown.header = nil }
    return shown
  }
}

/// The texts of the fields of the records of `text`.
func csv(_ text: String, _ format: CSVFormat = .standard) throws -> [[String]] {
  try withCSVRecords(of: Array(text.utf8), format) { records in Array(records.map { $0.map(\.string) }) }
}

/// The error that the records of `text` end with.
func csvError(_ text: String, _ format: CSVFormat = .standard) -> RecordError? {
  do {
    _ = try csv(text, format)
    return nil
  } catch {
    return error as? RecordError
  }
}
