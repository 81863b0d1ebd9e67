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
}

/// The pieces of a feed, which is stopped with the last reference to them.
final class FeedPieces: AsyncBlockPieces {
  let feed: BlockFeed

  init(_ feed: BlockFeed) { self.feed = feed }

  deinit { feed.stop() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    try await feed.next(isolation: isolation)
  }
}

/// The pieces of an asynchronous sequence of chunks.
final class SequencePieces<Chunks: AsyncIteratorProtocol>: AsyncBlockPieces where Chunks.Element == [UInt8] {
  private var chunks: Chunks
  private let source: PushedSource
  private let pieces: any BlockPieces

  init(_ chunks: Chunks, _ make: (ByteStream) -> any BlockPieces) {
    self.chunks = chunks
    source = PushedSource()
    pieces = make(ByteStream(source))
  }

  func next(isolation: isolated (any Actor)?) async throws -> BlockPiece? {
    while true {
      do {
        return try pieces.next()
      } catch is Starved {
        try await receive(isolation: isolation)
      }
    }
  }

  private func receive(isolation: isolated (any Actor)?) async throws {
    do {
      if let chunk = try await chunks.next(isolation: isolation) {
        source.push(chunk)
      } else {
        // Cancelled streams end as if there were no more.
        try Task.checkCancellation()
        source.finish(.success(()))
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      source.finish(.failure(error))
    }
  }
}
