import Generators

/// Counts of lines and matches, in batches of any size.
struct CountingReader: FuzzedReader {
  static let name = "counting"
  static let share = 15

  struct Settings {
    var texts: SearchedTexts
    var batch: Int
    var isAsync: Bool
  }

  func makeInput(_ random: inout Randomness) -> Input { random.padded(random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      texts: SearchedTexts(&random),
      batch: random.oneIn(3) ? .max : random.number(1...12),
      isAsync: random.oneIn(6)
    )
  }

  func expectation(for input: Input, _ settings: Settings) -> [LineTotals] {
    ExpectedTotals(input.bytes, settings.texts).every(settings.batch)
  }

  func check(_ reads: Reads, _ settings: Settings, against expected: [LineTotals]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    let literals = settings.texts.literals
    var counted: [LineTotals] = []
    do {
      if settings.isAsync {
        let lines = AsyncLines(of: AsyncReads(reads: reads))
        for try await totals in lines.counted(matching: literals, every: settings.batch) { counted.append(totals) }
      } else {
        counted = try withLines(of: reads) { Array($0.counted(matching: literals, every: settings.batch)) }
      }
    } catch {
      throw Mismatch("an error: \(error)")
    }
    guard counted != expected else { return }
    throw Mismatch("\(settings): \(counted), not \(expected)")
  }
}
