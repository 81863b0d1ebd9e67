/// The totals of the lines that begin in a range of a file.
struct CountedRange: Sendable {
  var totals = LineTotals()
  /// The totals at some places between lines, in order, if they are kept.
  var marks: [LineTotals] = []
  /// The bytes from the first line on, up to the end of the block, if they are kept.
  var slice: BlockSlice?
  /// Where the last line ends in the file.
  var end = 0
  /// Whether the file has ended.
  var isAtEnd = false
  /// Why the range was not read to its end.
  var failure: ReadingError?
  /// Whether it ends before a line over a limit that no line may have.
  var endsBeforeLongLine = false
  /// How many of its lines have been skipped for their length.
  var skippedLines = 0

  /// Whether nothing is counted behind it.
  var isLast: Bool { isAtEnd || failure != nil || endsBeforeLongLine }

  /// The totals at the end of the line number `number` of the range.
  ///
  /// - Parameter known: Totals at a place before it.
  func totals(atEndOfLine number: Int, from known: LineTotals, _ plan: CountPlan) -> LineTotals {
    guard number < totals.lines, let slice else { return totals }
    let mark = marks.prefix { $0.lines < number }.last ?? LineTotals()
    let start = mark.lines > known.lines ? mark : known
    var counter = plan.makeCounter()
    let rest = UnsafeBufferPointer(rebasing: slice.bytes[start.bytes...])
    _ = counter.consume(rest, lines: number - start.lines)
    return start + counter.totals
  }
}
