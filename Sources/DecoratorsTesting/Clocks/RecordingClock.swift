public import DecoratorPrimitives

/// A clock whose sleeps return at once, move its time forward and are recorded.
///
/// It suits what one task does on its own: retrying with backoff, timing, logging. No test waits, and the delays are
/// known to the attosecond. For what happens *during* a sleep, or between tasks, take ``ManualClock``.
///
/// ```swift
/// let clock = RecordingClock()
/// try await clock.sleep(for: .seconds(1))
/// try clock.blockingSleep(for: .seconds(2))
/// #expect(clock.sleeps == [.seconds(1), .seconds(2)])
/// #expect(clock.now.offset == .seconds(3))
/// ```
///
/// All users of one clock share its time: when tasks sleep side by side, each of them sees the time that the others
/// slept pass, and a deadline that was passed in this way is a sleep of zero.
public final class RecordingClock: Clock, BlockingClock {
  private struct State {
    var now = TestInstant()
    var sleeps: [Duration] = []
  }

  private let state = Locked(State())

  /// Creates a clock that stands at its beginning, with no sleep recorded.
  public init() {}

  public var now: TestInstant {
    state.withLock { $0.now }
  }

  /// One attosecond: this clock knows no smaller step.
  public var minimumResolution: Duration { Duration(secondsComponent: 0, attosecondsComponent: 1) }

  /// The sleeps so far, sync and async alike, in the order of their beginning; each as long as the way from ``now`` to
  /// its deadline, and zero when the deadline had passed.
  public var sleeps: [Duration] {
    state.withLock { $0.sleeps }
  }

  /// Lets `duration` pass without a sleep, as a slow call would.
  ///
  /// - Precondition: `duration` is not negative.
  public func advance(by duration: Duration) {
    precondition(duration >= .zero, "RecordingClock cannot go back in time by \(duration): advance it by zero or more.")
    state.withLock { $0.now = $0.now.advanced(by: duration) }
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once.
  ///
  /// - Throws: `CancellationError` when the current task is cancelled. Then nothing is recorded, and no time passes.
  public func sleep(until deadline: TestInstant, tolerance: Duration? = nil) async throws {
    try record(until: deadline)
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once, without blocking.
  ///
  /// - Throws: `CancellationError` when the current task is cancelled. Then nothing is recorded, and no time passes.
  public func blockingSleep(until deadline: TestInstant) throws(CancellationError) {
    try record(until: deadline)
  }

  private func record(until deadline: TestInstant) throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    state.withLock { state in
      let end = max(state.now, deadline)
      state.sleeps.append(state.now.duration(to: end))
      state.now = end
    }
  }
}
