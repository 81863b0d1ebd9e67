/// A piece of memory that lines point into. It is written again only while no line refers to it.
@usableFromInline
final class Block: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// Where its first byte stands in the stream.
  @usableFromInline var offset: Int

  init(capacity: Int, offset: Int = 0) {
    self.base = .allocate(capacity: capacity)
    self.capacity = capacity
    self.offset = offset
  }

  deinit { base.deallocate() }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func room(from start: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + start, count: capacity - start)
  }
}

/// Bytes of a block: whole lines, and at the end of the stream or for a line too long a last piece without its line end.
struct BlockPiece: Sendable {
  let block: Block
  let range: Range<Int>

  var bytes: UnsafeBufferPointer<UInt8> { block.bytes(range) }
}

/// Blocks to be used again.
struct BlockPool {
  private static let depth = 4

  let blockSize: Int
  private var blocks: [Block] = []

  init(blockSize: Int) { self.blockSize = blockSize }

  /// A block of at least `capacity` to which nothing else refers.
  mutating func take(capacity: Int) -> Block {
    guard capacity <= blockSize else { return Block(capacity: capacity) }
    for index in blocks.indices where isKnownUniquelyReferenced(&blocks[index]) {
      return blocks.remove(at: index)
    }
    return Block(capacity: blockSize)
  }

  /// Keeps a block until nothing else refers to it. Where too many are waiting, the oldest is left to its lines.
  mutating func put(_ block: Block) {
    guard block.capacity == blockSize else { return }
    if blocks.count == Self.depth { blocks.removeFirst() }
    blocks.append(block)
  }
}
