internal import Synchronization

/// One load that runs in a task of a cache's, as the code inside it sees it: a link in the chain of such loads.
///
/// The chain is bound on a miss only. Work that outlives a load still inherits its chain, so a link counts only while its
/// load runs, and finished ones are left out when the chain is extended.
@usableFromInline
class LoadScope: @unchecked Sendable {
  @usableFromInline static let current = TaskLocal<LoadScope?>(wrappedValue: nil)

  private let enclosing: LoadScope?
  private let isFinished = Atomic(false)

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

  private static var innermostRunning: LoadScope? {
    var scope = current.get()
    while let link = scope, link.isFinished.load(ordering: .acquiring) { scope = link.enclosing }
    return scope
  }
}
