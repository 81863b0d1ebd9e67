import DecoratorPrimitives

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
