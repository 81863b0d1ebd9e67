public import DecoratorPrimitives

/// A test clock that records each sleep, moves its time forward by it, and returns at once.
///
/// Use it to test what a single task does, such as retrying with backoff, timing or logging. The test does not wait,
/// and it can compare the exact delays. To test what happens *during* a sleep, or between tasks, use ``ManualClock``.
///
/// ```swift
/// let clock = RecordingClock()
/// try await clock.sleep(for: .seconds(1))
/// try clock.blockingSleep(for: .seconds(2))
/// #expect(clock.sleeps == [.seconds(1), .seconds(2)])
/// #expect(clock.now.offset == .seconds(3))
/// ```
///
/// A time limit or a hedge sleeps beside the function, so on this clock it is over before the function has ended: test
/// them with ``withSimulatedTime(_:)`` or on a ``ManualClock``.
///
/// All users of a clock share its time. If several tasks sleep concurrently, each sleep moves the time for all of them.
/// If the time is already past a deadline, the sleep is recorded as zero.
public final class RecordingClock: Clock, BlockingClock {
  private struct State {
    var now = TestInstant()
    var sleeps: [Duration] = []
  }

  private let state = Locked(State())

  /// Creates a clock at offset zero, without recorded sleeps.
  public init() {}

  /// The current time of the clock. Only sleeps and ``advance(by:)`` move it.
  public var now: TestInstant {
    state.withLock { $0.now }
  }

  /// One attosecond, the smallest unit of `Duration`.
  public var minimumResolution: Duration { Duration(secondsComponent: 0, attosecondsComponent: 1) }

  /// The durations of all sleeps so far, synchronous and asynchronous, in the order in which they started.
  ///
  /// A duration is the time from ``now`` to the deadline of the sleep, or zero if the deadline had passed.
  public var sleeps: [Duration] {
    state.withLock { $0.sleeps }
  }

  /// Moves ``now`` forward without recording a sleep. Use it to simulate a slow call.
  ///
  /// - Parameter duration: How far to move the time.
  /// - Precondition: `duration` is not negative.
  public func advance(by duration: Duration) {
    require(duration >= .zero, "RecordingClock cannot advance by \(duration). Pass a duration of zero or more.")
    state.withLock { $0.now = $0.now.advanced(by: duration) }
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once.
  ///
  /// - Parameters:
  ///   - deadline: When the sleep ends. A deadline in the past is a sleep of zero.
  ///   - tolerance: Ignored.
  /// - Throws: `CancellationError` if the current task is cancelled. Then nothing is recorded, and no time passes.
  public func sleep(until deadline: TestInstant, tolerance: Duration? = nil) async throws {
    try record(until: deadline)
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once. It does not block the thread.
  ///
  /// - Parameter deadline: When the sleep ends. A deadline in the past is a sleep of zero.
  /// - Throws: `CancellationError` if the current task is cancelled. Then nothing is recorded, and no time passes.
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
