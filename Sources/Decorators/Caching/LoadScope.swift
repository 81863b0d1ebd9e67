import DecoratorPrimitives

/// An asynchronous load, as the code inside the load sees it. Nested loads form a chain of scopes.
///
/// The chain is a task-local value that is bound only on a miss. Tasks that outlive a load still inherit its chain. So
/// a scope counts only while its load runs, and it holds neither the key nor the value. A finished scope is removed
/// from a chain when the chain is next read, or when the load inside it ends.
@usableFromInline
final class LoadScope: Sendable {
  @usableFromInline static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private struct State {
    /// The load around this one. Finished loads are removed when they are seen.
    var enclosing: LoadScope?
    var isFinished = false
    /// The loads that the code inside this load waits for, each with the number of calls that wait for it.
    var awaited: [ObjectIdentifier: (scope: LoadScope, count: Int)] = [:]
  }

  /// The cache that runs the load. It exists while the load runs.
  private let cache: ObjectIdentifier
  /// The ID of the entry that the cache has for the loads of the key.
  private let id: UInt64
  /// The number of loads around the code inside, including this one.
  @usableFromInline let depth: Int
  private let state: Locked<State>

  /// Creates the scope of a load of `cache`. `enclosing` is the innermost running load around the code that starts it.
  @usableFromInline
  init(cache: ObjectIdentifier, id: UInt64, inside enclosing: LoadScope?) {
    self.cache = cache
    self.id = id
    depth = (enclosing?.depth ?? 0) + 1
    state = Locked(State(enclosing: enclosing))
  }

  /// Releases the chain link by link in a loop. With nested releases, a long chain would overflow the stack.
  deinit {
    var link = state.withLock { $0.enclosing.take() }
    while link != nil, isKnownUniquelyReferenced(&link) {
      link = link?.state.withLock { $0.enclosing.take() }
    }
  }

  /// Marks the load as finished, so that it no longer counts in any chain.
  @usableFromInline
  func finish() {
    state.withLock { $0.isFinished = true }
    _ = runningEnclosing
  }

  /// Whether the calling code runs inside a load of the cache whose entry has this ID.
  static func isCaller(inside cache: ObjectIdentifier, id: UInt64) -> Bool {
    sequence(first: innermostRunning, next: { $0?.runningEnclosing })
      .contains { scope in scope?.cache == cache && scope?.id == id }
  }

  /// The innermost running load around the calling code.
  @usableFromInline
  static var innermostRunning: LoadScope? {
    guard let scope = current.get() else { return nil }
    return scope.isFinished ? scope.runningEnclosing : scope
  }

  private var isFinished: Bool { state.withLock { $0.isFinished } }

  /// The innermost running load around this one. Removes the finished loads in between from the chain.
  private var runningEnclosing: LoadScope? {
    while let link = enclosing, link.isFinished {
      let beyond = link.enclosing
      state.withLock { state in
        if state.enclosing === link { state.enclosing = beyond }
      }
    }
    return enclosing
  }

  /// The next link of the chain, running or not.
  private var enclosing: LoadScope? { state.withLock { $0.enclosing } }
}

// MARK: - Loads that wait for each other

extension LoadScope {
  /// Records that code inside this load is about to wait for a load that has not started. Such a load waits for
  /// nothing, so there is no cycle.
  @usableFromInline
  func beginWaiting(forNew load: LoadScope) {
    state.withLock { $0.awaited[ObjectIdentifier(load), default: (load, 0)].count += 1 }
  }

  /// Records that code inside this load is about to wait for another load.
  ///
  /// The method records the wait before it checks for a cycle. If two loads start to wait for each other at the same
  /// time, at least one of them sees the cycle. The search takes the lock of one scope at a time and no lock of a
  /// cache, so a long chain of waits holds up nobody else.
  ///
  /// - Returns: False, without a record, if the other load already waits for this one, directly or through other loads.
  @usableFromInline
  func beginWaiting(for load: LoadScope) -> Bool {
    beginWaiting(forNew: load)
    guard load.waits(for: self) else { return true }
    endWaiting(for: load)
    return false
  }

  @usableFromInline
  func endWaiting(for load: LoadScope) {
    state.withLock { state in
      let waits = state.awaited[ObjectIdentifier(load)]?.count ?? 0
      if waits > 1 {
        state.awaited[ObjectIdentifier(load)]?.count = waits - 1
      } else {
        state.awaited[ObjectIdentifier(load)] = nil
      }
    }
  }

  private func waits(for load: LoadScope) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let next = pending.popLast() {
      if next === load { return true }
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      pending += next.state.withLock { $0.awaited.values.map(\.scope) }
    }
    return false
  }
}
