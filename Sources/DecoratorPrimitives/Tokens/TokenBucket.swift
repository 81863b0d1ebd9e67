/// A rate limiter that delays work and never drops it. Each piece of work takes a token, and waits until there is one.
///
/// The bucket holds at most `burst` tokens and starts full. It gains `count` tokens per `period`, at a steady rate. In
/// any interval of length *t*, callers take at most `burst + count × t / period` tokens. A limiter that counts per
/// window would let through twice the rate at the boundary of two windows. This one does not (rule G10).
///
/// ```swift
/// let bucket = TokenBucket(5, per: .seconds(1), burst: 10)
/// try await bucket.take()
/// try await api.call()
/// ```
///
/// Any number of tasks can share a bucket. The bucket serves them in the order in which they came, even if a later task
/// wants fewer tokens. A task that is cancelled while it waits leaves the queue and takes no tokens.
///
/// A caller can want more tokens than the bucket holds. By default that is an error. With `overBurst: .wait` the caller
/// waits for several fillings.
///
/// **Cost.** Taking a token that is there takes a lock once and reads the clock once. A bucket is about 600 bytes, and each
/// waiter about 150 beside its task. Only the first waiter sleeps on the clock, in a task of its own. The others wait for
/// their turn. Coming and leaving take constant time.
public final class TokenBucket<C: Clock<Duration>>: Sendable {
  package let source: TokenSource

  /// Creates a full bucket.
  ///
  /// - Parameters:
  ///   - count: How many tokens the bucket gains per `period`, at least 1.
  ///   - period: The time in which the bucket gains `count` tokens, more than zero.
  ///   - burst: How many tokens the bucket holds, at least 1. The default, 1, spaces the callers evenly.
  ///   - clock: The clock that measures time and sleeps. The default is the continuous clock.
  public init(_ count: Int, per period: Duration, burst: Int = 1, clock: C = ContinuousClock()) {
    let rate = TokenRate(count, per: period, burst: burst)
    source = TokenSource(name: nil, rate: rate, clock: TokenClock(clock))
  }

  /// Creates a full bucket with a name, as a rate limit of calls needs one.
  ///
  /// ```swift
  /// let github = TokenBucket(named: "github", 10, per: .seconds(1), burst: 20)
  /// ```
  ///
  /// - Parameters:
  ///   - name: The name, which labels metrics and is in errors. It should be stable and unique, and not empty.
  ///   - count: How many tokens the bucket gains per `period`, at least 1.
  ///   - period: The time in which the bucket gains `count` tokens, more than zero.
  ///   - burst: How many tokens the bucket holds, at least 1. The default, 1, spaces the callers evenly.
  ///   - clock: The clock that measures time and sleeps. The default is the continuous clock.
  public init(
    named name: String,
    _ count: Int,
    per period: Duration,
    burst: Int = 1,
    clock: C = ContinuousClock()
  ) {
    require(!name.isEmpty, "The name of a token bucket must not be empty, because it labels metrics.")
    let rate = TokenRate(count, per: period, burst: burst)
    source = TokenSource(name: name, rate: rate, clock: TokenClock(clock))
  }

  /// The name of the bucket, if it was given one.
  public var name: String? { source.name }

  /// The most tokens that the bucket holds.
  public var burst: Int { source.burst }

  /// How many callers wait in the queue. The caller whose turn it is does not count.
  public var waiting: Int { source.waiting }

  /// How long a caller that comes now would have to wait: until the tokens of all who wait, and its own, have come (Q3).
  ///
  /// It is exact as long as nobody leaves and the rate stays the same.
  ///
  /// - Parameter tokens: How many tokens it would take, at least 1. The default is 1.
  public func expectedWait(for tokens: Int = 1) -> Duration {
    checkCount(tokens)
    return source.wait(for: tokens)
  }

  /// Takes tokens. Suspends until all earlier callers are served and there are enough tokens.
  ///
  /// ```swift
  /// try await bucket.take()
  /// try await bucket.take(batch.count, overBurst: .wait)
  /// ```
  ///
  /// - Parameters:
  ///   - tokens: How many tokens to take, at least 1. The default is 1.
  ///   - overBurst: What happens if the bucket cannot hold so many tokens. The default is an error.
  /// - Throws: ``OverBurstError`` at once, if `tokens` exceeds ``burst`` and `overBurst` is `.fail`.
  ///   `CancellationError` as soon as the current task is cancelled, also if it was cancelled before the call. An error
  ///   that the clock throws while it sleeps. In all cases no tokens are taken.
  nonisolated(nonsending) public func take(_ tokens: Int = 1, overBurst: OverBurstPolicy = .fail) async throws {
    try check(tokens, overBurst)
    if try source.takeAtOnce(tokens) { return }
    _ = try await TokenClaim(tokens, of: [source]).take(TokenClaim.Patience())
  }

