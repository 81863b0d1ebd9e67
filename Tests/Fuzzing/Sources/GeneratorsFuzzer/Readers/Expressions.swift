import Generators

/// Lines that have a match of a regular expression, against what Swift's engine says of each line.
struct ExpressionsReader: FuzzedReader {
  static let name = "expressions"
  static let share = 8

  /// An expression, with texts of which a match needs one.
  struct Settings: CustomStringConvertible {
    var pattern: String
    var texts: SearchedTexts?
    var limit: LineLimit
    var batch: Int
    var isAsync: Bool

    var description: String {
      "/\(pattern)/\(texts.map { " containing \($0)" } ?? ""), \(limit)\(isAsync ? ", asynchronous" : "")"
    }

    /// Nil where the pattern is none.
    var regex: Regex<AnyRegexOutput>? { try? Regex(pattern) }
  }

  private static let pieces = linePieces.filter { $0.count < 10 }

  func makeInput(_ random: inout Randomness) -> Input {
    var bytes: [UInt8] = []
    for _ in 0..<random.number(0...4) {
      for _ in 0..<random.number(0...7) {
        bytes += random.element(of: random.oneIn(3) ? Self.pieces : Self.plainPieces)
      }
      bytes += random.element(of: [[10], [10], [13, 10]])
    }
    if random.oneIn(16) { bytes = [0xEF, 0xBB, 0xBF] + bytes }
    return Input(bytes: bytes)
  }

  private static let plainPieces: [[UInt8]] = [
    "a", "b", "ab", "aB", "ERROR", "ERR", "OR", "k", "s", "K", "S", " ", "-", "=", "0", "12", ".", "[", "A", "x", "a.b",
  ].map { Array($0.utf8) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      pattern: RandomExpression.text(&random),
      texts: random.oneIn(6) ? SearchedTexts(&random) : nil,
      limit: LineLimit(&random),
      batch: random.oneIn(2) ? .max : random.number(1...3),
      isAsync: random.oneIn(8)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    var expected = ExpectedLines(input.bytes, settings.limit)
    guard isPlain(input.bytes), let regex = settings.regex else { return expected }
    expected.lines.removeAll { line in
      let bytes = input.bytes[line.range]
      guard settings.texts?.areFound(in: bytes) ?? true else { return true }
      return (try? regex.firstMatch(in: String(decoding: bytes, as: UTF8.self))) == nil
    }
    return expected
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes), settings.regex != nil else { return }
    do throws(Mismatch) {
      try await compare(reads, settings, expected) { lines, regex, literals in
        lines.matching(regex, containing: literals)
      } async: { lines, regex, literals in
        lines.matching(regex, containing: literals)
      }
      try await compare(reads, settings, expected) { lines, regex, literals in
        lines.captures(of: regex, containing: literals).lazy.map(\.line)
      } async: { lines, regex, literals in
        lines.captures(of: regex, containing: literals).map(\.line)
      }
      try await compareCount(reads, settings, expected)
    } catch {
      throw Mismatch("\(settings): \(error.description)")
    }
  }

  private func compare<Found: Sequence, AsyncFound: AsyncSequence>(
    _ reads: Reads,
    _ settings: Settings,
    _ expected: ExpectedLines,
    _ find: (Lines, Regex<AnyRegexOutput>, Literals?) -> Found,
    async findAsync: (AsyncLines, sending Regex<AnyRegexOutput>, Literals?) -> AsyncFound
  ) async throws(Mismatch) where Found.Element == Line, AsyncFound.Element == Line {
    var comparison = LineComparison(expected)
    var skipped = 0
    var failure: (any Error)?
    do {
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads), longLines: settings.limit.longLines)
        defer { skipped = lines.skippedLines }
        let found = findAsync(lines, try Regex(settings.pattern), settings.texts?.literals)
        for try await line in found { try comparison.take(line) }
      } else {
        try withLines(of: reads, longLines: settings.limit.longLines) { lines in
          let found = find(lines, try Regex(settings.pattern), settings.texts?.literals)
          for line in found { try comparison.take(line) }
          skipped = lines.skippedLines
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      failure = error
    }
    try comparison.finish(skipped: failure == nil ? skipped : expected.skipped, error: failure)
  }

  private func compareCount(
    _ reads: Reads,
    _ settings: Settings,
    _ expected: ExpectedLines
  ) async throws(Mismatch) {
    var matches = 0
    var failure: (any Error)?
    let literals = settings.texts?.literals
    do {
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads), longLines: settings.limit.longLines)
        let counted = lines.counted(matching: try Regex(settings.pattern), containing: literals, every: settings.batch)
        for try await totals in counted { matches = totals.matches }
      } else {
        try withLines(of: reads, longLines: settings.limit.longLines) { lines in
          let regex = try Regex(settings.pattern)
          for totals in lines.counted(matching: regex, containing: literals, every: settings.batch) {
            matches = totals.matches
          }
        }
      }
    } catch {
      failure = error
    }
    try Mismatch.unless(matches == expected.lines.count, "\(matches) counted, not \(expected.lines.count)")
    try Mismatch.unless(
      expected.ends.contains { $0 == nil ? failure == nil : (failure as? ReadingError)?.code == $0 },
      "counting ends with \(failure.map { "\($0)" } ?? "no error"), not \(expected.ends)"
    )
  }
}
