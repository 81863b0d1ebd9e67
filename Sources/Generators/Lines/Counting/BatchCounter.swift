/// Cuts a count into batches of lines: totals are due after each, and at the end if there are lines since.
struct BatchCounter {
  private let batch: Int
  private var counter: LineCounter
  private var missing: Int
  private var due = LineTotals()
  /// What was counted elsewhere.
  private var joined = LineTotals()
  private let literals: Literals
  /// How much of the current range has been joined.
  private var inRange = LineTotals()

  init(_ literals: Literals, every batch: Int) {
    counter = LineCounter(literals)
    self.literals = literals
    self.batch = batch
    missing = batch
  }

  private var totals: LineTotals { joined + counter.totals }

  /// Counts `slice` up to the end of the batch, and gives the totals if it gets there. What is left of it stays.
  mutating func consume(_ slice: inout BlockSlice?) -> LineTotals? {
    guard let current = slice else { return nil }
    if current.firstNumber != nil, endInput(&slice) { return due }
    let before = counter.totals.lines
    let (count, reached) = counter.consume(current.bytes, lines: missing)
    let rest = current.range.dropFirst(count)
    slice = rest.isEmpty ? nil : BlockSlice(block: current.block, range: rest)
    missing = reached ? batch : missing - (counter.totals.lines - before)
    guard reached else { return nil }
    due = totals
    return due
  }

  /// Joins a range that was counted elsewhere and begins with a line, up to the end of the batch, and gives the totals if
  /// it gets there. What is left of the range stays.
  mutating func consume(_ range: inout CountedRange?) -> LineTotals? {
    guard let current = range else { return nil }
    let left = current.totals.lines - inRange.lines
    let border =
      left < missing
      ? current.totals
      : current.totals(atEndOfLine: inRange.lines + missing, from: inRange, literals)
    joined += border - inRange
    if border == current.totals {
      range = nil
      inRange = LineTotals()
    } else {
      inRange = border
    }
    guard left >= missing else {
      missing -= left
      return nil
    }
    missing = batch
    due = totals
    return due
  }

  /// Counts the line that the input before `slice` left open, and says whether it was the last one of the batch.
  private mutating func endInput(_ slice: inout BlockSlice?) -> Bool {
    slice?.firstNumber = nil
    let before = counter.totals.lines
    counter.finish()
    missing -= counter.totals.lines - before
    guard missing == 0 else { return false }
    missing = batch
    due = totals
    return true
  }

  /// The totals at the end, once, unless they have been given.
  mutating func finish() -> LineTotals? {
    counter.finish()
    guard totals != due else { return nil }
    due = totals
    return due
  }
}
