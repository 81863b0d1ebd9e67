/// An asynchronous load and its waiters. The lock of the cache guards all of its mutable state.
@usableFromInline
final class SharedLoad<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  @usableFromInline typealias Outcome = Result<Value, any Error>

  @usableFromInline let hash: UInt32
  @usableFromInline let key: Key
  /// The scope that the code inside the load sees.
  let scope: LoadScope

  /// The next older load of the same key that is still in flight.
  var older: SharedLoad?
  /// Whether the cache may store the result, and whether new calls may join.
  @usableFromInline var isCurrent = true
  var isCancelled = false
  private(set) var isFinished = false
  var task: Task<Void, Never>?
  var priority: TaskPriority
  private var waiters: [Waiter] = []
  /// The number of waiters that are not cancelled.
  private var interested = 0

  /// A call that waits for the load.
  final class Waiter: @unchecked Sendable {
    fileprivate(set) var isCancelled = false
    fileprivate var continuation: UnsafeContinuation<Outcome, Never>?
    /// The outcome, if the load ended before the waiter suspended.
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

  /// Stores the continuation of the waiter until the load ends. If the outcome is already known, returns it instead.
  func suspend(_ waiter: Waiter, leavesWhenCancelled: Bool, _ continuation: UnsafeContinuation<Outcome, Never>)
    -> Outcome?
  {
    if let outcome = waiter.outcome { return outcome }
    if waiter.isCancelled && leavesWhenCancelled { return .failure(CancellationError()) }
    waiter.continuation = continuation
    return nil
  }

  /// Marks the waiter as cancelled. If it was the last one, the load must be cancelled too.
  ///
  /// - Parameter leaves: Whether the waiter stops waiting at once.
  /// - Returns: The task to cancel, and the continuation to resume with `CancellationError`, if any.
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

  /// Ends the load: gives the outcome to the waiters that are not suspended yet. The load does not keep the outcome.
  ///
  /// - Returns: The continuations of the suspended waiters, to resume with the outcome.
  func complete(with outcome: Outcome) -> [UnsafeContinuation<Outcome, Never>] {
    isFinished = true
    task = nil
    defer { waiters = [] }
    for waiter in waiters where waiter.continuation == nil { waiter.outcome = outcome }
    return waiters.compactMap(\.continuation)
  }
}
