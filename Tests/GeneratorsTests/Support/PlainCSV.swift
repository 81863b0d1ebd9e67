import Generators

/// What a CSV record is, apart from where its bytes lie.
struct PlainRecord: Hashable, CustomStringConvertible {
  var fields: [[UInt8]]
  var number: Int
  var line: Int
  var offset: Int
  /// Which fields stand for no value.
  var nulls: [Bool]

  init(fields: [[UInt8]], number: Int, line: Int, offset: Int, nulls: [Bool]) {
    (self.fields, self.number, self.line, self.offset, self.nulls) = (fields, number, line, offset, nulls)
  }

  init(_ record: CSVRecord) {
    self.init(
      fields: record.map { Array($0) },
      number: record.number,
      line: record.line,
      offset: record.offset,
      nulls: record.indices.map(record.isNull)
    )
  }

  var description: String {
    "\(number), line \(line), at \(offset): \(fields.map { String(decoding: $0, as: UTF8.self) })"
  }
}

/// Everything that a reading gives: the records, how many were left out, and the error that ended it.
struct PlainCSV: Hashable {
  struct Failure: Hashable {
    var code: RecordError.Code
    var number: Int
    var line: Int?
    var offset: Int
  }

  var records: [PlainRecord] = []
  var header: [String]?
  var skipped = 0
  var failure: Failure?

  init(records: [PlainRecord] = [], header: [String]? = nil, skipped: Int = 0, failure: (any Error)?) {
    (self.records, self.header, self.skipped) = (records, header, skipped)
    self.failure = (failure as? RecordError).map {
      Failure(code: $0.code, number: $0.number, line: $0.line, offset: $0.offset)
    }
  }
}

extension PlainCSV {
  /// What `bytes` are by a plain reading of the rules, a byte at a time with all of them at hand.
  init(_ bytes: [UInt8], _ format: CSVFormat) {
    self.init(failure: nil)
    var rules = PlainCSVRules(format)
    var width: Int?
    if case .names(let names) = format.header {
      header = format.duplicateNames == .suffix ? Self.suffixed(names) : names
      width = names.count
    }
    var number = 1
    var (line, counted) = (1, 0)
    var start = rules.startOfRecords(in: bytes)
    func fail(_ code: RecordError.Code, _ start: Int) -> Failure {
      Failure(code: code, number: number, line: line, offset: start)
    }
    while start < bytes.count {
      let record = rules.record(of: bytes, from: start)
      start = record.start
      while counted < start {
        let isPair = bytes[counted] == 10 && counted > 0 && bytes[counted - 1] == 13
        line += bytes[counted] == 13 || bytes[counted] == 10 && !isPair ? 1 : 0
        counted += 1
      }
      let isTooLong = record.end - start > format.limit
      if isTooLong || record.damage != nil {
        guard format.damaged == .skip, header != nil || format.header != .firstRecord else {
          failure = fail(isTooLong ? .recordTooLong : record.damage!, start)
          return
        }
        skipped += 1
        number += 1
        start = PlainCSVRules.nextLine(of: bytes, from: start)
        continue
      }
      defer { start = record.next }
      if record.isComment || record.fields == [[]] && record.end == start { continue }
      defer { number += 1 }
      if header == nil, format.header == .firstRecord {
        var names = record.fields.map { String(decoding: $0, as: UTF8.self) }
        if format.duplicateNames == .suffix { names = Self.suffixed(names) }
        let named = names.filter { !$0.isEmpty }
        if format.duplicateNames == .fail, Set(named).count < named.count {
          failure = fail(.duplicateName, start)
          return
        }
        (header, width) = (names, names.count)
      } else if format.ragged == .allow || record.fields.count == width ?? record.fields.count {
        width = width ?? record.fields.count
        let nulls = zip(record.fields, record.quoted).map { field, isQuoted in
          (field.isEmpty || !isQuoted) && format.nullTexts.contains { Array($0.utf8) == field }
        }
        records.append(
          PlainRecord(fields: record.fields, number: number, line: line, offset: start, nulls: nulls)
        )
      } else if format.ragged == .skip {
        skipped += 1
      } else {
        failure = fail(.raggedRecord, start)
        return
      }
    }
  }

