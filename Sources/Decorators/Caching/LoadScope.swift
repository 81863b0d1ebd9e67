import DecoratorPrimitives

/// One load that runs in a task of a cache's, as the code inside it sees it: a link in the chain of such loads.
///
/// The chain is bound on a miss only. Work that outlives a load still inherits its chain, so a link counts only while its
/// load runs, holds neither key nor value, and is cut out when the chain is next looked at or the load
/// inside it ends.
@usableFromInline
final class LoadScope: Sendable {
  static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private struct State {
    /// The load around this one, finished ones left out as far as they have been seen.
    var enclosing: LoadScope?
    var isFinished = false
    /// The loads that code inside this one waits for.
    var awaited: [LoadScope] = []
  }

  private let state: Locked<State>

  /// A load inside another, which is the innermost running one around the code that starts it.
  init(inside enclosing: LoadScope?) {
    state = Locked(State(enclosing: enclosing))
  }

  /// Lets go of a chain link by link: one inside the other, the ends of a long one would overflow the stack.
  deinit {
    var link = state.withLock { $0.enclosing.take() }
    while link != nil, isKnownUniquelyReferenced(&link) {
      link = link?.state.withLock { $0.enclosing.take() }
    }
  }

  /// Takes the load out of every chain.
  func finish() {
    state.withLock { $0.isFinished = true }
    _ = runningEnclosing
  }

  /// Whether the calling code runs inside this very load.
  var isAroundCaller: Bool {
    var scope = Self.innermostRunning
    while let link = scope {
      if link === self { return true }
      scope = link.runningEnclosing
    }
    return false
  }

  /// The innermost load that the calling code runs inside.
  static var innermostRunning: LoadScope? {
    guard let scope = current.get() else { return nil }
    return scope.isFinished ? scope.runningEnclosing : scope
  }

  private var isFinished: Bool { state.withLock { $0.isFinished } }

  /// The innermost running load around this one; the finished ones in between are cut out for good.
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
  /// Notes that code inside this load is about to wait for another; false, with nothing noted, if that one waits for this
  /// one, directly or by way of others.
  ///
  /// What is noted precedes the look, so that of two loads that turn to each other at once at least one sees it.
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
