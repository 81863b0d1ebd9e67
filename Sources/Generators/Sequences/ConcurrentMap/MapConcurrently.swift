extension AsyncSequence where Self: Sendable, Element: Sendable {
  /// Returns the results of `transform`, and runs several of its calls at once.
  ///
  /// ```swift
  /// for try await user in ids.mapConcurrently(atMost: 8, { try await api.user($0) }) { show(user) }
  /// ```
  ///
  /// **Order**: results come in the order of the elements. With `ordered: false` a result comes as soon as it is ready,
  /// so a slow call delays only its own result (rule G14).
  ///
  /// **Back-pressure**: nothing happens before the first `next()`. After that, the operator takes at most `limit`
  /// elements ahead of the results that the consumer has received. So a slow consumer stops the source, and memory is
  /// bounded.
  ///
  /// **Errors**: the first error of `transform` cancels the other calls and the source, and is thrown when they have
  /// ended. Results that can be delivered before it are delivered. An error of the source comes after the results of
  /// all elements before it.
  ///
  /// **Cancellation** of the consumer's task cancels all calls, and `next()` throws `CancellationError` when they have
  /// ended. If the loop is left in another way, the calls are cancelled and end by themselves. After the end, an error
  /// or a cancellation there are no more results (rule G1). Each iteration takes the elements of the source again.
  ///
  /// - Parameters:
  ///   - limit: The most calls that run at once, at least 1.
  ///   - ordered: Whether results come in the order of the elements. The default is true.
  ///   - transform: Runs on no actor, in a task that makes one call after the other. The task has the task-local values
  ///     of the first `next()`.
  /// - Complexity: One task for each call that runs at once, and a few uses of a lock for each element. Tasks wait for
  ///   each other only if the source, the calls or the consumer take long.
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
  /// Returns the results of `transform` as an asynchronous sequence, and runs several of its calls at once.
  ///
  /// ```swift
  /// for try await user in [1, 2, 3].mapConcurrently(atMost: 2, { try await api.user($0) }) { show(user) }
  /// ```
  ///
  /// It works as ``mapConcurrently(atMost:ordered:_:)`` on an asynchronous sequence.
  ///
  /// - Parameters:
  ///   - limit: The most calls that run at once, at least 1.
  ///   - ordered: Whether results come in the order of the elements. The default is true.
  ///   - transform: Runs on no actor, in a task that makes one call after the other.
  @inlinable
  public func mapConcurrently<Output: Sendable>(
    atMost limit: Int,
    ordered: Bool = true,
    _ transform: @escaping @Sendable (Element) async throws -> Output
  ) -> AsyncConcurrentMap<AsyncElements<Self>, Output> {
    AsyncElements(self).mapConcurrently(atMost: limit, ordered: ordered, transform)
  }
}

/// The results of a function that runs several times at once. `mapConcurrently(atMost:ordered:_:)` returns it.
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
    /// Stops the run when the last copy of the iterator is gone.
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

    /// Returns the next result, or nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Output? {
      defer { withExtendedLifetime(holder) {} }
      return try await holder.run.next(isolation: actor)
    }

    /// Returns the next result, or nil at the end.
    @inlinable
    public mutating func next() async throws -> Output? { try await next(isolation: nil) }
  }
}
