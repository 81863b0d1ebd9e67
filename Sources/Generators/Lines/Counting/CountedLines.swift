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
  /// they are read and makes no line: a line of any length, NUL and what is not text are counted in the same memory, and
  /// the limit for long lines and the byte-order mark play no part.
  ///
  /// Stop by leaving the loop; the totals are those of whole lines. An error ends the totals after those of all that was
  /// read, and is thrown when the closure of `withLines` returns.
  ///
  /// - Parameters:
  ///   - literals: What to look for.
  ///   - batch: After how many lines to give totals: at least 1.
  /// - Complexity: About one pass over the bytes for the line ends and one for each literal.
  public func counted(matching literals: Literals, every batch: Int) -> CountedLines {
    require(batch >= 1, "Totals are given every 1 or more lines, not every \(batch).")
    return CountedLines(reading: reading, literals: literals, batch: batch)
  }

  /// Counts the lines, and those that contain any of `literals`, to the end of the input.
  ///
  /// ```swift
  /// let totals = try withLines(at: "app.log") { lines in lines.count(matching: ["ERROR", "FATAL"]) }
  /// ```
  ///
  /// As for ``counted(matching:every:)``, an error is thrown when the closure of `withLines` returns.
  public func count(matching literals: Literals) -> LineTotals {
    var last = LineTotals()
    for totals in counted(matching: literals, every: .max) { last = totals }
    return last
  }
}

/// Running totals of lines. ``Lines/counted(matching:every:)`` makes it.
public struct CountedLines: LazySequenceProtocol {
  let reading: LineReading
  let literals: Literals
  let batch: Int

  public func makeIterator() -> Iterator { Iterator(self) }

  public struct Iterator: IteratorProtocol {
    private let reading: LineReading
    private var piece: BlockPiece?
    private var counter: BatchCounter

    init(_ counted: CountedLines) {
      reading = counted.reading
      reading.begin(ahead: false) { UncutBlocks($0) }
      counter = BatchCounter(counted.literals, every: counted.batch)
    }

    public mutating func next() -> LineTotals? {
      while true {
        if let totals = counter.consume(&piece) { return totals }
        piece = reading.next()
        if piece == nil { return counter.finish() }
      }
    }
  }
}
