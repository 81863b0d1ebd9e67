/// An asynchronous load and its waiters.
///
/// It is unchecked, like the waiters, because the lock of the cache guards its mutable state.
@usableFromInline
final class SharedLoad<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  @usableFromInline typealias Outcome = Result<Value, any Error>
  @usableFromInline typealias Continuation = UnsafeContinuation<Outcome, Never>

  @usableFromInline let key: Key
  @usableFromInline let hash: UInt32
  @usableFromInline let ticket: LoadTicket
  /// The scope that the code inside the load sees.
  @usableFromInline let scope: LoadScope

  /// Whether the task is cancelled. Then new calls do not join, and the cache does not store the result.
  @usableFromInline var isCancelled = false
  /// What the load ended with. Waiters that suspend later take it from here. It changes only once, so code that sees
  /// that the scope has finished can read it without the lock.
  @usableFromInline var ended: Box<Outcome>?
  /// The expired value that the load replaces. The listener receives it when the load has ended.
  @usableFromInline var expired: Box<Eviction<Key, Value>>?
  /// The task, while it runs and after the call that started it got it.
  @usableFromInline var task: Task<Void, Never>?
  /// The loads that end together with this one, while it runs.
  @usableFromInline var group: LoadGroup<Key, Value>?
  @usableFromInline let startPriority: TaskPriority
  @usableFromInline var priority: TaskPriority
  /// The suspended waiters, in any order.
  @usableFromInline var suspended: [Waiter] = []
  /// The number of waiters that are not cancelled. It begins with the call that starts the load.
  @usableFromInline var interested = 1

  /// A call that waits for the load.
  @usableFromInline
  final class Waiter: @unchecked Sendable {
    @usableFromInline let load: SharedLoad
    @usableFromInline var isCancelled = false
    /// Whether the call has waited as long as it wants to (F9).
    @usableFromInline var hasLostPatience = false
    @usableFromInline var continuation: Continuation?
    /// The index in `suspended`.
    @usableFromInline var index = 0

    @inlinable
    init(load: SharedLoad) {
      self.load = load
    }

    /// Resumes the waiter of a load that has ended. It needs no lock, because nothing changes such a waiter.
    @inlinable
    func resume(returning outcome: Outcome) { continuation?.resume(returning: outcome) }
  }

  @inlinable
  init(key: Key, hash: UInt32, ticket: LoadTicket, scope: LoadScope, priority: TaskPriority) {
    self.key = key
    self.hash = hash
    self.ticket = ticket
    self.scope = scope
    startPriority = priority
    self.priority = priority
  }

  @inlinable
  var outcome: Outcome? { ended?.contents }

  @inlinable
  func addWaiter() -> Waiter {
    if interested == 0 { group?.interested += 1 }
    interested += 1
    return Waiter(load: self)
  }

  /// Notes that a call of this priority waits.
  ///
  /// - Returns: The task whose priority to raise outside the lock, if there is one already.
  @inlinable
  func raisePriority(to priority: TaskPriority) -> Task<Void, Never>? {
    self.priority = priority
    guard let group else { return task }
    group.priority = max(group.priority, priority)
    return group.task
  }

  /// Stores the continuation of the waiter until the load ends. If the outcome is already known, returns it instead.
  @inlinable
  func suspend(_ waiter: Waiter, leavesWhenCancelled: Bool, _ continuation: Continuation) -> Outcome? {
    if let ended { return ended.contents }
    if waiter.hasLostPatience { return .failure(PatienceEnded()) }
    if waiter.isCancelled && leavesWhenCancelled { return .failure(CancellationError()) }
    waiter.continuation = continuation
    waiter.index = suspended.count
    suspended.append(waiter)
    return nil
  }

  /// Marks the waiter as cancelled. Takes constant time, however many wait.
  ///
  /// - Parameters:
  ///   - waiter: The waiter.
  ///   - leaves: Whether the waiter stops waiting at once.
  ///   - abandoned: What happens to the load if nobody else waits for it.
  /// - Returns: The task to cancel, and the continuation to resume with `CancellationError`, if any.
  @inlinable
  func cancel(
    _ waiter: Waiter,
    leaves: Bool,
    abandoned: AbandonedLoads
  ) -> (unwanted: Task<Void, Never>?, leaving: Continuation?) {
    guard ended == nil, !waiter.isCancelled else { return (nil, nil) }
    waiter.isCancelled = true
    interested -= 1
    if interested == 0 && abandoned == .cancel {
      if let group { group.lose() } else { isCancelled = true }
    }
    let unwanted = isCancelled ? group?.task ?? task : nil
    return (unwanted, leaves ? takeContinuation(of: waiter) : nil)
  }

  /// Marks the waiter as one that has waited long enough. The load goes on, also if nobody waits for it any more.
  ///
  /// - Returns: The continuation to resume with ``PatienceEnded``, if any.
  @inlinable
  func losePatience(_ waiter: Waiter) -> Continuation? {
    guard ended == nil else { return nil }
    waiter.hasLostPatience = true
    return takeContinuation(of: waiter)
  }

  @inlinable
  func takeContinuation(of waiter: Waiter) -> Continuation? {
    guard let continuation = waiter.continuation else { return nil }
    waiter.continuation = nil
    let last = suspended.removeLast()
    if last !== waiter {
      suspended[waiter.index] = last
      last.index = waiter.index
    }
    return continuation
  }

  /// Ends the load.
  ///
  /// - Returns: The suspended waiters, to resume with the outcome outside the lock. Nothing changes them any more.
  @inlinable
  func complete(with outcome: Box<Outcome>) -> [Waiter] {
    ended = outcome
    task = nil
    group = nil
    defer { suspended = [] }
    return suspended
  }
}

/// What a waiter gets that has waited as long as it wants to. Callers never see it.
@usableFromInline
struct PatienceEnded: Error {
  @inlinable
  init() {}
}

/// A value in memory of its own. A generic class frees a reference faster than a value of a generic type.
@usableFromInline
final class Box<Contents> {
  @usableFromInline let contents: Contents

  @inlinable
  init(_ contents: Contents) {
    self.contents = contents
  }
}
