import DecoratorPrimitives

/// What is counted, and how a file is divided among threads.
struct CountPlan: Sendable {
  let literals: Literals
  let longLines: LongLines
  /// Where lines are counted that are skipped for their length.
  let skipped: SkippedLines
  /// After how many lines totals are due.
  let batch: Int
  /// How many threads may count.
  let limit: Int
  let division: Division

  /// More threads than this count no faster on any machine, but each has a block of memory.
  private static let mostThreads = 256

  /// How a file is divided.
  struct Division {
    /// How many bytes a range has: somewhat less than some whole blocks, so that the line that begins in a range, and ends
    /// behind it, is read with it.
    var range: Int
    /// The same where totals are due inside ranges, which keep their bytes: somewhat less than a block.
    var keptRange: Int
    /// How many bytes are counted between two places whose totals a range keeps.
    var step: Int
    /// How many bytes of a file have to be left for other threads to be worthwhile.
    var worthwhile: Int
    /// How many bytes a batch has to have for other threads to be worthwhile.
    var batch: Int
    var block: Int

    /// A thread takes 30 to 60 µs to start, in which one counts 0.5 MB.
    static let standard = Division(
      range: 4 * BlockPool.standardSize - 8192,
      keptRange: BlockPool.standardSize - 8192,
      step: 16_384,
      worthwhile: 1_048_576,
      batch: 65_536,
      block: BlockPool.standardSize
    )
  }

  /// Stops the program where a number is not possible.
  init(
    _ literals: Literals,
    every batch: Int,
    concurrently limit: Int,
    longLines: LongLines = .standard,
    skipped: SkippedLines = SkippedLines(),
    division: Division = .standard
  ) {
    require(batch >= 1, "Totals are given every 1 or more lines, not every \(batch).")
    require(limit >= 1, "1 or more threads count lines, not \(limit).")
    self.literals = literals
    self.longLines = longLines
    self.skipped = skipped
    self.batch = batch
    self.limit = min(limit, Self.mostThreads)
    self.division = division
  }

  func makeCounter() -> LineCounter { LineCounter(literals, longLines) }

  /// Whether totals are due before the end.
  var hasBatches: Bool { batch < .max }

  /// How many ranges are begun before the first of them is taken: as many as keep all threads at work while one waits.
  var window: Int { 2 * limit + 2 }
}
