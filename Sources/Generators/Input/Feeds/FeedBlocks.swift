/// The blocks of a feed, which is stopped with the last reference to them.
final class FeedBlocks: AsyncBlockReader {
  private let feed: Feed<BlockSlice>

  init(_ feed: Feed<BlockSlice>) { self.feed = feed }

  deinit { feed.stop() }

  func next(isolation: isolated (any Actor)?) async throws -> BlockSlice? {
    try await feed.next(isolation: isolation)
  }

  func arrival() -> Arrival { feed.arrival() }
}
