extension Lines {
  /// Counts lines and those that contain any of `literals`, and gives the running totals after every `batch` lines, and
  /// at the end if there are lines since.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   for totals in lines.counted(matching: ["ERROR"], every: 1_000) {
  ///     print(totals.lines, totals.matches, totals.bytes)
  ///   }
  /// }
  /// ```
  ///
  /// `lines` is what `grep -a -c ''` says, `matches` what `grep -a -c -F -e …` says. Counting happens on the blocks as
  /// they are read and makes no line: a line of any length, NUL and what is not text are counted in the same memory,
  /// and the limit for long lines and the byte-order mark play no part.
  ///
  /// Stop by leaving the loop; the totals are those of whole lines. An error ends the totals after those of all that
  /// was read, and is thrown when the closure of `withLines` returns.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - batch: After how many lines to give totals: at least 1.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed, the calling one included: at least 1.
  ///     By default as many as there are ``Processors/available``, divided by the number of files that `mapFiles` reads
  ///     at once. Totals are the same with any number. Batches of less than 64 KiB are counted on the calling thread.
  /// - Complexity: About one pass over the bytes for the line ends and one for each literal. Each thread needs up to
  ///   four blocks of 256 KiB.
  public func counted(matching literals: Literals, every batch: Int, concurrently limit: Int? = nil) -> CountedLines {
    let limit = limit ?? reading.processors
    return CountedLines(reading: reading, plan: CountPlan(literals, every: batch, concurrently: limit))
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input.
  ///
  /// ```swift
  /// let totals = try withLines(at: "app.log") { lines in lines.count(matching: ["ERROR", "FATAL"]) }
  /// ```
  ///
  /// As for ``counted(matching:every:concurrently:)``, an error is thrown when the closure of `withLines` returns.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - limit: How many threads count a file over 1 MiB that is not compressed, the calling one included: at least 1.
  ///     By default as many as there are ``Processors/available``, divided by the number of files that `mapFiles` reads
  ///     at once.
  public func count(matching literals: Literals, concurrently limit: Int? = nil) -> LineTotals {
    var last = LineTotals()
    for totals in counted(matching: literals, every: .max, concurrently: limit) { last = totals }
    return last
  }
}

/// Running totals of lines. ``Lines/counted(matching:every:concurrently:)`` makes it.
public struct CountedLines: LazySequenceProtocol {
  let reading: LineReading
  let plan: CountPlan

  public func makeIterator() -> Iterator { Iterator(reading, plan) }

  public struct Iterator: IteratorProtocol {
    private let reading: LineReading
    private let run: CountRun

    init(_ reading: LineReading, _ plan: CountPlan) {
      self.reading = reading
      run = reading.begin(counting: plan)
    }

    /// The next totals, or nil at the end.
    public mutating func next() -> LineTotals? {
      guard !reading.isOver else { return nil }
      let totals = run.next()
      if totals == nil, let failure = run.failure { reading.fail(failure) }
      return totals
    }
  }
}
