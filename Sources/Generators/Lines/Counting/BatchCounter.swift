/// Cuts a count into batches of lines: totals are due after each, and at the end if there are lines since.
struct BatchCounter {
  private let batch: Int
  private var counter: LineCounter
  private var missing: Int
  private var due = LineTotals()

  init(_ literals: Literals, every batch: Int) {
    counter = LineCounter(literals)
    self.batch = batch
    missing = batch
  }

  /// Counts `piece` up to the end of the batch, and gives the totals if it gets there. What is left of it stays.
  mutating func consume(_ piece: inout BlockPiece?) -> LineTotals? {
    guard let current = piece else { return nil }
    if current.firstNumber != nil, endInput(&piece) { return due }
    let before = counter.totals.lines
    let (count, reached) = counter.consume(current.bytes, lines: missing)
    let rest = current.range.dropFirst(count)
    piece = rest.isEmpty ? nil : BlockPiece(block: current.block, range: rest)
    missing = reached ? batch : missing - (counter.totals.lines - before)
    guard reached else { return nil }
    due = counter.totals
    return due
  }

  /// Counts the line that the input before `piece` left open, and says whether it was the last one of the batch.
  private mutating func endInput(_ piece: inout BlockPiece?) -> Bool {
    piece?.firstNumber = nil
    let before = counter.totals.lines
    counter.finish()
    missing -= counter.totals.lines - before
    guard missing == 0 else { return false }
    missing = batch
    due = counter.totals
    return true
  }

  /// The totals at the end, once, unless they have been given.
  mutating func finish() -> LineTotals? {
    counter.finish()
    guard counter.totals != due else { return nil }
    due = counter.totals
    return due
  }
}
