extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// What `transform` makes of the elements, with several of its calls under way at once.
  ///
  /// ```swift
  /// for try await user in ids.mapConcurrently(atMost: 8, { try await api.user($0) }) { show(user) }
  /// ```
  ///
  /// **Order**: the elements' own. With `ordered: false` a result comes as soon as it is there, so that a slow one holds
  /// up none but itself (rule G14).
  ///
  /// **Back-pressure**: nothing happens before the first `next()`. From then on, at most `limit` elements have been taken
  /// from the source whose results the consumer does not have, so a slow consumer stops the source, and memory is bounded.
  ///
  /// **Errors**: the first error of `transform` cancels the other calls and the source, and is thrown when they have ended;
  /// results that can be delivered before it, are. The source's own error comes after the results of all elements before it.
  ///
  /// **Cancellation** of the consumer's task cancels all calls, and `next()` throws `CancellationError` when they have
  /// ended. When the loop is left otherwise, they are cancelled and end on their own. After the end, an error or
  /// cancellation there are no more results (rule G1). Each iteration takes the source's elements anew.
  ///
  /// - Parameters:
  ///   - limit: How many calls may be under way at once: at least 1.
  ///   - ordered: Whether results keep the order of the elements: by default they do.
  ///   - transform: Called on no actor, in a task that does one call after the other. Task-local values are those of the
  ///     first `next()`.
  /// - Complexity: As many tasks as calls are under way at once, and for each element a few uses of a lock. Tasks wait for
  ///   each other only where the source, the calls or the consumer take their time.
  @inlinable
  public func mapConcurrently<Output: Sendable>(
    atMost limit: Int,
    ordered: Bool = true,
    _ transform: @escaping @Sendable (Element) async throws -> Output
  ) -> AsyncConcurrentMap<Self, Output> {
    require(limit >= 1, "1 or more calls may be under way at once, not \(limit).")
    return AsyncConcurrentMap(base: self, limit: limit, isOrdered: ordered, transform: transform)
  }
}

extension Sequence where Self: Sendable, Element: Sendable {
  /// What `transform` makes of the elements, as an asynchronous sequence, with several of its calls under way at once.
  ///
  /// ```swift
  /// for try await user in [1, 2, 3].mapConcurrently(atMost: 2, { try await api.user($0) }) { show(user) }
  /// ```
  ///
  /// It is what ``mapConcurrently(atMost:ordered:_:)`` is on an asynchronous sequence.
  ///
  /// - Parameters:
  ///   - limit: How many calls may be under way at once: at least 1.
  ///   - ordered: Whether results keep the order of the elements: by default they do.
  ///   - transform: Called on no actor, in a task that does one call after the other.
  @inlinable
  public func mapConcurrently<Output: Sendable>(
    atMost limit: Int,
    ordered: Bool = true,
    _ transform: @escaping @Sendable (Element) async throws -> Output
  ) -> AsyncConcurrentMap<AsyncElements<Self>, Output> {
    AsyncElements(self).mapConcurrently(atMost: limit, ordered: ordered, transform)
  }
}

/// What several calls at once make of the elements of a sequence. `mapConcurrently(atMost:ordered:_:)` makes it.
public struct AsyncConcurrentMap<Base: AsyncSequence & Sendable, Output: Sendable>: AsyncSequence, Sendable
where Base.Element: Sendable {
  public typealias Element = Output
  public typealias Failure = any Error

  @usableFromInline let base: Base
  @usableFromInline let limit: Int
  @usableFromInline let isOrdered: Bool
  @usableFromInline let transform: @Sendable (Base.Element) async throws -> Output

  @inlinable
  init(
    base: Base,
    limit: Int,
    isOrdered: Bool,
    transform: @escaping @Sendable (Base.Element) async throws -> Output
  ) {
    self.base = base
    self.limit = limit
    self.isOrdered = isOrdered
    self.transform = transform
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(ConcurrentMapRun(base: base, limit: limit, isOrdered: isOrdered, transform: transform))
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    /// Stops the run with the last copy of the iterator.
    @usableFromInline
    final class Holder {
      @usableFromInline let run: ConcurrentMapRun<Base, Output>

      @inlinable
      init(_ run: ConcurrentMapRun<Base, Output>) { self.run = run }

      @inlinable
      deinit { run.stop() }
    }

    @usableFromInline let holder: Holder

    @inlinable
    init(_ run: ConcurrentMapRun<Base, Output>) { holder = Holder(run) }

    /// The next result, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Output? {
      defer { withExtendedLifetime(holder) {} }
      return try await holder.run.next(isolation: actor)
    }

    /// The next result, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Output? { try await next(isolation: nil) }
  }
}
