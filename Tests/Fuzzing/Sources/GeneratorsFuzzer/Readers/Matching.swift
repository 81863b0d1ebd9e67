import Generators

/// Lines that contain any of some texts.
struct MatchingReader: FuzzedReader {
  static let name = "matching"
  static let share = 10

  struct Settings {
    var texts: SearchedTexts
    var isAsync: Bool
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(texts: SearchedTexts(&random), isAsync: random.oneIn(6))
  }

  func expectation(for input: Input, _ settings: Settings) -> ExpectedLines {
    var expected = ExpectedLines(input.bytes)
    expected.lines.removeAll { !settings.texts.areFound(in: input.bytes[$0.range]) }
    return expected
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: ExpectedLines) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let literals = settings.texts.literals
    var comparison = LineComparison(expected)
    do {
      if settings.isAsync {
        for try await line in AsyncLines(of: AsyncReads(reads: reads)).matching(literals) { try comparison.take(line) }
      } else {
        try withLines(of: reads) { lines in for line in lines.matching(literals) { try comparison.take(line) } }
      }
    } catch let mismatch as Mismatch {
      throw Mismatch("\(settings.texts): \(mismatch.description)")
    } catch {
      throw Mismatch("an error: \(error)")
    }
    try comparison.finish(skipped: 0, error: nil)
  }
}
