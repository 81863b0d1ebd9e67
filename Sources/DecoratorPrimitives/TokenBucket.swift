/// A rate limit that delays and never drops: each piece of work takes a token, and waits until there is one.
///
/// The bucket holds at most `burst` tokens, is full at first, and gets `count` new ones in each `per`, evenly. In any
/// stretch of time of length *t* at most `burst + count × t / per` tokens are taken; there is no window at whose
/// boundary twice the rate would pass (rule G10).
///
/// ```swift
/// let bucket = TokenBucket(5, per: .seconds(1), burst: 10)
/// try await bucket.take()
/// try await api.call()
/// ```
///
/// One bucket may serve any number of tasks. Who came first is served first, also when a later one wants fewer tokens.
/// Who is cancelled while waiting leaves its place and has taken nothing: those behind move up.
///
/// A token costs two uses of a lock and one reading of the clock. Of all who wait, one sleeps on the clock, and the
/// others wait for their turn.
public final class TokenBucket<C: Clock<Duration>>: Sendable {
  /// The most tokens that the bucket holds, and that one call can take.
  public let burst: Int
  private let interval: Duration
  private let clock: C
  /// Where time is counted from, so that what the lock guards is the same for every clock.
  private let start: C.Instant
  private let state = Locked(TokenBucketState())

  /// A full bucket.
  ///
  /// - Parameters:
  ///   - count: How many tokens come in each `period`: at least 1.
  ///   - period: The time for `count` tokens: more than zero.
  ///   - burst: How many tokens the bucket holds: at least 1. By default 1, so that takers follow each other evenly.
  ///   - clock: What measures the time and sleeps. By default the continuous clock.
  public init(_ count: Int, per period: Duration, burst: Int = 1, clock: C = ContinuousClock()) {
    precondition(count >= 1, "A rate is 1 or more tokens in its period, not \(count).")
    precondition(period > .zero, "A rate's period is more than zero, not \(period).")
    precondition(burst >= 1, "A bucket holds 1 or more tokens, not \(burst).")
    self.burst = burst
    self.interval = period / count
    self.clock = clock
    start = clock.now
  }

  /// How many callers of ``take(_:)`` wait behind the one whose turn it is.
  public var waiting: Int { state.withLock { $0.waiters.count } }

  /// Takes tokens, and waits until there are enough and all who came before are served.
  ///
  /// - Parameter tokens: How many: from 1, the default, to ``burst``.
  /// - Throws: `CancellationError` as soon as the current task is cancelled, also when it was cancelled before the call,
  ///   and what the clock throws. Nothing is taken then.
  nonisolated(nonsending) public func take(_ tokens: Int = 1) async throws {
    precondition((1...burst).contains(tokens), "A bucket of \(burst) tokens never holds \(tokens) at once.")
    try await waitForTurn()
    defer { passTurn() }
    while let due = try spend(tokens) { try await clock.sleep(until: due, tolerance: nil) }
  }

  /// Takes tokens if there are enough, or says when there will be. Only who has the turn may call it.
  private func spend(_ tokens: Int) throws(CancellationError) -> C.Instant? {
    if Task.isCancelled { throw CancellationError() }
    let now = start.duration(to: clock.now)
    let due = state.withLock { $0.spend(interval * tokens, at: now, depth: interval * burst) }
    return due.map { start.advanced(by: $0) }
  }
}

// MARK: - Turns

extension TokenBucket {
  nonisolated(nonsending) private func waitForTurn() async throws(CancellationError) {
    guard let id = state.withLock({ $0.takeTurn() }) else { return }
    let hasTurn = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        // The task is looked at with the lock held: cancelled before, it is seen here; cancelled after, whoever cancels
        // it finds the waiter in the queue.
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
