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
/// Only the code under test and ``advance(by:)`` move the time. A time limit does not, and neither does a hedge or the
/// longest wait of a bulkhead: it is over when the time has been moved past it. So a sleep that is longer than a time limit
/// around it ends with a `CancellationError` at the instant of the limit:
///
/// ```swift
/// let clock = RecordingClock()
/// await #expect(throws: TimeLimitExceeded.self) {
///   try await withTimeLimit(within: .seconds(2), clock: clock) { try await clock.sleep(for: .seconds(5)) }
/// }
/// #expect(clock.sleeps == [.seconds(5)] && clock.now.offset == .seconds(2))
/// ```
///
/// What runs beside such a sleep, such as the second attempt of a hedge, runs in any order. To test it, use
/// ``withSimulatedTime(_:)`` or a ``ManualClock``.
///
/// All users of a clock share its time. If several tasks sleep concurrently, each sleep moves the time for all of them.
/// If the time is already past a deadline, the sleep is recorded as zero.
public final class RecordingClock: Clock, BlockingClock {
  private struct State {
    /// The time, and the alarms of time limits.
    var schedule = SleepSchedule()
    var sleeps: [Duration] = []
  }

  private let state = Locked(State())

  /// Creates a clock at offset zero, without recorded sleeps.
  public init() {}

  /// The current time of the clock. Only sleeps and ``advance(by:)`` move it.
  public var now: TestInstant {
    state.withLock { $0.schedule.now }
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
  /// Time limits that are over then cancel their calls before this returns.
  ///
  /// - Parameter duration: How far to move the time.
  /// - Precondition: `duration` is not negative.
  public func advance(by duration: Duration) {
    require(duration >= .zero, "RecordingClock cannot advance by \(duration). Pass a duration of zero or more.")
    let end = now.advanced(by: duration)
    while ringOrMove(to: end) {}
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once.
  ///
  /// - Parameters:
  ///   - deadline: When the sleep ends. A deadline in the past is a sleep of zero.
  ///   - tolerance: Ignored.
  /// - Throws: `CancellationError` if the current task is cancelled. Then nothing is recorded, and no time passes. Also if a
  ///   time limit around the sleep is over first. Then the whole sleep is recorded, and the time moves to the limit's end.
  public func sleep(until deadline: TestInstant, tolerance: Duration? = nil) async throws {
    try record(until: deadline)
  }

  /// Records a sleep, moves ``now`` to `deadline` and returns at once. It does not block the thread.
  ///
  /// - Parameter deadline: When the sleep ends. A deadline in the past is a sleep of zero.
  /// - Throws: `CancellationError` if the current task is cancelled. Then nothing is recorded, and no time passes. Also if a
  ///   time limit around the sleep is over first. Then the whole sleep is recorded, and the time moves to the limit's end.
  public func blockingSleep(until deadline: TestInstant) throws(CancellationError) {
    try record(until: deadline)
  }

  private func record(until deadline: TestInstant) throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
    let end = state.withLock { state in
      let now = state.schedule.now
      let end = max(now, deadline)
      state.sleeps.append(now.duration(to: end))
      return end
    }
    while ringOrMove(to: end) {
      if Task.isCancelled { throw CancellationError() }
    }
  }

  /// Moves the time to the next alarms and lets them ring, or to the end if there are none before.
  ///
  /// - Returns: Whether alarms rang, so that the time is not yet at the end.
  private func ringOrMove(to end: TestInstant) -> Bool {
    let due = state.withLock { state -> [SleepSchedule.Entry]? in
      if let due = state.schedule.advanceToNext(notAfter: end) { return due }
      _ = state.schedule.advance(to: max(state.schedule.now, end))
      return nil
    }
    for alarm in due ?? [] { alarm.wakeUp.end(.deadline) }
    return due != nil
  }
}

extension RecordingClock: AlarmClock {
  package func ring(at instant: TestInstant, _ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void {
    let id = state.withLock { state -> SleepSchedule.ID? in
      guard instant > state.schedule.now else { return nil }
      let id = state.schedule.makeID()
      _ = state.schedule.insert(id: id, deadline: instant, wakeUp: .ring(action))
      return id
    }
    guard let id else {
      action()
      return {}
    }
    return { [self] in _ = state.withLock { $0.schedule.removeSleeper(id) } }
  }

  /// How many alarms are set.
  package var alarms: Int { state.withLock { $0.schedule.sleepers.count } }
}
