import Generators

/// Fields of lines: separators of several bytes, some of which overlap themselves, white space, and a limit of splits.
struct FieldsReader: FuzzedReader {
  static let name = "fields"
  static let share = 10

  struct Settings {
    /// The text, or nil for white space.
    var separator: String?
    var maxSplits: Int
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      separator: random.oneIn(3)
        ? nil : random.element(of: [" ", "  ", "|", "a", "aa", "ab", "aba", "\0", "é", "ERROR", "\u{FFFD}", "\r"]),
      maxSplits: random.oneIn(2) ? .max : random.below(5)
    )
  }

  /// The fields of each line.
  func expectation(for input: Input, _ settings: Settings) -> [[Range<Int>]] {
    guard let text = settings.separator else { return columns(of: input, settings.maxSplits) }
    let separator = Array(text.utf8)
    return ExpectedLines(input.bytes).lines.map { line in
      var fields: [Range<Int>] = []
      var (start, place) = (line.range.lowerBound, line.range.lowerBound)
      while place + separator.count <= line.range.upperBound, fields.count < settings.maxSplits {
        if input.bytes[place..<place + separator.count].elementsEqual(separator) {
          fields.append(start..<place)
          place += separator.count
          start = place
        } else {
          place += 1
        }
      }
      return fields + [start..<line.range.upperBound]
    }
  }

  /// The same for white space.
  private func columns(of input: Input, _ maxSplits: Int) -> [[Range<Int>]] {
    ExpectedLines(input.bytes).lines.map { line in
      var fields: [Range<Int>] = []
      var rest = input.bytes[line.range].drop { $0 == 32 || $0 == 9 }
      while !rest.isEmpty {
        let field = fields.count == maxSplits ? rest : rest.prefix { $0 != 32 && $0 != 9 }
        fields.append(field.indices)
        rest = rest[field.endIndex...].drop { $0 == 32 || $0 == 9 }
      }
      return fields
    }
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [[Range<Int>]]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    do {
      try withLines(of: reads) { lines in
        var index = 0
        let separator = settings.separator.map { FieldSeparator.text($0) } ?? .whitespace
        for fields in lines.fields(separatedBy: separator, maxSplits: settings.maxSplits) {
          let wanted = expected[index]
          let found = Array(fields)
          try Mismatch.unless(
            found.count == wanted.count && zip(found, wanted).allSatisfy { $0.elementsEqual(reads.bytes[$1]) },
            "\(settings): line \(index + 1) has \(found.map(\.string)), not \(wanted.map { quoted(reads.bytes[$0]) })"
          )
          let last = wanted.count - 1
          try Mismatch.unless(
            (last < 0 || fields.field(last) == found[last]) && fields.field(last + 1) == nil,
            "\(settings): line \(index + 1) by index"
          )
          index += 1
        }
        try Mismatch.unless(index == expected.count, "\(index) lines, not \(expected.count)")
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }
}
