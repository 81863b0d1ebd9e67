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
  /// The callers that wait for the turn.
  private var waiters: [UInt64: Waiter] = [:]
  /// The IDs of the callers in the order in which they came. Those that left are still in it, so that each caller comes
  /// and leaves in constant time.
  private var queue: [UInt64] = []
  /// Where the next caller is in `queue`.
  private var next = 0
  private var lastID: UInt64 = 0

  /// How many callers wait for the turn.
  var waiting: Int { waiters.count }

  /// Takes the tokens that the bucket gains in the time `amount`, if there are enough.
  ///
  /// For an amount beyond the depth, the bucket fills further than its depth from the start of the caller's turn.
  ///
  /// - Parameters:
  ///   - turnStart: When the turn of the caller began.
  ///   - depth: The time in which an empty bucket becomes full.
  /// - Returns: Nil if the tokens were taken. Otherwise the time at which there will be enough.
  mutating func spend(_ amount: Duration, at now: Duration, since turnStart: Duration, depth: Duration) -> Duration? {
    let isFull = max(isFullAt, amount > depth ? turnStart : now)
    let due = isFull + amount - depth
    guard due <= now else { return due }
    isFullAt = amount > depth ? now + depth : isFull + amount
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
    waiters[waiter.id] = waiter
    queue.append(waiter.id)
    return nil
  }

  mutating func remove(_ id: UInt64) -> Waiter? {
    defer { forgetThoseThatLeft() }
    return waiters.removeValue(forKey: id)
  }

  /// - Returns: The waiter that has the turn now; nil if nobody waits.
  mutating func passTurn() -> Waiter? {
    defer { forgetThoseThatLeft() }
    while next < queue.count {
      next += 1
      if let waiter = waiters.removeValue(forKey: queue[next - 1]) { return waiter }
    }
    isTurnTaken = false
    return nil
  }

  /// Shortens the queue when most of it has left, which costs each caller a constant share.
  private mutating func forgetThoseThatLeft() {
    guard queue.count > 2 * waiters.count + 16 else { return }
    queue = queue[next...].filter { waiters[$0] != nil }
    next = 0
  }
}
