internal import CByteScan

/// Counts the streams of an input one after the other, and the ranges of a large plain file on several threads.
///
/// A file begins on the thread that takes the totals: small files never see another thread. What is left of a large one is
/// divided into ranges, whose totals are joined in order.
final class CountRun {
  private let streams: ByteStreams
  private let plan: CountPlan
  private let isStopped: () -> Bool
  private let blocks: SpareBlocks
  private var counter: BatchCounter
  private var stream: ByteStream?
  private var pieces: UncutBlocks?
  private var piece: BlockPiece?
  /// Whether the current file may be divided at its next piece.
  private var isDivisible = true
  private var ranges: FileRanges?
  private var range: CountedRange?
  /// The block of the range that is joined.
  private var keptBlock: Block?
  private var work: OrderedWork<FileRange, CountedRange>?

  /// What ended the counting early. The totals of everything before it are given out.
  private(set) var failure: (any Error)?

  /// - Parameter isStopped: Asked before each read, whether to end.
  init(_ streams: ByteStreams, _ plan: CountPlan, isStopped: @escaping () -> Bool = { false }) {
    self.streams = streams
    self.plan = plan
    self.isStopped = isStopped
    counter = BatchCounter(plan.literals, every: plan.batch)
    blocks = SpareBlocks(capacity: plan.division.block)
  }

  /// The next totals, or nil at the end and after an error.
  func next() -> LineTotals? {
    while true {
      if let totals = counter.consume(&piece) { return totals }
      if let totals = counter.consume(&range) { return totals }
      if isStopped() {
        failure = CancellationError()
        return nil
      }
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
    (piece, range, ranges, pieces) = (nil, nil, nil, nil)
  }

  private func readMore() throws -> Bool {
    if ranges != nil {
      if let counted = nextRange() {
        range = counted
        return true
      }
      ranges = nil
      pieces = nil
    }
    while true {
      if let next = try pieces?.next() {
        piece = next
        divide()
        return true
      }
      guard let stream = try streams.next() else { return false }
      self.stream = stream
      isDivisible = plan.limit > 1
      pieces = UncutBlocks(stream, blockSize: plan.division.block, after: pieces)
    }
  }

  // MARK: Ranges

  /// Divides what is left of the file behind the last line in the piece, where that is worthwhile.
  private func divide() {
    guard isDivisible, let piece, let (file, size, next) = stream?.plainFile else { return }
    guard size - next > plan.division.worthwhile else { return }
    let bytes = piece.bytes
    let length = byte_scan_last(bytes.baseAddress, bytes.count, UInt8(ascii: "\n")) + 1
    // There may be a line end in the next piece.
    guard length > 0 else { return }
    isDivisible = false
    guard hasLongBatches(bytes.prefix(length)) else { return }
    let end = piece.range.lowerBound + length
    self.piece = BlockPiece(block: piece.block, range: piece.range.lowerBound..<end, firstNumber: piece.firstNumber)
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
    if let block = keptBlock.take() { blocks.put(block) }
    let work = self.work ?? makeWork()
    self.work = work
    while case let pending = work.pending, pending < plan.window, let range = ranges?.next(isOtherAwaited: pending > 0)
    {
      work.submit(range)
    }
    guard let counted = work.next() else { return nil }
    keptBlock = counted.piece?.block
    ranges?.pass(counted)
    if counted.isAtEnd || counted.failure != nil {
      // The file has ended before the ranges that were begun: what they found came later.
      while let dropped = work.next() {
        if let block = dropped.piece?.block { blocks.put(block) }
      }
    }
    failure = counted.failure
    return counted
  }

  private func makeWork() -> OrderedWork<FileRange, CountedRange> {
    OrderedWork(concurrently: plan.limit) { [plan, blocks] range in range.counted(plan, blocks) }
  }
}
