import Generators

/// Lines that contain any of some texts, given out and counted.
struct MatchingReader: FuzzedReader {
  static let name = "matching"
  static let share = 10

  struct Settings {
    var texts: SearchedTexts
    var limit: LineLimit
    var isAsync: Bool
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(texts: SearchedTexts(&random), limit: LineLimit(&random), isAsync: random.oneIn(6))
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    var expected = ExpectedLines(input.bytes, settings.limit)
    expected.lines.removeAll { !settings.texts.areFound(in: input.bytes[$0.range]) }
    return expected
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let literals = settings.texts.literals
    let longLines = settings.limit.longLines
    var comparison = LineComparison(expected)
    var skipped = 0
    var matches = 0
    var failures: [(any Error)?] = [nil, nil]
    do {
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads), longLines: longLines)
        defer { skipped = lines.skippedLines }
        for try await line in lines.matching(literals) { try comparison.take(line) }
      } else {
        try withLines(of: reads, longLines: longLines) { lines in
          defer { skipped = lines.skippedLines }
          for line in lines.matching(literals) { try comparison.take(line) }
        }
      }
    } catch let mismatch as Mismatch {
      throw Mismatch("\(settings): \(mismatch.description)")
    } catch {
      failures[0] = error
    }
    do {
      try withLines(of: reads, longLines: longLines) { matches = $0.count(matching: literals).matches }
    } catch {
      failures[1] = error
    }
    do throws(Mismatch) {
      try comparison.finish(skipped: failures[0] == nil ? skipped : expected.skipped, error: failures[0])
      try Mismatch.unless(matches == expected.lines.count, "\(matches) counted, not \(expected.lines.count)")
      try Mismatch.unless(
        failures.map { ($0 as? ReadingError)?.code } == [expected.ends[0], expected.ends[0]],
        "it ends with \(failures), not \(expected.ends)"
      )
    } catch {
      throw Mismatch("\(settings): \(error.description)")
    }
  }
}
