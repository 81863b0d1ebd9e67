internal import CByteScan

/// Counts the sources of an input one after the other, and the ranges of a large plain file on several threads.
///
/// A file begins on the thread that takes the totals, so that small files need no other thread. The rest of a large file is
/// divided into ranges, whose totals are joined in order.
final class CountRun {
  private let sources: DecodedSources
  private let plan: CountPlan
  private let isStopped: () -> Bool
  private let spareBlocks: SpareBlocks
  private var counter: BatchCounter
  private var source: DecodedSource?
  private var blocks: UncutBlocks?
  private var slice: BlockSlice?
  /// Whether the current file may be divided at its next slice.
  private var isDivisible = true
  private var ranges: FileRanges?
  private var range: CountedRange?
  /// The block of the range that is joined.
  private var keptBlock: Block?
  private var work: OrderedWork<FileRange, CountedRange>?

  /// What ended the counting early. The totals of everything before it are delivered.
  private(set) var failure: (any Error)?

  /// - Parameter isStopped: Asked before each read, whether to end.
  init(_ sources: DecodedSources, _ plan: CountPlan, isStopped: @escaping () -> Bool = { false }) {
    self.sources = sources
    self.plan = plan
    self.isStopped = isStopped
    counter = BatchCounter(plan)
    spareBlocks = SpareBlocks(capacity: plan.division.block)
  }

  /// The next totals, or nil at the end and after an error.
  func next() -> LineTotals? {
    while true {
      if let totals = counter.consume(&slice) { return totals }
      if let totals = counter.consume(&range) { return totals }
      if isStopped() {
        failure = CancellationError()
        return nil
      }
      if let failed = counter.failure { failure = failed }
      do {
        guard failure == nil, try readMore() else { return counter.finish() }
      } catch {
        failure = error
      }
    }
  }

  /// Ends the threads. There are no totals after it.
  func close() {
    work?.stop()
    work = nil
    (slice, range, ranges, blocks) = (nil, nil, nil, nil)
  }

  private func readMore() throws -> Bool {
    if ranges != nil {
      if let counted = nextRange() {
        range = counted
        return true
      }
      ranges = nil
      blocks = nil
    }
    while true {
      if let next = try blocks?.next() {
        slice = next
        divide()
        return true
      }
      guard let source = try sources.next() else { return false }
      source.identifiesFile = false
      self.source = source
      isDivisible = plan.limit > 1
      blocks = UncutBlocks(source, blockSize: plan.division.block, after: blocks)
    }
  }

  // MARK: Ranges

  /// Divides the rest of the file after the last line in the slice, if that is worthwhile.
  private func divide() {
    guard isDivisible, let slice, let (file, size, next) = source?.plainFile else { return }
    guard size - next > plan.division.worthwhile else { return }
    let bytes = slice.bytes
    let length = byte_scan_last(bytes.baseAddress, bytes.count, UInt8(ascii: "\n")) + 1
    // There may be a line end in the next slice.
    guard length > 0 else { return }
    isDivisible = false
    guard hasLongBatches(bytes.prefix(length)) else { return }
    let end = slice.range.lowerBound + length
    self.slice = BlockSlice(block: slice.block, range: slice.range.lowerBound..<end, firstNumber: slice.firstNumber)
    let width = plan.hasBatches ? plan.division.keptRange : plan.division.range
    ranges = FileRanges(file, from: next - (bytes.count - length), size: size, width: width)
  }

  /// Whether the batches are so long that joining them costs little beside counting them.
  private func hasLongBatches(_ sample: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard plan.hasBatches else { return true }
    var lines = 0
    _ = byte_scan_skip(
      UnsafeBufferPointer(rebasing: sample).baseAddress,
      sample.count,
      UInt8(ascii: "\n"),
      .max,
      &lines
    )
    return plan.batch >= plan.division.batch / max(1, sample.count / max(1, lines))
  }

  private func nextRange() -> CountedRange? {
    if let block = keptBlock.take() { spareBlocks.put(block) }
    let work = self.work ?? makeWork()
    self.work = work
    while case let pending = work.pending, pending < plan.window, let range = ranges?.next(isOtherAwaited: pending > 0)
    {
      work.submit(range)
    }
    guard let counted = work.next() else { return nil }
    keptBlock = counted.slice?.block
    ranges?.pass(counted)
    if counted.isLast {
      // Counting ends before the ranges that were begun: what they found came later.
      while let dropped = work.next() {
        if let block = dropped.slice?.block { spareBlocks.put(block) }
      }
    }
    failure = counted.failure
    return counted
  }

  private func makeWork() -> OrderedWork<FileRange, CountedRange> {
    OrderedWork(concurrently: plan.limit) { [plan, spareBlocks] range in range.counted(plan, spareBlocks) }
  }
}
