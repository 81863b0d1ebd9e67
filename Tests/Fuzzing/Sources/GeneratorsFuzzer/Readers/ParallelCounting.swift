import Generators

/// Counts of a file so large that several threads count it, against those of one thread.
final class ParallelCountingReader: FuzzedReader {
  static let name = "parallel-counting"
  static let share = 1

  private let file = TemporaryFile()
  private var path: String { file.path }

  struct Settings {
    var searched: SearchedTexts
    var batch: Int
    var threads: Int
    /// How many bytes the file has at least: the text again and again.
    var size: Int
    var isAsync: Bool
  }

  func makeInput(_ random: inout Randomness) -> Input { Input(bytes: random.text(of: linePieces)) }

  func makeSettings(_ random: inout Randomness) -> Settings {
    Settings(
      searched: SearchedTexts(&random),
      batch: random.oneIn(2) ? .max : random.number(1...40_000),
      threads: random.number(2...4),
      size: random.number(1_500_000...3_500_000),
      isAsync: random.oneIn(3)
    )
  }

  func expectation(for input: Input, _ settings: Settings) {}

  func check(_ reads: Reads, _ settings: Settings, against expected: Void) async throws(Mismatch) {
    guard isPlain(reads.bytes), !reads.bytes.isEmpty else { return }
    let count = settings.size / reads.bytes.count + 1
    file.write(Array(repeatElement(reads.bytes, count: count).joined()))
    let literals = settings.searched.literals
    do {
      let one = try withLines(at: path) {
        Array($0.counted(matching: literals, every: settings.batch, concurrently: 1))
      }
      var several: [LineTotals] = []
      if settings.isAsync {
        let lines = AsyncLines(at: path)
        let counted = lines.counted(matching: literals, every: settings.batch, concurrently: settings.threads)
        for try await totals in counted { several.append(totals) }
      } else {
        several = try withLines(at: path) {
          Array($0.counted(matching: literals, every: settings.batch, concurrently: settings.threads))
        }
      }
      guard one != several else { return }
      let first = zip(one, several).first { $0 != $1 }
      throw Mismatch(
        "\(settings): \(several.count) totals, not \(one.count); the first that differ: \(String(describing: first))"
      )
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }
}