  /// Takes tokens. Blocks the thread until all earlier callers are served and there are enough tokens.
  ///
  /// Synchronous and asynchronous callers stand in one queue (Q11).
  ///
  /// - Parameters:
  ///   - tokens: How many tokens to take, at least 1. The default is 1.
  ///   - overBurst: What happens if the bucket cannot hold so many tokens. The default is an error.
  /// - Throws: ``OverBurstError`` at once, if `tokens` exceeds ``burst`` and `overBurst` is `.fail`.
  ///   `CancellationError` if the current task is cancelled, within 10 ms. A thread that runs no task cannot be
  ///   cancelled. In both cases no tokens are taken.
  public func blockingTake(_ tokens: Int = 1, overBurst: OverBurstPolicy = .fail) throws where C: BlockingClock {
    try check(tokens, overBurst)
    if try source.takeAtOnce(tokens) { return }
    _ = try TokenClaim(tokens, of: [source]).blockingTake(TokenClaim.Patience())
  }

  private func check(_ tokens: Int, _ overBurst: OverBurstPolicy) throws(OverBurstError) {
    checkCount(tokens)
    guard tokens > 1, overBurst == .fail else { return }
    let burst = burst
    if tokens > burst { throw OverBurstError(tokens: tokens, burst: burst) }
  }

  private func checkCount(_ tokens: Int) {
    require(tokens >= 1, "A caller takes 1 or more tokens from a bucket, not \(tokens).")
  }
}

// MARK: - Changing

extension TokenBucket {
  /// Changes the rate at once (Q6).
  ///
  /// The bucket stays as full as it is: half a bucket stays half a bucket. From now on it fills at the new rate, also for
  /// those who wait. Callers that can no longer be served in time are refused at once. A thread that is blocked on a clock
  /// of your own looks at the new rate only when its sleep ends.
  ///
  /// - Parameters:
  ///   - count: How many tokens the bucket gains per `period`, at least 1.
  ///   - period: The time in which the bucket gains `count` tokens, more than zero.
  ///   - burst: How many tokens the bucket holds, at least 1. By default as many as before.
  public func setRate(_ count: Int, per period: Duration, burst: Int? = nil) {
    source.setRate(TokenRate(count, per: period, burst: burst ?? self.burst))
  }

  /// Gives no token for some time, because a server asked for a pause: the next one comes when it is over (Q9).
  ///
  /// A pause only slows down: if the next token comes later anyway, nothing changes. Callers that can no longer be served in
  /// time are refused at once.
  ///
  /// ```swift
  /// if response.status == 429 { bucket.pause(for: .seconds(2)) }
  /// ```
  ///
  /// - Parameters:
  ///   - duration: How long to pause. Zero or less is no pause.
  ///   - longest: The longest pause, to which a longer one is cut. The default is 60 seconds.
  public func pause(for duration: Duration, atMost longest: Duration = .seconds(60)) {
    if duration > .zero { source.pause(for: min(duration, longest)) }
  }

  /// Lowers the fill, because a server said how many calls it still accepts (Q9). A fill that is lower already stays.
  ///
  /// - Parameter tokens: How many tokens are left, 0 or more.
  public func lower(to tokens: Int) { source.lower(to: tokens) }
}

/// What ``TokenBucket/take(_:overBurst:)`` does if a caller wants more tokens than the bucket can hold.
public enum OverBurstPolicy: Sendable, Hashable {
  /// Throws ``OverBurstError`` at once.
  case fail
  /// Waits for several fillings. While the caller has its turn, the bucket gains tokens for it beyond the burst, at the
  /// same rate. Callers behind it wait.
  case wait
}

/// The error of a caller that wants more tokens at once than a bucket can hold.
public struct OverBurstError: Error, Hashable, CustomStringConvertible {
  /// How many tokens the caller wanted.
  public let tokens: Int
  /// How many tokens the bucket can hold.
  public let burst: Int

  /// Creates an error. Use it in tests of code that handles it.
  public init(tokens: Int, burst: Int) {
    self.tokens = tokens
    self.burst = burst
  }

  public var description: String {
    "a token bucket with a burst of \(burst) cannot give \(tokens) tokens at once: take at most \(burst), "
      + "or wait for several fillings with overBurst: .wait"
  }
}
