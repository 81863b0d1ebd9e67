extension AsyncSequence {
  /// Returns the same elements at a limited rate. It delays elements and drops none.
  ///
  /// ```swift
  /// for try await batch in records.chunks(of: 100).rateLimited(5, per: .seconds(1), burst: 10) {
  ///   try await send(batch)
  /// }
  /// ```
  ///
  /// It is a token bucket that is full at first: `burst` elements pass at once, and the others when their token comes.
  /// A slow source or consumer saves at most `burst` tokens. Each iteration has its own bucket. To share one between
  /// streams, or with other work, use ``rateLimited(by:)``.
  ///
  /// The operator asks for an element first, and then waits for its token. So the rate is the rate at which elements
  /// reach the consumer. If `next()` is cancelled while it waits, it throws `CancellationError` at once and takes no
  /// token (rule G10). Errors of the source pass without a wait. After either there are no more elements (rule G1).
  ///
  /// - Parameters:
  ///   - count: How many elements pass in each `period`, at least 1.
  ///   - period: The time for `count` elements, more than zero.
  ///   - burst: How many elements pass at once after a pause, at least 1. The default, 1, spaces them evenly.
  ///   - clock: The clock that measures time and sleeps. The default is the continuous clock.
  /// - Complexity: For each element that need not wait, two uses of a lock and one reading of the clock.
  public func rateLimited<C: Clock<Duration>>(
    _ count: Int,
    per period: Duration,
    burst: Int = 1,
    clock: C = ContinuousClock()
  ) -> AsyncRateLimited<Self, C> {
    // This bucket only checks the arguments, so that a wrong rate stops the program at this call.
    _ = TokenBucket(count, per: period, burst: burst, clock: clock)
    return AsyncRateLimited(base: self) { TokenBucket(count, per: period, burst: burst, clock: clock) }
  }

  /// Returns the same elements. Each takes a token from `bucket` first. None is dropped.
  ///
  /// ```swift
  /// let limit = TokenBucket(10, per: .seconds(1))
  /// async let a: Void = upload(photos.rateLimited(by: limit))
  /// async let b: Void = upload(films.rateLimited(by: limit))
  /// ```
  ///
  /// It works as ``rateLimited(_:per:burst:clock:)`` does with its own bucket. Streams that share a bucket are served
  /// in the order in which they ask.
  ///
  /// - Parameter bucket: The source of the tokens.
  public func rateLimited<C: Clock<Duration>>(by bucket: TokenBucket<C>) -> AsyncRateLimited<Self, C> {
    AsyncRateLimited(base: self) { bucket }
  }
}

extension Sequence {
  /// Returns the elements as an asynchronous sequence at a limited rate.
  ///
  /// ```swift
  /// for try await id in ids.rateLimited(10, per: .seconds(1)) { try await touch(id) }
  /// ```
  ///
  /// It works as ``rateLimited(_:per:burst:clock:)`` on an asynchronous sequence. There is no form that blocks its
  /// thread: an iterator of a sequence cannot throw, so nothing could end its waits.
  ///
  /// - Parameters:
  ///   - count: How many elements pass in each `period`, at least 1.
  ///   - period: The time for `count` elements, more than zero.
  ///   - burst: How many elements pass at once after a pause, at least 1. The default, 1, spaces them evenly.
  ///   - clock: The clock that measures time and sleeps. The default is the continuous clock.
  public func rateLimited<C: Clock<Duration>>(
    _ count: Int,
    per period: Duration,
    burst: Int = 1,
    clock: C = ContinuousClock()
  ) -> AsyncRateLimited<AsyncElements<Self>, C> {
    AsyncElements(self).rateLimited(count, per: period, burst: burst, clock: clock)
  }

  /// Returns the elements as an asynchronous sequence. Each takes a token from `bucket` first.
  ///
  /// - Parameter bucket: The source of the tokens.
  public func rateLimited<C: Clock<Duration>>(by bucket: TokenBucket<C>) -> AsyncRateLimited<AsyncElements<Self>, C> {
    AsyncElements(self).rateLimited(by: bucket)
  }
}

/// The elements of a sequence at a limited rate. `rateLimited` returns it.
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

    /// Returns the next element when its token has come, or nil at the end.
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws -> Base.Element? {
      guard !isFinished else { return nil }
      // Until there is an element: if the call ends early, the iteration is over.
      isFinished = true
      guard let element = try await base.next(isolation: actor) else { return nil }
      try await bucket.take()
      isFinished = false
      return element
    }

    /// Returns the next element when its token has come, or nil at the end.
    public mutating func next() async throws -> Base.Element? { try await next(isolation: nil) }
  }
}

extension AsyncRateLimited: Sendable where Base: Sendable {}