  private static func suffixed(_ names: [String]) -> [String] {
    var (given, all) = ([String](), Set(names))
    for (index, name) in names.enumerated() {
      if !name.isEmpty, !given.contains(name) {
        given.append(name)
        continue
      }
      var number = name.isEmpty ? index + 1 : 2
      let stem = name.isEmpty ? "column" : name
      while all.contains("\(stem)_\(number)") { number += 1 }
      given.append("\(stem)_\(number)")
      all.insert("\(stem)_\(number)")
    }
    return given
  }
}

/// The rules of a format, as a parser follows them that has all bytes at hand.
private struct PlainCSVRules {
  struct Record {
    var fields: [[UInt8]] = []
    /// Which fields have quotes.
    var quoted: [Bool] = []
    /// Where it starts and ends, and where what comes after it starts.
    var start: Int
    var end = 0
    var next = 0
    var damage: RecordError.Code?
    var isComment = false
  }

  private let format: CSVFormat
  private var separator: UInt8
  private let quote: UInt8?
  private static let newlines = Array("\r\n".utf8)

  init(_ format: CSVFormat) {
    self.format = format
    separator = format.separator.asciiValue!
    quote = format.quote?.asciiValue
  }

  /// Where records start, behind a byte-order mark, a hint at the separator and lines that are skipped.
  mutating func startOfRecords(in bytes: [UInt8]) -> Int {
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let first = bytes[start...].prefix { !Self.newlines.contains($0) }
    if format.detectsSeparator, first.count == 5,
      String(decoding: first.prefix(4), as: UTF8.self).lowercased() == "sep=",
      first.last! < 0x80, first.last != quote, first.last != format.comment?.asciiValue,
      !(format.backslashEscapes && first.last == UInt8(ascii: "\\"))
    {
      separator = first.last!
      start = Self.nextLine(of: bytes, from: start)
    }
    for _ in 0..<format.skippedLines { start = Self.nextLine(of: bytes, from: start) }
    return start
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    format.trimsFields && (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != separator
  }

  private func isEnd(_ byte: UInt8) -> Bool { byte == separator || Self.newlines.contains(byte) }

  /// The record, comment or empty line that starts at `start`.
  func record(of bytes: [UInt8], from start: Int) -> Record {
    var at = start
    func skipBlanks() { while at < bytes.count, isBlank(bytes[at]) { at += 1 } }
    skipBlanks()
    var record = Record(start: at)
    if at < bytes.count, let comment = format.comment, bytes[at] == comment.asciiValue {
      (record.isComment, record.end) = (true, at)
      record.next = Self.nextLine(of: bytes, from: at)
      return record
    }
    func damaged(_ code: RecordError.Code) -> Record {
      (record.damage, record.end) = (code, at)
      return record
    }
    while true {
      var (field, isQuoted) = ([UInt8](), false)
      skipBlanks()
      if at < bytes.count, bytes[at] == quote {
        isQuoted = true
        at += 1
        while true {
          guard at < bytes.count else { return damaged(.unterminatedQuote) }
          let byte = bytes[at]
          at += 1
          if byte == UInt8(ascii: "\\"), format.backslashEscapes {
            guard at < bytes.count else { return damaged(.unterminatedQuote) }
            field.append(bytes[at])
            at += 1
          } else if byte != quote {
            field.append(byte)
          } else if at < bytes.count, bytes[at] == quote {
            field.append(byte)
            at += 1
          } else {
            break
          }
        }
        let closing = at
        skipBlanks()
        if at < bytes.count, !isEnd(bytes[at]) {
          if format.strictQuotes { return damaged(.strayQuote) }
          at = closing
        }
      }
      let text = at
      while at < bytes.count, !isEnd(bytes[at]) {
        if format.strictQuotes, bytes[at] == quote { return damaged(.strayQuote) }
        at += 1
      }
      var end = at
      while end > text, isBlank(bytes[end - 1]) { end -= 1 }
      record.fields.append(field + bytes[text..<end])
      record.quoted.append(isQuoted)
      guard at < bytes.count, bytes[at] == separator else { break }
      at += 1
    }
    record.end = at
    record.next = Self.nextLine(of: bytes, from: at)
    return record
  }

  /// The place behind the first end of a line at or after `start`.
  static func nextLine(of bytes: [UInt8], from start: Int) -> Int {
    guard let end = bytes[start...].firstIndex(where: newlines.contains) else { return bytes.count }
    let isPair = bytes[end] == newlines[0] && end + 1 < bytes.count && bytes[end + 1] == newlines[1]
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
