/// An asynchronous load and its waiters. The lock of the cache guards all of its mutable state.
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
  /// What the load ended with. Waiters that suspend later take it from here.
  @usableFromInline var outcome: Outcome?
  /// The task, while it runs.
  @usableFromInline var task: LoadTask?
  @usableFromInline var priority: TaskPriority
  /// The suspended waiters, in any order.
  @usableFromInline var suspended: [Waiter] = []
  /// The number of waiters that are not cancelled.
  @usableFromInline var interested = 0

  /// A call that waits for the load.
  @usableFromInline
  final class Waiter: @unchecked Sendable {
    @usableFromInline var isCancelled = false
    @usableFromInline var continuation: Continuation?
    /// The index in `suspended`.
    @usableFromInline var index = 0

    @inlinable
    init() {}

    /// Resumes the waiter of a load that has ended.
    @inlinable
    func resume(returning outcome: Outcome) { continuation?.resume(returning: outcome) }
  }

  @inlinable
  init(key: Key, hash: UInt32, ticket: LoadTicket, scope: LoadScope, priority: TaskPriority) {
    self.key = key
    self.hash = hash
    self.ticket = ticket
    self.scope = scope
    self.priority = priority
  }

  @inlinable
  var isFinished: Bool { outcome != nil }

  @inlinable
  func addWaiter() -> Waiter {
    interested += 1
    return Waiter()
  }

  /// Stores the continuation of the waiter until the load ends. If the outcome is already known, returns it instead.
  @inlinable
  func suspend(_ waiter: Waiter, leavesWhenCancelled: Bool, _ continuation: Continuation) -> Outcome? {
    if let outcome { return outcome }
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
  ) -> (unwanted: LoadTask?, leaving: Continuation?) {
    guard !isFinished, !waiter.isCancelled else { return (nil, nil) }
    waiter.isCancelled = true
    interested -= 1
    if interested == 0 && abandoned == .cancel { isCancelled = true }
    let unwanted = isCancelled ? task : nil
    guard leaves, let continuation = waiter.continuation else { return (unwanted, nil) }
    waiter.continuation = nil
    let last = suspended.removeLast()
    if last !== waiter {
      suspended[waiter.index] = last
      last.index = waiter.index
    }
    return (unwanted, continuation)
  }

  /// Ends the load.
  ///
  /// - Returns: The suspended waiters, to resume with the outcome outside the lock. Nothing changes them any more.
  @inlinable
  func complete(with outcome: Outcome) -> [Waiter] {
    self.outcome = outcome
    task = nil
    defer { suspended = [] }
    return suspended
  }
}

/// The task of an asynchronous load.
@usableFromInline
enum LoadTask {
  case created(Task<Void, Never>)
  /// A task that started before the code that created it has its `Task`. The reference keeps the task in memory.
  case running(UnsafeCurrentTask)

  @usableFromInline
  func cancel() {
    switch self {
    case .created(let task): task.cancel()
    case .running(let task): task.cancel()
    }
  }

  @usableFromInline
  func escalate(to priority: TaskPriority) {
    guard #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) else { return }
    switch self {
    case .created(let task): task.escalatePriority(to: priority)
    case .running(let task): task.escalatePriority(to: priority)
    }
  }
}
