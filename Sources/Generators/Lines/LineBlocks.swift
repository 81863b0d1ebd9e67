internal import CByteScan

/// Reads a source into blocks and cuts them where lines end, so that a slice never ends inside a line that fits.
///
/// An unfinished line at the end of a block is moved to the start of the next one. A line over the limit is delivered
/// up to two bytes beyond it, which shows that it is too long, whatever its line end. The rest of it is skipped.
final class LineBlocks: BlockReader {
  private static let lineFeed = UInt8(ascii: "\n")

  private let source: DecodedSource
  private let limit: Int
  private var pool: BlockPool
  private var current: Block?
  /// What has been read into the current block and not been delivered: no line ends in it.
  private var pending = 0..<0
  private var isDiscarding = false
  private var isAtStart = false
  private var hasBegun = false
  private var firstNumber: Int?
  private var isFinished = false
  private var failure: (any Error)?

  init(_ source: DecodedSource, limit: Int, blockSize: Int = BlockPool.standardSize) {
    self.source = source
    self.limit = limit
    pool = BlockPool(blockSize: blockSize)
    firstNumber = source.position.number
  }

  /// The next lines, or nil at the end. What was read before an error is delivered before it.
  func next() throws -> BlockSlice? {
    while !isFinished {
      if pending.count > limit + 1 { return startOfLongLine() }
      let (block, read) = try readMore()
      guard !read.isEmpty else { return try finish() }
      if isDiscarding, !skipToNextLine(in: block, read) { continue }
      if isAtStart, !skipByteOrderMark(in: block) { continue }
      let searched = max(read.lowerBound, pending.lowerBound)..<pending.upperBound
      let distance = byte_scan_last(block.base + searched.lowerBound, searched.count, Self.lineFeed)
      guard distance >= 0 else { continue }
      let end = searched.lowerBound + distance + 1
      let slice = slice(of: block, pending.lowerBound..<end)
      pending = end..<pending.upperBound
      return slice
    }
    return nil
  }

  private func slice(of block: Block, _ range: Range<Int>) -> BlockSlice {
    BlockSlice(block: block, range: range, firstNumber: firstNumber.take())
  }

  private func startOfLongLine() -> BlockSlice {
    isDiscarding = true
    let slice = slice(of: current!, pending.lowerBound..<pending.lowerBound + limit + 2)
    pending = pending.upperBound..<pending.upperBound
    return slice
  }

  private func readMore() throws -> (Block, Range<Int>) {
    let (block, distance) = pool.makeRoom(in: &current, keeping: pending, of: source)
    pending = pending.lowerBound - distance..<pending.upperBound - distance
    var count = 0
    do {
      count = try source.read(into: block.room(from: pending.upperBound))
    } catch let starved as Starved {
      throw starved
    } catch {
      failure = error
    }
    // Nothing refers to a block before its first bytes have been read.
    if block.origin == nil { block.origin = source.origin }
    if !hasBegun {
      hasBegun = true
      block.offset = source.startOffset
      isDiscarding = source.startsInsideLine
      isAtStart = source.startOffset == 0 && !isDiscarding
    }
    let read = pending.upperBound..<pending.upperBound + count
    pending = pending.lowerBound..<read.upperBound
    return (block, read)
  }

  private func finish() throws -> BlockSlice? {
    guard isDiscarding || pending.isEmpty else {
      let slice = slice(of: current!, pending)
      pending = pending.upperBound..<pending.upperBound
      return slice
    }
    isFinished = true
    current = nil
    if let failure { throw failure }
    return nil
  }

  /// Says whether the long line ends in what has been read; what follows it is then pending.
  private func skipToNextLine(in block: Block, _ read: Range<Int>) -> Bool {
    let distance = byte_scan_first(block.base + read.lowerBound, read.count, Self.lineFeed)
    let next = distance < 0 ? read.upperBound : read.lowerBound + distance + 1
    pending = next..<read.upperBound
    isDiscarding = distance < 0
    return !isDiscarding
  }

  /// Says whether there are enough bytes to know.
  private func skipByteOrderMark(in block: Block) -> Bool {
    let start = block.bytes(pending)
    guard start.count >= ByteOrderMark.bytes.count || !ByteOrderMark.mayBegin(start) else { return false }
    isAtStart = false
    if ByteOrderMark.begins(start) { pending = pending.dropFirst(ByteOrderMark.bytes.count) }
    return true
  }
}
