internal import CByteScan

/// Bytes of a block.
struct BlockPiece: Sendable {
  let block: Block
  let range: Range<Int>
  /// The number of its first line, where it is the first piece of a stream.
  var firstNumber: Int?
  /// The CSV records that have been found in them.
  var records: CSVTable?

  var bytes: UnsafeBufferPointer<UInt8> { block.bytes(range) }
}

/// Reads a stream block by block.
protocol BlockPieces {
  /// The next bytes, or nil at the end. What was read before an error is given out before it.
  func next() throws -> BlockPiece?
}

/// Reads a stream into blocks as the bytes come, without regard to lines.
final class UncutBlocks: BlockPieces {
  private let stream: ByteStream
  private var pool: BlockPool
  private var isInsideLine = false
  private var hasBegun = false
  private var firstNumber: Int?

  /// - Parameter previous: The pieces of a stream that has ended, whose memory is used again.
  init(_ stream: ByteStream, blockSize: Int = BlockPool.standardSize, after previous: UncutBlocks? = nil) {
    self.stream = stream
    pool = BlockPool(blockSize: blockSize)
    firstNumber = stream.position.number
    if let previous { swap(&pool, &previous.pool) }
  }

  func next() throws -> BlockPiece? {
    while true {
      let block = pool.take(capacity: pool.blockSize)
      defer { pool.put(block) }
      let count = try stream.read(into: block.room(from: 0))
      guard count > 0 else { return nil }
      if !hasBegun {
        hasBegun = true
        isInsideLine = stream.startsInsideLine
      }
      guard let start = startOfLine(in: block.bytes(0..<count)), start < count else { continue }
      return BlockPiece(block: block, range: start..<count, firstNumber: firstNumber.take())
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
