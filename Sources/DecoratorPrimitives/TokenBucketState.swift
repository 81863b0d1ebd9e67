/// How full a bucket is and who waits: a plain value, which says who is to be resumed and leaves the resuming to whoever
/// holds no lock. Times are counted from the bucket's beginning.
struct TokenBucketState {
  struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Bool, Never>
  }

  /// When the bucket will be full again, if nobody takes anything.
  private var isFullAt = Duration.zero
  /// Somebody has the turn: he looks at the bucket, or sleeps until there is enough in it.
  private var isTurnTaken = false
  /// Who waits for the turn, in the order of arrival.
  private(set) var waiters: [Waiter] = []
  private var lastID: UInt64 = 0

  /// Takes what comes in `amount` of time if it is there.
  ///
  /// - Parameter depth: The time in which an empty bucket becomes full.
  /// - Returns: When there will be enough, or nil if it was taken.
  mutating func spend(_ amount: Duration, at now: Duration, depth: Duration) -> Duration? {
    let isFullAgain = max(isFullAt, now) + amount
    guard isFullAgain - depth <= now else { return isFullAgain - depth }
    isFullAt = isFullAgain
    return nil
  }

  /// - Returns: Nil when the caller has the turn, or a name to wait under.
  mutating func takeTurn() -> UInt64? {
    guard isTurnTaken else {
      isTurnTaken = true
      return nil
    }
    lastID += 1
    return lastID
  }

  /// - Returns: Whether the waiter has the turn, if that is known at once.
  mutating func enqueue(_ waiter: Waiter, isCancelled: Bool) -> Bool? {
    if isCancelled { return false }
    guard isTurnTaken else {
      isTurnTaken = true
      return true
    }
    waiters.append(waiter)
    return nil
  }

  mutating func remove(_ id: UInt64) -> Waiter? {
    waiters.firstIndex { $0.id == id }.map { waiters.remove(at: $0) }
  }

  /// - Returns: Who has the turn now.
  mutating func passTurn() -> Waiter? {
    guard !waiters.isEmpty else {
      isTurnTaken = false
      return nil
    }
    return waiters.removeFirst()
  }
}
