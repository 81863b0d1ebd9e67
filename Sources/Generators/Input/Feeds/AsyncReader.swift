/// What one iterator reads: opened when first asked for, and never asked again after the end.
final class AsyncReader<Element> {
  private enum Phase {
    case idle
    case reading(any AsyncFeed<Element>)
    case finished
  }

  private let open: () throws -> any AsyncFeed<Element>
  private var phase = Phase.idle

  init(_ open: @escaping () throws -> any AsyncFeed<Element>) { self.open = open }

  func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
    do {
      guard let feed = try opened(), let element = try await feed.next(isolation: actor) else {
        stop()
        return nil
      }
      return element
    } catch {
      stop()
      throw error
    }
  }

  /// Waits for the next element until `deadline`, and says whether it has come, or the end or an error.
  ///
  /// - Throws: `CancellationError` as soon as the task is cancelled, and what the sleep throws.
  func hasNext(by deadline: Duration, on clock: ElapsingClock, isolation actor: isolated (any Actor)?) async throws
    -> Bool
  {
    do {
      guard let arrival = try opened()?.arrival() else { return true }
      let left = deadline - clock.now()
      if !arrival.hasCome, left > .zero {
        try await clock.sleep(for: left, orUntil: { await arrival.wait() }, isolation: actor)
      }
      try Task.checkCancellation()
      return arrival.hasCome
    } catch {
      stop()
      throw error
    }
  }

  /// Lets go of the input, and says whether it had been held.
  @discardableResult
  func stop() -> Bool {
    if case .finished = phase { return false }
    phase = .finished
    return true
  }

  private func opened() throws -> (any AsyncFeed<Element>)? {
    switch phase {
    case .finished: return nil
    case .reading(let feed): return feed
    case .idle:
      let feed = try open()
      phase = .reading(feed)
      return feed
    }
  }
}

extension AsyncReader where Element == BlockSlice {
  /// The blocks of an input.
  convenience init(_ input: AsyncInput, _ cutting: @escaping BlockCutting) {
    self.init { try input.blocks(cutting) }
  }
}
