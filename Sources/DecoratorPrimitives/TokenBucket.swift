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
/// **Cost.** Taking a token takes a lock twice and reads the clock once. Only the first waiter sleeps on the clock. The
/// others wait for their turn.
public final class TokenBucket<C: Clock<Duration>>: Sendable {
  /// The most tokens that the bucket holds.
  public let burst: Int
  private let interval: Duration
  private let clock: C
  /// The instant from which the state counts time. With it the state has the same type for every clock.
  private let start: C.Instant
  private let state = Locked(TokenBucketState())

  /// Creates a full bucket.
  ///
  /// - Parameters:
  ///   - count: How many tokens the bucket gains per `period`, at least 1.
  ///   - period: The time in which the bucket gains `count` tokens, more than zero.
  ///   - burst: How many tokens the bucket holds, at least 1. The default, 1, spaces the callers evenly.
  ///   - clock: The clock that measures time and sleeps. The default is the continuous clock.
  public init(_ count: Int, per period: Duration, burst: Int = 1, clock: C = ContinuousClock()) {
    require(count >= 1, "The token count of a rate must be at least 1; it was \(count).")
    require(period > .zero, "The period of a rate must be greater than zero; it was \(period).")
    require(burst >= 1, "The burst of a token bucket must be at least 1; it was \(burst).")
    self.burst = burst
    self.interval = period / count
    self.clock = clock
    start = clock.now
  }

  /// How many callers of ``take(_:)`` wait in the queue. The caller whose turn it is does not count.
  public var waiting: Int { state.withLock { $0.waiting } }

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
    require(tokens >= 1, "A caller takes 1 or more tokens from a bucket, not \(tokens).")
    if tokens > burst, overBurst == .fail { throw OverBurstError(tokens: tokens, burst: burst) }
    try await waitForTurn()
    defer { passTurn() }
    let start = start.duration(to: clock.now)
    while let due = try spend(tokens, since: start) { try await clock.sleep(until: due, tolerance: nil) }
  }

  /// Takes the tokens if there are enough. Otherwise returns when there will be. Only the caller whose turn it is may
  /// call it.
  ///
  /// - Parameter turnStart: When the turn of the caller began.
  private func spend(_ tokens: Int, since turnStart: Duration) throws(CancellationError) -> C.Instant? {
    if Task.isCancelled { throw CancellationError() }
    let now = start.duration(to: clock.now)
    let (amount, depth) = (time(for: tokens), time(for: burst))
    let due = state.withLock { $0.spend(amount, at: now, since: turnStart, depth: depth) }
    return due.map { start.advanced(by: $0) }
  }
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

// MARK: - Large rates

extension TokenBucket {
  /// The time in which the bucket gains so many tokens, at most the longest that can be waited for.
  private func time(for tokens: Int) -> Duration {
    let (time, overflow) = interval.attoseconds.multipliedReportingOverflow(by: Int128(tokens))
    return overflow ? .longestWait : min(Duration(attoseconds: time), .longestWait)
  }
}

// MARK: - Turns

extension TokenBucket {
  nonisolated(nonsending) private func waitForTurn() async throws(CancellationError) {
    guard let id = state.withLock({ $0.takeTurn() }) else { return }
    let hasTurn = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The check for cancellation runs with the lock held. If the task was cancelled before, the check sees it. If
        // the task is cancelled later, the cancellation handler finds the waiter in the queue.
        let answer = state.withLock {
          $0.enqueue(.init(id: id, continuation: continuation), isCancelled: Task.isCancelled)
        }
        if let answer { continuation.resume(returning: answer) }
      }
    } onCancel: {
      state.withLock { $0.remove(id) }?.continuation.resume(returning: false)
    }
    guard hasTurn else { throw CancellationError() }
  }

  private func passTurn() {
    state.withLock { $0.passTurn() }?.continuation.resume(returning: true)
  }
}
