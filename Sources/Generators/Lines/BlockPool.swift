/// Blocks to be used again.
struct BlockPool {
  /// Small enough to stay in a processor's cache between being read and being looked at.
  static let standardSize = 256 * 1024
  /// Those that are read ahead, and some that lines keep for a while.
  private static let depth = PiecesAhead.depth + 4

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
