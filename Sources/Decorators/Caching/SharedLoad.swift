/// One asynchronous load and the calls that wait for it. What varies is guarded by the lock of its cache.
@usableFromInline
final class SharedLoad<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  @usableFromInline typealias Outcome = Result<Value, any Error>

  @usableFromInline let hash: UInt32
  @usableFromInline let key: Key
  /// What the code inside it sees of it.
  let scope: LoadScope

  /// The next older load of the same key that still runs.
  var older: SharedLoad?
  /// Whether the result may still be stored, and whether new calls may join.
  @usableFromInline var isCurrent = true
  var isCancelled = false
  private(set) var isFinished = false
  var task: Task<Void, Never>?
  var priority: TaskPriority
  private var waiters: [Waiter] = []
  /// How many of them are not cancelled.
  private var interested = 0

  /// One call that waits.
  final class Waiter: @unchecked Sendable {
    fileprivate(set) var isCancelled = false
    fileprivate var continuation: UnsafeContinuation<Outcome, Never>?
    /// What a waiter that had not suspended yet finds when it does.
    fileprivate var outcome: Outcome?
  }

  init(key: Key, hash: UInt32, priority: TaskPriority, inside enclosing: LoadScope?) {
    self.key = key
    self.hash = hash
    self.priority = priority
    scope = LoadScope(inside: enclosing)
  }

  func addWaiter() -> Waiter {
    let waiter = Waiter()
    waiters.append(waiter)
    interested += 1
    return waiter
  }

  /// Suspends the waiter until the outcome; gives what there is to resume it with at once instead, if there is.
  func suspend(_ waiter: Waiter, leavesWhenCancelled: Bool, _ continuation: UnsafeContinuation<Outcome, Never>)
    -> Outcome?
  {
    if let outcome = waiter.outcome { return outcome }
    if waiter.isCancelled && leavesWhenCancelled { return .failure(CancellationError()) }
    waiter.continuation = continuation
    return nil
  }

  /// Notes that the waiter is cancelled; with the last one, the load is no longer wanted.
  func cancel(
    _ waiter: Waiter,
    leaves: Bool
  ) -> (unwanted: Task<Void, Never>?, leaving: UnsafeContinuation<Outcome, Never>?) {
    guard !isFinished, !waiter.isCancelled else { return (nil, nil) }
    waiter.isCancelled = true
    interested -= 1
    if interested == 0 {
      isCancelled = true
      isCurrent = false
    }
    let unwanted = interested == 0 ? task : nil
    guard leaves else { return (unwanted, nil) }
    waiters.removeAll { $0 === waiter }
    defer { waiter.continuation = nil }
    return (unwanted, waiter.continuation)
  }

  /// Gives the outcome to the waiters, and those of them to resume with it that are suspended. The load itself keeps none.
  func complete(with outcome: Outcome) -> [UnsafeContinuation<Outcome, Never>] {
    isFinished = true
    task = nil
    defer { waiters = [] }
    for waiter in waiters where waiter.continuation == nil { waiter.outcome = outcome }
    return waiters.compactMap(\.continuation)
  }
}
