/// The blocks of an input for one iterator: opened when first asked for, and never asked again after the end.
final class AsyncReader {
  private enum Phase {
    case idle
    case reading(any AsyncBlockReader)
    case finished
  }

  private let input: AsyncInput
  private let make: @Sendable (DecodedSource) -> any BlockReader
  private var phase = Phase.idle

  init(_ input: AsyncInput, _ make: @escaping @Sendable (DecodedSource) -> any BlockReader) {
    self.input = input
    self.make = make
  }

  func next(isolation actor: isolated (any Actor)?) async throws -> BlockSlice? {
    do {
      guard let blocks = try opened(), let slice = try await blocks.next(isolation: actor) else {
        stop()
        return nil
      }
      return slice
    } catch {
      stop()
      throw error
    }
  }

  /// Waits for the next slice until `deadline`, and says whether it has come, or the end or an error.
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

  private func opened() throws -> (any AsyncBlockReader)? {
    switch phase {
    case .finished: return nil
    case .reading(let blocks): return blocks
    case .idle:
      let blocks = try input.blocks(make)
      phase = .reading(blocks)
      return blocks
    }
  }
}
