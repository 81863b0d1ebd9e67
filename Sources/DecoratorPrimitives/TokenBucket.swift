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
/// **Cost.** Taking a token takes a lock twice and reads the clock once. Only the first waiter sleeps on the clock. The
/// others wait for their turn.
public final class TokenBucket<C: Clock<Duration>>: Sendable {
  /// The most tokens that the bucket holds. One call can take at most this many.
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

  /// Takes tokens. Suspends until all earlier callers are served and the bucket holds enough tokens.
  ///
  /// - Parameter tokens: How many tokens to take, from 1 to ``burst``. The default is 1.
  /// - Throws: `CancellationError` as soon as the current task is cancelled, also if it was cancelled before the call.
  ///   An error that the clock throws while it sleeps. In both cases no tokens are taken.
  nonisolated(nonsending) public func take(_ tokens: Int = 1) async throws {
    require(
      (1...burst).contains(tokens),
      "A token bucket with a burst of \(burst) cannot give \(tokens) tokens at once. Take 1 to \(burst)."
    )
    try await waitForTurn()
    defer { passTurn() }
    while let due = try spend(tokens) { try await clock.sleep(until: due, tolerance: nil) }
  }

  /// Takes the tokens if there are enough. Otherwise returns when there will be. Only the caller whose turn it is may
  /// call it.
  private func spend(_ tokens: Int) throws(CancellationError) -> C.Instant? {
    if Task.isCancelled { throw CancellationError() }
    let now = start.duration(to: clock.now)
    let due = state.withLock { $0.spend(time(for: tokens), at: now, depth: time(for: burst)) }
    return due.map { start.advanced(by: $0) }
  }
}

// MARK: - Large rates

extension TokenBucket {
  /// The time in which the bucket gains so many tokens. It is cut to a length whose sums still fit in the instants of a
  /// clock: 73 billion years.
  private func time(for tokens: Int) -> Duration {
    let longest = Duration.seconds(Int64.max / 4)
    let (time, overflow) = interval.attoseconds.multipliedReportingOverflow(by: Int128(tokens))
    return overflow ? longest : min(Duration(attoseconds: time), longest)
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
