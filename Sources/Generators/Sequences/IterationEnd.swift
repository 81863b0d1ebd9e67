/// How an iteration of a sequence ended, how long it took, and how many elements it gave. `onEnd` reports it.
public struct IterationEnd: Sendable {
  /// The ways in which an iteration ends.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// The sequence ended.
    case finished
    /// The sequence threw an error.
    case failed
    /// The sequence threw `CancellationError`, or the iteration ended in any way while its task was cancelled.
    case cancelled
    /// The loop was left before the end: by `break`, `return` or an error of its body.
    case left
  }

  /// How the iteration ended.
  public let outcome: Outcome
  /// The error that the sequence threw, if any.
  public let error: (any Error)?
  /// How many elements were delivered.
  public let count: Int
  /// The time from the request for the first element to the end. It includes the work of the loop.
  public let duration: Duration
}

/// Measures one iteration and reports it once: at its end, or when the last copy of its iterator is gone.
@usableFromInline
final class IterationWatch<C: Clock<Duration>> {
  private let clock: C
  private let start: C.Instant
  private let report: (IterationEnd) -> Void
  private var hasEnded = false
  @usableFromInline var count = 0

  @usableFromInline
  init(clock: C, report: @escaping (IterationEnd) -> Void) {
    self.clock = clock
    self.report = report
    start = clock.now
  }

  deinit { end(.left, nil) }

  @usableFromInline
  func finish() { end(.finished, nil) }

  @usableFromInline
  func fail(_ error: any Error) { end(error is CancellationError ? .cancelled : .failed, error) }

  private func end(_ outcome: IterationEnd.Outcome, _ error: (any Error)?) {
    guard !hasEnded else { return }
    hasEnded = true
    report(
      IterationEnd(
        outcome: Task.isCancelled ? .cancelled : outcome,
        error: error,
        count: count,
        duration: start.duration(to: clock.now)
      )
    )
  }
}
