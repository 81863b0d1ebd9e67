/// Gives what is read to a task, without blocking its thread.
protocol AsyncFeed<Element>: AnyObject {
  associatedtype Element

  /// The next element, or nil at the end.
  ///
  /// - Throws: What the reading throws, once; `CancellationError` as soon as the task is cancelled.
  func next(isolation: isolated (any Actor)?) async throws -> Element?

  /// What comes as soon as ``next(isolation:)`` would not wait. The element is read meanwhile, and is not lost.
  func arrival() -> Arrival
}

/// A feed that one iterator reads, and that is stopped when the iterator is gone.
final class OwnedFeed<Base: AsyncFeed & ScopedFeed>: AsyncFeed {
  private let base: Base

  init(_ base: Base) { self.base = base }

  deinit { base.stop() }

  func next(isolation: isolated (any Actor)?) async throws -> Base.Element? {
    try await base.next(isolation: isolation)
  }

  func arrival() -> Arrival { base.arrival() }
}
