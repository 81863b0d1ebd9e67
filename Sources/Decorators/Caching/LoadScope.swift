import DecoratorPrimitives

/// An asynchronous load, as the code inside the load sees it. Nested loads form a chain of scopes.
///
/// The chain is a task-local value that is bound only on a miss. Tasks that outlive a load still inherit its chain. So
/// a scope counts only while its load runs, and it holds neither the key nor the value. A finished scope is removed
/// from a chain when the chain is next read, or when the load inside it ends.
@usableFromInline
final class LoadScope: Sendable {
  static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private struct State {
    /// The load around this one. Finished loads are removed when they are seen.
    var enclosing: LoadScope?
    var isFinished = false
    /// The loads that the code inside this load waits for.
    var awaited: [LoadScope] = []
  }

  private let state: Locked<State>

  /// Creates the scope of a load. `enclosing` is the innermost running load around the code that starts it.
  init(inside enclosing: LoadScope?) {
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
  func finish() {
    state.withLock { $0.isFinished = true }
    _ = runningEnclosing
  }

  /// Whether the calling code runs inside this load.
  var isAroundCaller: Bool {
    var scope = Self.innermostRunning
    while let link = scope {
      if link === self { return true }
      scope = link.runningEnclosing
    }
    return false
  }

  /// The innermost running load around the calling code.
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
  /// Records that code inside this load is about to wait for another load.
  ///
  /// The method records the wait before it checks for a cycle. If two loads start to wait for each other at the same
  /// time, at least one of them sees the cycle.
  ///
  /// - Returns: False, without a record, if the other load already waits for this one, directly or through other loads.
  func beginWaiting(for load: LoadScope) -> Bool {
    state.withLock { $0.awaited.append(load) }
    guard load.waits(for: self) else { return true }
    endWaiting(for: load)
    return false
  }

  func endWaiting(for load: LoadScope) {
    state.withLock { state in
      if let index = state.awaited.firstIndex(where: { $0 === load }) { state.awaited.remove(at: index) }
    }
  }

  private func waits(for load: LoadScope) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let next = pending.popLast() {
      if next === load { return true }
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      pending += next.state.withLock { $0.awaited }
    }
    return false
  }
}
