/// The loads of several keys that one task runs.
///
/// Each key has a load of its own, which other calls find and join. The task is cancelled when nobody waits for any of
/// them. It is unchecked, because the lock of the cache guards its mutable state.
@usableFromInline
final class LoadGroup<Key: Hashable & Sendable, Value: Sendable>: @unchecked Sendable {
  /// The scope of all loads of the group.
  @usableFromInline let scope: LoadScope
  @usableFromInline var loads: [SharedLoad<Key, Value>] = []
  /// The number of loads that somebody waits for.
  @usableFromInline var interested = 0
  @usableFromInline var task: Task<Void, Never>?
  @usableFromInline var priority: TaskPriority

  @inlinable
  init(scope: LoadScope, priority: TaskPriority) {
    self.scope = scope
    self.priority = priority
  }

  @inlinable
  func add(_ load: SharedLoad<Key, Value>) {
    load.group = self
    loads.append(load)
    interested += 1
    scope.add(load.ticket.id)
  }

  /// Notes that nobody waits for one of the loads any more.
  @inlinable
  func lose() {
    interested -= 1
    guard interested == 0 else { return }
    for load in loads { load.isCancelled = true }
  }
}

/// What the waiters of a load of several keys get if it returned no value for their key. They load again, so callers
/// never see it.
@usableFromInline
struct NotLoaded: Error {
  @inlinable
  init() {}
}
