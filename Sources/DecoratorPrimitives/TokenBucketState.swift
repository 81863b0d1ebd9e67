/// How full a bucket is, and its waiters.
///
/// It is a plain value, guarded by the bucket's lock. Its methods return the waiter to resume. The bucket resumes it
/// after it has released the lock. Times are measured from the creation of the bucket.
struct TokenBucketState {
  struct Waiter {
    let id: UInt64
    let continuation: CheckedContinuation<Bool, Never>
  }

  /// When the bucket will be full again if nobody takes more tokens.
  private var isFullAt = Duration.zero
  /// Whether a caller has the turn: it checks the bucket, or sleeps until the bucket holds enough.
  private var isTurnTaken = false
  /// The callers that wait for the turn, in the order in which they came.
  private(set) var waiters: [Waiter] = []
  private var lastID: UInt64 = 0

  /// Takes the tokens that the bucket gains in the time `amount`, if it holds them.
  ///
  /// - Parameter depth: The time in which an empty bucket becomes full.
  /// - Returns: Nil if the tokens were taken. Otherwise the time at which the bucket will hold enough.
  mutating func spend(_ amount: Duration, at now: Duration, depth: Duration) -> Duration? {
    let isFullAgain = max(isFullAt, now) + amount
    guard isFullAgain - depth <= now else { return isFullAgain - depth }
    isFullAt = isFullAgain
    return nil
  }

  /// - Returns: Nil if the caller has the turn now. Otherwise the ID of its place in the queue.
  mutating func takeTurn() -> UInt64? {
    guard isTurnTaken else {
      isTurnTaken = true
      return nil
    }
    lastID += 1
    return lastID
  }

  /// - Returns: True if the waiter has the turn now, false if it is cancelled, nil if it must wait.
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

  /// - Returns: The waiter that has the turn now; nil if nobody waits.
  mutating func passTurn() -> Waiter? {
    guard !waiters.isEmpty else {
      isTurnTaken = false
      return nil
    }
    return waiters.removeFirst()
  }
}
