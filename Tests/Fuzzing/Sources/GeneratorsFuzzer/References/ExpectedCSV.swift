import Generators

/// The records of CSV as a plain reading of rule G11 has them, a byte at a time.
struct ExpectedCSV {
  struct Record: Equatable {
    var fields: [[UInt8]]
    /// Which fields stand for no value.
    var nulls: [Bool]
    var number: Int
    var line: Int
    var offset: Int
  }

  struct Failure: Equatable {
    var code: RecordError.Code
    var number: Int
    var line: Int?
    var offset: Int
  }

  private(set) var records: [Record] = []
  private(set) var skipped = 0
  private(set) var failure: Failure?
  private(set) var header: [String]?

  private enum Parsed {
    case record([Field], end: Int)
    case damaged(RecordError.Code, at: Int)
  }

  private struct Field {
    var bytes: [UInt8] = []
    var isQuoted = false
  }

  init(_ bytes: [UInt8], _ format: CSVFormat) {
    if case .names(let names) = format.header { header = names }
    var width = header?.count
    var isHeaderAwaited = format.header == .firstRecord
    let rules = CSVRules(bytes, format)
    var place = rules.start
    var number = 0
    while place < bytes.count {
      while place < bytes.count, rules.isBlank(bytes[place]) { place += 1 }
      guard place < bytes.count else { return }
      guard !rules.isNewline(bytes[place]) else {
        place += 1
        continue
      }
      if bytes[place] == format.comment?.asciiValue {
        while place < bytes.count, !rules.isNewline(bytes[place]) { place += 1 }
        continue
      }
      number += 1
      let failed = { [place, number] code in
        Failure(code: code, number: number, line: rules.line(at: place), offset: place)
      }
      var parsed = Self.parse(bytes, from: place, rules, format)
      switch parsed {
      case .record(_, let end): if end - place > format.limit { parsed = .damaged(.recordTooLong, at: end) }
      case .damaged(_, let end): if end - place > format.limit { parsed = .damaged(.recordTooLong, at: end) }
      }
      switch parsed {
      case .record(let fields, let end):
        if isHeaderAwaited {
          var names = fields.map { String(decoding: $0.bytes, as: UTF8.self) }
          if format.duplicateNames == .suffix { names = Self.suffixed(names) }
          let named = names.filter { !$0.isEmpty }
          guard format.duplicateNames != .fail || Set(named).count == named.count else {
            failure = failed(.duplicateName)
            return
          }
          header = names
          width = fields.count
          isHeaderAwaited = false
        } else {
          width = width ?? fields.count
          if fields.count == width || format.ragged == .allow {
            let nulls = fields.map { field in
              (field.bytes.isEmpty || !field.isQuoted)
                && format.nullTexts.contains { $0.utf8.elementsEqual(field.bytes) }
            }
            records.append(
              Record(
                fields: fields.map(\.bytes),
                nulls: nulls,
                number: number,
                line: rules.line(at: place),
                offset: place
              )
            )
          } else if format.ragged == .skip {
            skipped += 1
          } else {
            failure = failed(.raggedRecord)
            return
          }
        }
        place = end
      case .damaged(let code, _):
        guard format.damaged == .skip, !isHeaderAwaited else {
          failure = failed(code)
          return
        }
        skipped += 1
        while place < bytes.count, !rules.isNewline(bytes[place]) { place += 1 }
      }
    }
  }

  /// The fields from `start` to the end of their record, or where it is damaged.
  private static func parse(_ bytes: [UInt8], from start: Int, _ rules: CSVRules, _ format: CSVFormat) -> Parsed {
    let quote = format.quote?.asciiValue
    var fields: [Field] = []
    var place = start
    while true {
      var field = Field()
      while place < bytes.count, rules.isBlank(bytes[place]) { place += 1 }
      if place < bytes.count, bytes[place] == quote {
        field.isQuoted = true
        place += 1
        var isClosed = false
        while !isClosed {
          guard place < bytes.count else { return .damaged(.unterminatedQuote, at: place) }
          if format.backslashEscapes, bytes[place] == UInt8(ascii: "\\") {
            guard place + 1 < bytes.count else { return .damaged(.unterminatedQuote, at: bytes.count) }
            field.bytes.append(bytes[place + 1])
            place += 2
          } else if bytes[place] != quote {
            field.bytes.append(bytes[place])
            place += 1
          } else if place + 1 < bytes.count, bytes[place + 1] == quote {
            field.bytes.append(bytes[place])
            place += 2
          } else {
            isClosed = true
            place += 1
          }
        }
        var next = place
        while next < bytes.count, rules.isBlank(bytes[next]) { next += 1 }
        if next == bytes.count || rules.isEnd(bytes[next]) {
          place = next
        } else if format.strictQuotes {
          return .damaged(.strayQuote, at: next)
        }
      }
      let text = place
      while place < bytes.count, !rules.isEnd(bytes[place]) {
        if format.strictQuotes, bytes[place] == quote { return .damaged(.strayQuote, at: place) }
        place += 1
      }
      let kept = bytes[text..<place].reversed().drop(while: rules.isBlank).reversed()
      field.bytes += kept
      fields.append(field)
      guard place < bytes.count, !rules.isNewline(bytes[place]) else { return .record(fields, end: place) }
      place += 1
    }
  }

  private static func suffixed(_ names: [String]) -> [String] {
    var (given, taken) = ([String](), Set(names))
    for (index, name) in names.enumerated() {
      if name.isEmpty || given.contains(name) {
        var number = name.isEmpty ? index + 1 : 2
        while taken.contains("\(name.isEmpty ? "column" : name)_\(number)") { number += 1 }
        given.append("\(name.isEmpty ? "column" : name)_\(number)")
        taken.insert(given[index])
      } else {
        given.append(name)
      }
    }
    return given
  }
}

/// What bytes mean in a format.
private struct CSVRules {
  let start: Int
  private let separator: UInt8
  private let trims: Bool
  /// How many lines have ended before each byte.
  private let lines: [Int]

  init(_ bytes: [UInt8], _ format: CSVFormat) {
    var lines = [0]
    for (index, byte) in bytes.enumerated() {
      let isSecond = byte == 10 && index > 0 && bytes[index - 1] == 13
      lines.append(lines[index] + (byte == 13 || byte == 10 && !isSecond ? 1 : 0))
    }
    self.lines = lines
    trims = format.trimsFields
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func skipLine() {
      while start < bytes.count, bytes[start] != 10, bytes[start] != 13 { start += 1 }
      if start + 1 < bytes.count, bytes[start] == 13, bytes[start + 1] == 10 { start += 1 }
      start = min(bytes.count, start + 1)
    }
    var separator = format.separator.asciiValue!
    let first = Array(bytes[start...].prefix(while: { $0 != 10 && $0 != 13 }))
    if format.detectsSeparator, first.count == 5, first[4] < 0x80,
      String(decoding: first[..<4], as: UTF8.self).lowercased() == "sep=",
      first[4] != format.quote?.asciiValue, first[4] != format.comment?.asciiValue,
      first[4] != UInt8(ascii: "\\") || !format.backslashEscapes
    {
      separator = first[4]
      skipLine()
    }
    for _ in 0..<format.skippedLines { skipLine() }
    (self.start, self.separator) = (start, separator)
  }

  func isNewline(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
  func isEnd(_ byte: UInt8) -> Bool { byte == separator || isNewline(byte) }
  func isBlank(_ byte: UInt8) -> Bool { trims && (byte == 32 || byte == 9) && byte != separator }
  func line(at place: Int) -> Int { lines[place] + 1 }
}
