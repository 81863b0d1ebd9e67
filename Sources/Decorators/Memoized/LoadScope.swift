import DecoratorPrimitives
import Synchronization

/// One load that runs in a task of a cache's, as the code inside it sees it: a link in the chain of such loads.
///
/// The chain is bound on a miss only. Work that outlives a load still inherits its chain, so a link counts only while its
/// load runs, and finished ones are left out when the chain is extended.
@usableFromInline
class LoadScope: @unchecked Sendable {
  @usableFromInline static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private let enclosing: LoadScope?
  private let isFinished = Atomic(false)
  /// The loads that code inside this one waits for.
  private let awaited = Locked<[LoadScope]>([])

  @usableFromInline
  init() {
    enclosing = Self.innermostRunning
  }

  /// Takes the load out of every chain.
  @usableFromInline
  func finish() {
    isFinished.store(true, ordering: .releasing)
  }

  /// Whether the calling code runs inside this very load.
  @usableFromInline
  var isAroundCaller: Bool {
    var scope = Self.innermostRunning
    while let link = scope {
      if link === self { return !isFinished.load(ordering: .acquiring) }
      scope = link.enclosing
    }
    return false
  }

  /// The innermost load that the calling code runs inside.
  static var innermostRunning: LoadScope? {
    var scope = current.get()
    while let link = scope, link.isFinished.load(ordering: .acquiring) { scope = link.enclosing }
    return scope
  }
}

// MARK: - Loads that wait for each other

extension LoadScope {
  /// Notes that code inside this load is about to wait for another; false, with nothing noted, if that one waits for this
  /// one, directly or by way of others.
  ///
  /// What is noted precedes the look, so that of two loads that turn to each other at once at least one sees it.
  func beginWaiting(for load: LoadScope) -> Bool {
    awaited.withLock { $0.append(load) }
    guard load.waits(for: self) else { return true }
    endWaiting(for: load)
    return false
  }

  func endWaiting(for load: LoadScope) {
    awaited.withLock { awaited in
      if let index = awaited.firstIndex(where: { $0 === load }) { awaited.remove(at: index) }
    }
  }

  private func waits(for load: LoadScope) -> Bool {
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let next = pending.popLast() {
      if next === load { return true }
      guard seen.insert(ObjectIdentifier(next)).inserted else { continue }
      pending += next.awaited.withLock { $0 }
    }
    return false
  }
}
