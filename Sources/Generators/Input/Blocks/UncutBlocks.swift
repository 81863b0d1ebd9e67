internal import CByteScan

/// Reads a source into blocks as the bytes come, wherever lines end.
final class UncutBlocks: BlockReader {
  private let source: DecodedSource
  private var pool: BlockPool
  private var isInsideLine = false
  private var hasBegun = false
  private var firstNumber: Int?
  /// Where the next byte stands in the stream.
  private var offset = 0

  /// - Parameter previous: The blocks of a source that has ended, whose memory is used again.
  init(_ source: DecodedSource, blockSize: Int = BlockPool.standardSize, after previous: UncutBlocks? = nil) {
    self.source = source
    pool = BlockPool(blockSize: blockSize)
    firstNumber = source.position.number
    if let previous { swap(&pool, &previous.pool) }
  }

  func next() throws -> BlockSlice? {
    while true {
      let block = pool.take(capacity: pool.blockSize)
      defer { pool.put(block) }
      let count = try source.read(into: block.room(from: 0))
      guard count > 0 else { return nil }
      if !hasBegun {
        hasBegun = true
        isInsideLine = source.startsInsideLine
        offset = source.startOffset
      }
      (block.offset, block.origin) = (offset, source.origin)
      offset += count
      guard let start = startOfLine(in: block.bytes(0..<count)), start < count else { continue }
      return BlockSlice(block: block, range: start..<count, firstNumber: firstNumber.take())
    }
  }

  /// Where the first whole line starts: at 0 unless the reading begins inside a line.
  private func startOfLine(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard isInsideLine else { return 0 }
    let distance = byte_scan_first(bytes.baseAddress!, bytes.count, UInt8(ascii: "\n"))
    guard distance >= 0 else { return nil }
    isInsideLine = false
    return distance + 1
  }
}
