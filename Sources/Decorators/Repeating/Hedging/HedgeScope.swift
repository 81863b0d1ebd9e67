import Synchronization

/// One attempt of a hedged call, as the code inside it sees it: a span can tell that its attempt lost (V4).
package final class HedgeScope: Sendable {
  @TaskLocal package static var current: HedgeScope?

  /// The number of the attempt. The first attempt is 1.
  package let attempt: Int
  private let lost = Atomic(false)

  init(attempt: Int) { self.attempt = attempt }

  /// Whether the call was decided by another attempt, so that this one is cancelled.
  package var hasLost: Bool { lost.load(ordering: .acquiring) }

  func lose() { lost.store(true, ordering: .releasing) }
}
