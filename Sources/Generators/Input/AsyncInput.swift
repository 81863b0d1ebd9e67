import DecoratorPrimitives

/// What asynchronous lines are read from: once, or anew for each iterator.
final class AsyncInput: Sendable {
  let name: String
  let longLines: LongLines
  let skipped = SkippedLines()
  private let isRepeatable: Bool
  private let isTaken = Locked(false)
  private let open: @Sendable (@escaping @Sendable (ByteStream) -> any BlockPieces) throws -> any AsyncBlockPieces
  /// Where a thread of its own reads it, and the scope of that.
  private let blocking: (input: BlockingInput, scope: FeedScope)?

  /// An input that a thread of its own reads, at most one block ahead of the consumer.
  init(_ input: BlockingInput, isRepeatable: Bool, longLines: LongLines, in scope: FeedScope) {
    name = input.name
    self.isRepeatable = isRepeatable
    self.longLines = longLines
    blocking = (input, scope)
    open = { make in
      let feed = try Feed<BlockPiece>(input, depth: 1) { streams, ahead in
        let pieces = SeriesPieces(streams, make)
        while ahead.waitForRoom(), let piece = try pieces.next() { ahead.put(piece) }
      }
      return FeedPieces(scope.add(feed))
    }
  }

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
    blocking = nil
  }

  /// The pieces of the input for one iterator.
  ///
  /// - Throws: ``ReadingError`` of code `alreadyRead` where the input can be read only once and has been.
  func pieces(_ make: @escaping @Sendable (ByteStream) -> any BlockPieces) throws -> any AsyncBlockPieces {
    try use()
    return try open(make)
  }

  /// What `read` makes of the input for one iterator, on a thread of its own; nil where no thread reads it.
  ///
  /// - Throws: As ``pieces(_:)``.
  func feed<Element: Sendable>(
    depth: Int,
    _ read: @escaping @Sendable (ByteStreams, ReadAhead<Element>) throws -> Void
  ) throws -> Feed<Element>? {
    guard let blocking else { return nil }
    try use()
    return blocking.scope.add(try Feed(blocking.input, depth: depth, read))
  }

  private func use() throws {
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
  private let feed: Feed<BlockPiece>

  init(_ feed: Feed<BlockPiece>) { self.feed = feed }

  deinit { feed.stop() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    try await feed.next(isolation: isolation)
  }

  func arrival() -> Arrival { feed.arrival() }
}
