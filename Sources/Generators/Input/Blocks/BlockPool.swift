import DecoratorPrimitives

/// Blocks to be used again, also by another thread than the one that let go of them.
///
/// The count of references is what orders the last read of one and the first write of the other, as for copy-on-write:
/// letting go releases, and the write depends on the count. The thread sanitizer does not see the count, and may report
/// the two as a race.
struct BlockPool {
  /// Small enough to stay in a processor's cache until its lines are used.
  static let standardSize = 256 * 1024
  /// As many as are read ahead at most, and some that lines keep for a while.
  static let depth = 20

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

  /// Keeps a block until nothing else refers to it. If too many wait, the oldest is left to its lines.
  mutating func put(_ block: Block) {
    guard block.capacity == blockSize else { return }
    if blocks.count == Self.depth { blocks.removeFirst() }
    blocks.append(block)
  }

  /// Makes `current` a block with room for a good read after `kept`, the bytes at the end of what has been read into it. It
  /// is the same block if that has the room, or another one, to whose start `kept` has been moved.
  ///
  /// - Returns: The block, and how far they have been moved towards its start.
  mutating func makeRoom(
    in current: inout Block?,
    keeping kept: Range<Int>,
    of source: DecodedSource
  ) -> (block: Block, distance: Int) {
    let goodRead = blockSize / 4
    guard var block = current else {
      let block = take(capacity: blockSize)
      current = block
      return (block, 0)
    }
    if block.capacity - kept.upperBound >= goodRead { return (block, 0) }

    current = nil
    let bytes = block.bytes(kept)
    let offset = block.offset + kept.lowerBound
    let isOversized = block.capacity > blockSize && kept.count < goodRead
    let target: Block
    if !isOversized, block.capacity - kept.count >= goodRead, isKnownUniquelyReferenced(&block) {
      target = block
    } else {
      target = take(capacity: max(blockSize, 2 * kept.count + goodRead))
      put(block)
      target.origin = source.origin
    }
    withExtendedLifetime(block) {
      if let start = bytes.baseAddress { target.base.update(from: start, count: kept.count) }
    }
    target.offset = offset
    current = target
    return (target, kept.lowerBound)
  }
}

/// Blocks that threads use one after the other.
struct SpareBlocks: Sendable {
  private let blocks = Locked<[Block]>([])
  private let capacity: Int

  init(capacity: Int) { self.capacity = capacity }

  func take() -> Block { blocks.withLock { $0.popLast() } ?? Block(capacity: capacity) }

  /// Takes back a block to which nothing else refers.
  func put(_ block: Block) {
    blocks.withLock { $0.append(block) }
  }
}
