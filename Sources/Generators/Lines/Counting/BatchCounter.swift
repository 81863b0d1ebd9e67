/// Cuts a count into batches of lines: totals are due after each, and at the end if there are lines since.
struct BatchCounter {
  private let plan: CountPlan
  private var counter: LineCounter
  private var missing: Int
  private var due = LineTotals()
  /// What was counted elsewhere.
  private var joined = LineTotals()
  /// The first line of the current input, and the totals before it.
  private var first = (source: "", number: 1, offset: 0)
  private var beforeInput = LineTotals()
  /// How many skipped lines have been reported.
  private var skippedLines = 0
  /// How much of the current range has been joined.
  private var inRange = LineTotals()

  /// The error for a line over a limit that no line may have. The totals are those of the lines before it.
  private(set) var failure: ReadingError?

  init(_ plan: CountPlan) {
    self.plan = plan
    counter = plan.makeCounter()
    missing = plan.batch
  }

  private var totals: LineTotals { joined + counter.totals }

  /// Counts `slice` up to the end of the batch, and gives the totals if it gets there. What is left of it stays.
  mutating func consume(_ slice: inout BlockSlice?) -> LineTotals? {
    guard let current = slice else { return nil }
    if let number = current.firstNumber {
      if endInput(&slice) { return due }
      begin(current, number)
    }
    let before = counter.totals.lines
    let (count, reached) = counter.consume(current.bytes, lines: missing)
    plan.skipped.add(counter.skippedLines - skippedLines)
    skippedLines = counter.skippedLines
    if counter.hasFailed {
      slice = nil
      fail()
      return nil
    }
    let rest = current.range.dropFirst(count)
    slice = rest.isEmpty ? nil : BlockSlice(block: current.block, range: rest)
    missing = reached ? plan.batch : missing - (counter.totals.lines - before)
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
      : current.totals(atEndOfLine: inRange.lines + missing, from: inRange, plan)
    joined += border - inRange
    if border == current.totals {
      range = nil
      inRange = LineTotals()
      plan.skipped.add(current.skippedLines)
      if current.endsBeforeLongLine { fail() }
    } else {
      inRange = border
    }
    guard left >= missing else {
      missing -= left
      return nil
    }
    missing = plan.batch
    due = totals
    return due
  }

  private mutating func begin(_ slice: BlockSlice, _ number: Int) {
    let offset = slice.block.offset + slice.range.lowerBound
    first = (slice.block.origin?.name ?? "", number, offset)
    beforeInput = totals
    if offset == 0 { counter.beginInput() }
  }

  /// Ends the counting before the next line.
  private mutating func fail() {
    let inInput = totals - beforeInput
    let line = (first.source, number: first.number + inInput.lines, offset: first.offset + inInput.bytes)
    failure = ReadingError.tooLong(line, limit: plan.longLines.limit)
  }

  /// Counts the line that the input before `slice` left open, and says whether it was the last one of the batch.
  private mutating func endInput(_ slice: inout BlockSlice?) -> Bool {
    slice?.firstNumber = nil
    let before = counter.totals.lines
    counter.finish()
    missing -= counter.totals.lines - before
    guard missing == 0 else { return false }
    missing = plan.batch
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
