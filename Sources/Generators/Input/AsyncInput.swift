import DecoratorPrimitives

/// What asynchronous lines are read from: once, or anew for each iterator.
final class AsyncInput: Sendable {
  let name: String
  let longLines: LongLines
  let skipped = SkippedLines()
  private let isRepeatable: Bool
  private let isTaken = Locked(false)
  private let open: @Sendable (@escaping @Sendable (ByteStream) -> any BlockPieces) throws -> any AsyncBlockPieces

  init(
    name: String,
    isRepeatable: Bool,
    longLines: LongLines,
    open: @escaping @Sendable (@escaping @Sendable (ByteStream) -> any BlockPieces) throws -> any AsyncBlockPieces
  ) {
    self.name = name
    self.isRepeatable = isRepeatable
    self.longLines = longLines
    self.open = open
  }

  /// The pieces of the input for one iterator.
  ///
  /// - Throws: ``ReadingError`` of code `alreadyRead` where the input can be read only once and has been.
  func pieces(_ make: @escaping @Sendable (ByteStream) -> any BlockPieces) throws -> any AsyncBlockPieces {
    let wasTaken = isTaken.withLock { isTaken in
      defer { isTaken = true }
      return isTaken
    }
    guard isRepeatable || !wasTaken else {
      throw ReadingError(
        .alreadyRead,
        source: name,
        "it has been asked for its lines or records before, and can be read only once. Keep the iterator, or open it again."
      )
    }
    return try open(make)
  }
}

/// Reads an input block by block without blocking the caller's thread.
protocol AsyncBlockPieces: AnyObject {
  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece?

  /// What comes as soon as ``next(isolation:)`` would not wait. The piece is read meanwhile, and is not lost.
  func arrival() -> Arrival
}

/// The pieces of a feed, which is stopped with the last reference to them.
final class FeedPieces: AsyncBlockPieces {
  let feed: BlockFeed

  init(_ feed: BlockFeed) { self.feed = feed }

  deinit { feed.stop() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    try await feed.next(isolation: isolation)
  }

  func arrival() -> Arrival { feed.arrival() }
}
