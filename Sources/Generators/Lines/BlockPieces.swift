/// Bytes of a block.
struct BlockPiece: Sendable {
  let block: Block
  let range: Range<Int>

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
  private var pool = BlockPool(blockSize: BlockPool.standardSize)

  init(_ stream: ByteStream) { self.stream = stream }

  func next() throws -> BlockPiece? {
    let block = pool.take(capacity: pool.blockSize)
    defer { pool.put(block) }
    let count = try stream.read(into: block.room(from: 0))
    return count > 0 ? BlockPiece(block: block, range: 0..<count) : nil
  }
}
