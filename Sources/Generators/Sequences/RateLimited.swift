extension AsyncSequence {
  /// The same elements, held back so that no more than so many come in a stretch of time. None is dropped.
  ///
  /// ```swift
  /// for try await batch in records.chunks(of: 100).rateLimited(5, per: .seconds(1), burst: 10) { try await send(batch) }
  /// ```
  ///
  /// A token bucket, full at first: `burst` elements pass at once, the others when their token comes. A slow source or
  /// consumer saves up at most `burst` tokens. Each iteration has a bucket of its own; to share one between streams, or
  /// with other work, take ``rateLimited(by:)``.
  ///
  /// An element is asked for first and then waits for its token, so the rate is that at which elements arrive at the
  /// consumer. Cancelled while it waits, `next()` throws `CancellationError` at once and has used no token (rule G10);
  /// the source's own errors pass without waiting. After either there are no more elements (rule G1).
  ///
  /// - Parameters:
  ///   - count: How many elements may pass in each `period`: at least 1.
  ///   - period: The time for `count` elements: more than zero.
  ///   - burst: How many may pass at once after a pause: at least 1, the default, which spaces them evenly.
  ///   - clock: What measures the time and sleeps. By default the continuous clock.
  /// - Complexity: Two uses of a lock and a reading of the clock for each element that need not wait.
  public func rateLimited<C: Clock<Duration>>(
    _ count: Int,
    per period: Duration,
    burst: Int = 1,
    clock: C = ContinuousClock()
  ) -> AsyncRateLimited<Self, C> {
    // Made here for its checks, so that a wrong rate stops the program where it was written.
    _ = TokenBucket(count, per: period, burst: burst, clock: clock)
    return AsyncRateLimited(base: self) { TokenBucket(count, per: period, burst: burst, clock: clock) }
  }

  /// The same elements, each of which takes a token from `bucket` first. None is dropped.
  ///
  /// ```swift
  /// let limit = TokenBucket(10, per: .seconds(1))
  /// async let a: Void = upload(photos.rateLimited(by: limit))
  /// async let b: Void = upload(films.rateLimited(by: limit))
  /// ```
  ///
  /// It does what ``rateLimited(_:per:burst:clock:)`` does with a bucket of its own. Streams that share a bucket are
  /// served in the order of their asking.
  ///
  /// - Parameter bucket: Where the tokens come from.
  public func rateLimited<C: Clock<Duration>>(by bucket: TokenBucket<C>) -> AsyncRateLimited<Self, C> {
    AsyncRateLimited(base: self) { bucket }
  }
}

extension Sequence {
  /// The elements as an asynchronous sequence, held back so that no more than so many come in a stretch of time.
  ///
  /// ```swift
  /// for try await id in ids.rateLimited(10, per: .seconds(1)) { try await touch(id) }
  /// ```
  ///
  /// It is what ``rateLimited(_:per:burst:clock:)`` is on an asynchronous sequence. There is no form that blocks its
  /// thread: an iterator of a sequence cannot throw, so nothing could end its waits.
  ///
  /// - Parameters:
  ///   - count: How many elements may pass in each `period`: at least 1.
  ///   - period: The time for `count` elements: more than zero.
  ///   - burst: How many may pass at once after a pause: at least 1, the default, which spaces them evenly.
  ///   - clock: What measures the time and sleeps. By default the continuous clock.
  public func rateLimited<C: Clock<Duration>>(
    _ count: Int,
    per period: Duration,
    burst: Int = 1,
    clock: C = ContinuousClock()
  ) -> AsyncRateLimited<AsyncElements<Self>, C> {
    AsyncElements(self).rateLimited(count, per: period, burst: burst, clock: clock)
  }

  /// The elements as an asynchronous sequence, each of which takes a token from `bucket` first.
  ///
  /// - Parameter bucket: Where the tokens come from.
  public func rateLimited<C: Clock<Duration>>(by bucket: TokenBucket<C>) -> AsyncRateLimited<AsyncElements<Self>, C> {
    AsyncElements(self).rateLimited(by: bucket)
  }
}

/// The elements of a sequence at a limited rate. `rateLimited` makes it.
public struct AsyncRateLimited<Base: AsyncSequence, C: Clock<Duration>>: AsyncSequence {
  public typealias Element = Base.Element
  public typealias Failure = any Error

  private let base: Base
  private let bucket: @Sendable () -> TokenBucket<C>

  init(base: Base, bucket: @escaping @Sendable () -> TokenBucket<C>) {
    self.base = base
    self.bucket = bucket
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), bucket: bucket()) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    private var base: Base.AsyncIterator
    private let bucket: TokenBucket<C>
    private var isFinished = false

    init(base: Base.AsyncIterator, bucket: TokenBucket<C>) {
      self.base = base
      self.bucket = bucket
    }

    /// The next element, when its token has come, or nil at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Base.Element? {
      guard !isFinished else { return nil }
      // Whatever ends the call early, the iteration is over then.
      isFinished = true
      guard let element = try await base.next(isolation: actor) else { return nil }
      try await bucket.take()
      isFinished = false
      return element
    }

    /// The next element, when its token has come, or nil at the end.
    public mutating func next() async throws -> Base.Element? { try await next(isolation: nil) }
  }
}

extension AsyncRateLimited: Sendable where Base: Sendable {}
