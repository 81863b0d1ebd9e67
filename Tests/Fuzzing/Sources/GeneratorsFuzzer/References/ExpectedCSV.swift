import Generators

/// The records of CSV as a plain reading of rule G11 has them, a byte at a time.
struct ExpectedCSV {
  struct Record: Equatable {
    var fields: [[UInt8]]
    var number: Int
    var offset: Int
  }

  struct Failure: Equatable {
    var code: RecordError.Code
    var number: Int
    var offset: Int
  }

  private(set) var records: [Record] = []
  private(set) var skipped = 0
  private(set) var failure: Failure?
  private(set) var header: [String]?

  private enum Parsed {
    case record([[UInt8]], end: Int)
    case damaged(RecordError.Code)
  }

  init(_ bytes: [UInt8], _ format: CSVFormat) {
    if case .names(let names) = format.header { header = names }
    var width = header?.count
    var isHeaderAwaited = format.header == .firstRecord
    var place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while place < bytes.count {
      guard bytes[place] != 10, bytes[place] != 13 else {
        place += 1
        continue
      }
      number += 1
      switch Self.parse(bytes, from: place, format) {
      case .record(let fields, let end):
        if isHeaderAwaited {
          header = fields.map { String(decoding: $0, as: UTF8.self) }
          width = fields.count
          isHeaderAwaited = false
        } else {
          width = width ?? fields.count
          if fields.count == width || format.ragged == .allow {
            records.append(Record(fields: fields, number: number, offset: place))
          } else if format.ragged == .skip {
            skipped += 1
          } else {
            failure = Failure(code: .raggedRecord, number: number, offset: place)
            return
          }
        }
        place = end
      case .damaged(let code):
        guard format.damaged == .skip, !isHeaderAwaited else {
          failure = Failure(code: code, number: number, offset: place)
          return
        }
        skipped += 1
        while place < bytes.count, bytes[place] != 10, bytes[place] != 13 { place += 1 }
      }
    }
  }

  private static func parse(_ bytes: [UInt8], from start: Int, _ format: CSVFormat) -> Parsed {
    let quote = UInt8(ascii: "\"")
    let separator = format.separator.asciiValue!
    var fields: [[UInt8]] = []
    var field: [UInt8] = []
    var isInQuotes = false
    var isAtField = true
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if isInQuotes {
        if format.backslashEscapes, byte == UInt8(ascii: "\\") {
          guard place + 1 < bytes.count else { break }
          field.append(bytes[place + 1])
          place += 2
        } else if byte != quote {
          field.append(byte)
          place += 1
        } else if place + 1 < bytes.count, bytes[place + 1] == quote {
          field.append(quote)
          place += 2
        } else {
          isInQuotes = false
          place += 1
        }
      } else if byte == 10 || byte == 13 {
        break
      } else if byte == separator {
        fields.append(field)
        (field, isAtField) = ([], true)
        place += 1
      } else if byte == quote, isAtField {
        (isInQuotes, isAtField) = (true, false)
        place += 1
      } else {
        field.append(byte)
        isAtField = false
        place += 1
      }
    }
    if isInQuotes {
      return .damaged(bytes.count - start > format.limit ? .recordTooLong : .unterminatedQuote)
    }
    guard place - start <= format.limit else { return .damaged(.recordTooLong) }
    return .record(fields + [field], end: place)
  }
}
