import DecoratorPrimitives

/// The feeds opened in a scope, to be stopped at its end.
struct FeedScope: Sendable {
  private let feeds = Locked<[BlockFeed]?>(nil)

  /// A scope that ends with its feeds' last references.
  init() {}

  /// Calls `body` with a scope, stops what was opened in it and waits until it is closed.
  nonisolated(nonsending) static func with<Result>(
    _ body: nonisolated(nonsending) (FeedScope) async throws -> Result
  ) async throws -> Result {
    let scope = FeedScope()
    scope.feeds.withLock { $0 = [] }
    do {
      let result = try await body(scope)
      await scope.close()
      return result
    } catch {
      await scope.close()
      throw error
    }
  }

  func add(_ feed: BlockFeed) -> BlockFeed {
    feeds.withLock { $0?.append(feed) }
    return feed
  }

  nonisolated(nonsending) private func close() async {
    let opened = feeds.withLock { feeds in
      defer { feeds = nil }
      return feeds ?? []
    }
    for feed in opened { feed.stop() }
    for feed in opened { await feed.closed() }
  }
}
