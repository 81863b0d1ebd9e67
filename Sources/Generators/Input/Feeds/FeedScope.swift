import DecoratorPrimitives

/// Something that reads for others until it is stopped.
protocol ScopedFeed: AnyObject, Sendable {
  var name: String { get }

  /// Ends the reading. A task that waits for something gets a `CancellationError`.
  func stop()

  /// Waits until what was opened has been closed.
  func closed() async
}

/// The feeds opened in a scope, to be stopped at its end.
struct FeedScope: Sendable {
  private enum State {
    /// Feeds end with their last references.
    case unbounded
    case open([any ScopedFeed])
    case closed
  }

  private let state: Locked<State>

  private init(_ state: State) { self.state = Locked(state) }

  /// No scope: feeds end with their last references.
  static let none = FeedScope(.unbounded)

  /// Calls `body` with a scope, stops what was opened in it and waits until it is closed.
  nonisolated(nonsending) static func with<Result>(
    _ body: nonisolated(nonsending) (FeedScope) async throws -> Result
  ) async throws -> Result {
    let scope = FeedScope(.open([]))
    do {
      let result = try await body(scope)
      await scope.close()
      return result
    } catch {
      await scope.close()
      throw error
    }
  }

  /// Stops the program if the scope has been left.
  func add<Feed: ScopedFeed>(_ feed: Feed) -> Feed {
    let isClosed = state.withLock { state in
      switch state {
      case .unbounded: return false
      case .closed: return true
      case .open(var feeds):
        // Nothing else holds the array while it grows, so that it is not copied.
        state = .closed
        feeds.append(feed)
        state = .open(feeds)
        return false
      }
    }
    require(!isClosed, LineReading.isUsedTooLate(feed.name))
    return feed
  }

  nonisolated(nonsending) private func close() async {
    let opened = state.withLock { state -> [any ScopedFeed] in
      guard case .open(let feeds) = state else { return [] }
      state = .closed
      return feeds
    }
    for feed in opened { feed.stop() }
    for feed in opened { await feed.closed() }
  }
}
