import Generators

/// What becomes of long lines, as the model and the package have it.
struct LineLimit: CustomStringConvertible {
  enum Treatment { case truncate, skip, fail }

  var treatment = Treatment.truncate
  var limit = 1_048_576

  init() {}

  init(_ random: inout Randomness) {
    guard random.oneIn(3) else { return }
    treatment = random.element(of: [.truncate, .skip, .fail])
    limit = random.oneIn(2) ? random.number(1...8) : random.number(1...300)
  }

  var longLines: LongLines {
    switch treatment {
    case .truncate: .truncate(over: limit)
    case .skip: .skip(over: limit)
    case .fail: .fail(over: limit)
    }
  }

  var description: String { "\(treatment) over \(limit)" }
}

struct ExpectedLine {
  /// Where its bytes are.
  var range: Range<Int>
  var number: Int
  var isTruncated = false
  /// Where the next line is read from.
  var next: Int
}

/// The lines of bytes as a plain reading of rules G5 and G7 has them.
struct ExpectedLines {
  var bytes: [UInt8]
  var lines: [ExpectedLine] = []
  var skipped = 0
  /// How they may end: one of these errors, or none for nil.
  var ends: [ReadingError.Code?]
  /// Whether the error may come before all of them.
  var mayEndEarly = false

  init(_ bytes: [UInt8], _ limit: LineLimit = LineLimit(), error: ReadingError.Code? = nil) {
    self.bytes = bytes
    ends = [error]
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 0
    while start < bytes.count {
      var feed = start
      while feed < bytes.count, bytes[feed] != 10 { feed += 1 }
      let end = feed > start && bytes[feed - 1] == 13 ? feed - 1 : feed
      let next = min(feed + 1, bytes.count)
      number += 1
      if end - start <= limit.limit {
        lines.append(ExpectedLine(range: start..<end, number: number, next: next))
      } else {
        switch limit.treatment {
        case .truncate:
          let cut = start + limit.limit
          lines.append(ExpectedLine(range: start..<cut, number: number, isTruncated: true, next: cut))
        case .skip:
          skipped += 1
        case .fail:
          ends = [.lineTooLong]
          return
        }
      }
      start = next
    }
  }

  func bytes(of line: ExpectedLine) -> ArraySlice<UInt8> { bytes[line.range] }
}
