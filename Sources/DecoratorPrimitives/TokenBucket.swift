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
  private struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Bool, Never>
  }

  private struct State {
    /// When the bucket would be full again; nil while nothing was ever taken.
    var isFullAt: C.Instant?
    /// Somebody has the turn: he looks at the bucket, or sleeps until there is enough in it.
    var isTurnTaken = false
    /// Who waits for the turn, in the order of arrival.
    var waiters: [Waiter] = []
    var lastID: UInt64 = 0
  }

  /// The most tokens that the bucket holds, and that one call can take.
  public let burst: Int
  private let interval: Duration
  private let clock: C
  private let state = Locked(State())

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
    let now = clock.now
    return state.withLock { state -> C.Instant? in
      let isFullAt = max(state.isFullAt ?? now, now).advanced(by: interval * tokens)
      let due = isFullAt.advanced(by: .zero - interval * burst)
      guard due <= now else { return due }
      state.isFullAt = isFullAt
      return nil
    }
  }
}

// MARK: - Turns

extension TokenBucket {
  nonisolated(nonsending) private func waitForTurn() async throws(CancellationError) {
    let id = state.withLock { state -> UInt64? in
      guard state.isTurnTaken else {
        state.isTurnTaken = true
        return nil
      }
      state.lastID += 1
      return state.lastID
    }
    guard let id else { return }
    let hasTurn = await withTaskCancellationHandler {
      await withCheckedContinuation { enqueue(Waiter(id: id, continuation: $0)) }
    } onCancel: {
      remove(id)?.continuation.resume(returning: false)
    }
    guard hasTurn else { throw CancellationError() }
  }

  /// The task is looked at with the lock held: cancelled before, it is seen here; cancelled after, whoever cancels it
  /// finds the waiter in the queue.
  private func enqueue(_ waiter: Waiter) {
    let answer = state.withLock { state -> Bool? in
      if Task.isCancelled { return false }
      guard state.isTurnTaken else {
        state.isTurnTaken = true
        return true
      }
      state.waiters.append(waiter)
      return nil
    }
    if let answer { waiter.continuation.resume(returning: answer) }
  }

  private func remove(_ id: UInt64) -> Waiter? {
    state.withLock { state in
      state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
    }
  }

  private func passTurn() {
    let next = state.withLock { state -> Waiter? in
      guard !state.waiters.isEmpty else {
        state.isTurnTaken = false
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.continuation.resume(returning: true)
  }
}
