import DecoratorPrimitives
import Synchronization

/// An asynchronous load, as the code inside the load sees it. Nested loads form a chain of scopes.
///
/// The chain is a task-local value that is bound only on a miss. Tasks that outlive a load still inherit its chain. So
/// a scope counts only while its load runs, and it holds neither the key nor the value. A finished scope is removed
/// from a chain when the chain is next read, or when the load inside it ends. It is unchecked, because ``lock`` guards
/// its links.
@usableFromInline
final class LoadScope: @unchecked Sendable {
  @usableFromInline static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private struct Links {
    /// The load around this one. Finished loads are removed when they are seen.
    var enclosing: LoadScope?
    /// The loads that the code inside this load waits for, each with the number of calls that wait for it.
    var awaited: [ObjectIdentifier: (scope: LoadScope, count: Int)] = [:]
    /// The number of calls from inside other loads that wait for this load.
    var awaiting = 0
  }

  /// The cache that runs the load. It exists while the load runs.
  private let cache: ObjectIdentifier
  /// The ID of the entry that the cache has for the loads of the key.
  private let id: UInt64
  /// The IDs of the entries of a load of several keys. They are set before the load begins, and only code inside the
  /// load reads them.
  private var ids: Set<UInt64> = []
  /// The number of loads around the code inside, including this one.
  @usableFromInline let depth: Int
  private let hasFinished = Atomic(false)
  /// Whether something inside may have done its work before the error of the load (U9).
  private let isPossible = Atomic(false)
  private var links: Links

  /// The locks of the links of all scopes. Most loads neither nest nor wait, and should not pay for making a lock.
  private static let locks = (0..<64).map { _ in Locked(()) }
  private var lock: Locked<Void> { Self.locks[Int(truncatingIfNeeded: id) & 63] }

  /// Creates the scope of a load of `cache`. `enclosing` is the innermost running load around the code that starts it.
  @usableFromInline
  init(cache: ObjectIdentifier, id: UInt64, inside enclosing: LoadScope?) {
    self.cache = cache
    self.id = id
    depth = (enclosing?.depth ?? 0) + 1
    links = Links(enclosing: enclosing)
  }

  /// Creates the scope of a load of several keys of `cache`.
  @usableFromInline
  convenience init(ofSeveralIn cache: ObjectIdentifier, inside enclosing: LoadScope?) {
    self.init(cache: cache, id: 0, inside: enclosing)
  }

  /// Adds a key to a load of several that has not begun.
  @usableFromInline
  func add(_ id: UInt64) { ids.insert(id) }

  /// Releases the chain link by link in a loop. With nested releases, a long chain would overflow the stack.
  deinit {
    guard depth > 1 else { return }
    var link = takeEnclosing()
    while link != nil, isKnownUniquelyReferenced(&link) { link = link?.takeEnclosing() }
  }

  /// Starts the task of the load. The code inside it belongs to the load, and to no call that waits for it.
  @usableFromInline
  func starting(_ start: () -> Task<Void, Never>) -> Task<Void, Never> {
    Self.current.withValue(self) { CallLocals.withNone(start) }
  }

  /// Notes that something inside may have done its work, so that the error of the load proves nothing (U9).
  func notePossible() { isPossible.store(true, ordering: .releasing) }

  /// Tells a caller that gets the error of the load what may have been done inside.
  @usableFromInline
  func handOnEffect() {
    if isPossible.load(ordering: .acquiring) { EffectScope.notePossible() }
  }

  /// Marks the load as finished, so that it no longer counts in any chain.
  @usableFromInline
  func finish() {
    hasFinished.store(true, ordering: .releasing)
    if depth > 1 { _ = runningEnclosing }
  }

  /// Whether the load has finished. What its task did before is visible to a caller that reads true.
  @usableFromInline
  var isFinished: Bool { hasFinished.load(ordering: .acquiring) }

  /// Whether the calling code runs inside a load of the cache whose entry has this ID.
  static func isCaller(inside cache: ObjectIdentifier, id: UInt64) -> Bool {
    sequence(first: innermostRunning, next: { $0?.runningEnclosing })
      .contains { scope in scope?.isLoad(in: cache, of: id) == true }
  }

  private func isLoad(in cache: ObjectIdentifier, of id: UInt64) -> Bool {
    self.cache == cache && (self.id == id || ids.contains(id))
  }

  /// The innermost running load around the calling code.
  @usableFromInline
  static var innermostRunning: LoadScope? {
    guard let scope = current.get() else { return nil }
    return scope.isFinished ? scope.runningEnclosing : scope
  }

  /// The innermost running load around this one. Removes the finished loads in between from the chain.
  private var runningEnclosing: LoadScope? {
    while let link = enclosing, link.isFinished {
      let beyond = link.enclosing
      withLinks { links in
        if links.enclosing === link { links.enclosing = beyond }
      }
    }
    return enclosing
  }

  /// The next link of the chain, running or not.
  private var enclosing: LoadScope? { depth > 1 ? withLinks { $0.enclosing } : nil }

  private func takeEnclosing() -> LoadScope? { withLinks { $0.enclosing.take() } }

  /// Runs `body` with the lock of the links held. It must not release the last reference to a scope, whose end takes a
  /// lock too.
  private func withLinks<R>(_ body: (inout Links) -> R) -> R {
    lock.withLock { _ in body(&links) }
  }
}

// MARK: - Loads that wait for each other

extension LoadScope {
  /// Records that code inside this load is about to wait for a load that has not started. Such a load waits for
  /// nothing, so there is no cycle.
  @usableFromInline
  func beginWaiting(forNew load: LoadScope) {
    withLinks { $0.awaited[ObjectIdentifier(load), default: (load, 0)].count += 1 }
    load.withLinks { $0.awaiting += 1 }
  }

  /// Records that code inside this load is about to wait for another load.
  ///
  /// The method records the wait before it checks for a cycle. If two loads start to wait for each other at the same
  /// time, at least one of them sees the cycle. The search takes the lock of one scope at a time and no lock of a
  /// cache, so a long chain of waits holds up nobody else. There is nothing to search if no load waits for this one.
  ///
  /// - Returns: False, without a record, if the other load already waits for this one, directly or through other loads.
  @usableFromInline
  func beginWaiting(for load: LoadScope) -> Bool {
    beginWaiting(forNew: load)
    guard withLinks({ $0.awaiting > 0 }), load.waits(for: self) else { return true }
    endWaiting(for: load)
    return false
  }

  @usableFromInline
  func endWaiting(for load: LoadScope) {
    withLinks { links in
      let waits = links.awaited[ObjectIdentifier(load)]?.count ?? 0
      if waits > 1 {
        links.awaited[ObjectIdentifier(load)]?.count = waits - 1
      } else {
        links.awaited[ObjectIdentifier(load)] = nil
      }
    }
    load.withLinks { $0.awaiting -= 1 }
  }

  private func waits(for load: LoadScope) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let next = pending.popLast() {
      if next === load { return true }
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      next.withLinks { links in
        for wait in links.awaited.values { pending.append(wait.scope) }
      }
    }
    return false
  }
}

/// Starts the task of a load. It runs where its first caller runs, if the caller's task prefers an executor: in a
/// simulation, the load is a part of it.
@usableFromInline
func loadTask(_ run: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
  Task(executorPreference: preferredTaskExecutor(), operation: run)
}
