public import DecoratorPrimitives

/// A test clock whose time moves only when the test advances it.
///
/// Start the code under test, wait until it sleeps, then advance the clock:
///
/// ```swift
/// let clock = ManualClock()
/// let reminder = Task {
///   try await clock.sleep(for: .seconds(60))
///   return "time is up"
/// }
/// await clock.sleepers(atLeast: 1)
/// clock.advance(by: .seconds(60))
/// #expect(try await reminder.value == "time is up")
/// try clock.checkNoSleepers()
/// ```
///
/// The clock never reads real time, so a test does not depend on how busy the machine is. Any number of tasks and
/// threads can sleep, wait for sleepers and advance the clock concurrently. Run code that blocks its thread with
/// ``blockingSleep(until:)`` on its own thread: see ``onOwnThread(_:)``.
public final class ManualClock: Clock, BlockingClock {
  /// A sleep that has not ended.
  public struct Sleeper: Sendable, Hashable {
    /// When the sleep ends.
    public let deadline: TestInstant
    /// The whole length of the sleep: from the time when it started to its deadline.
    public let duration: Duration
  }

  private let schedule = Locked(SleepSchedule())

  /// Called when somebody begins to sleep.
  private let didBeginSleep: (@Sendable () -> Void)?

  /// Creates a clock at offset zero.
  public init() { didBeginSleep = nil }

  init(didBeginSleep: @escaping @Sendable () -> Void) { self.didBeginSleep = didBeginSleep }

  /// The current time of the clock. Only ``advance(by:)`` and ``advance(to:)`` move it.
  public var now: TestInstant {
    schedule.withLock { $0.now }
  }

  /// One attosecond, the smallest unit of `Duration`.
  public var minimumResolution: Duration { Duration(secondsComponent: 0, attosecondsComponent: 1) }
}

// MARK: - Moving time

extension ManualClock {
  /// Moves the time forward by `duration` and wakes every sleeper that is due.
  ///
  /// Sleepers wake in the order of their deadlines. Sleepers with the same deadline wake in the order in which they
  /// came.
  ///
  /// The call does not suspend. The time moves in one step: a sleeper that wakes and sleeps again starts from the new
  /// ``now``. To test several sleeps in a row, advance once for each of them and wait with ``sleepers(atLeast:)``
  /// before each step.
  ///
  /// - Parameter duration: How far to move the time.
  /// - Precondition: `duration` is not negative.
  public func advance(by duration: Duration) {
    require(duration >= .zero, "ManualClock cannot advance by \(duration). Pass a duration of zero or more.")
    wake(schedule.withLock { $0.advance(to: $0.now.advanced(by: duration)) })
  }

  /// Moves the time to `instant` and wakes every sleeper that is due, in the order of ``advance(by:)``.
  ///
  /// ```swift
  /// clock.advance(to: clock.sleepers[0].deadline)  // wakes the next sleeper, whatever its delay is
  /// ```
  ///
  /// - Parameter instant: The new time.
  /// - Precondition: `instant` is not before ``now``.
  public func advance(to instant: TestInstant) {
    wake(
      schedule.withLock { schedule in
        require(
          instant >= schedule.now,
          "ManualClock cannot go back from \(schedule.now) to \(instant). Pass an instant that is not before `now`."
        )
        return schedule.advance(to: instant)
      }
    )
  }

  /// Moves the time to the next deadline and wakes who is due then.
  ///
  /// - Returns: Whether anybody slept.
  func advanceToNextSleeper() -> Bool {
    let due = schedule.withLock { $0.advanceToNext() }
    wake(due ?? [])
    return due != nil
  }

  private func wake(_ due: [SleepSchedule.Entry]) {
    for sleeper in due { sleeper.wakeUp.end(.deadline) }
  }
}

// MARK: - Sleeping

extension ManualClock {
  /// Suspends until the clock reaches `deadline`. If the deadline has passed, the call returns at once.
  ///
  /// - Parameters:
  ///   - deadline: When the sleep ends.
  ///   - tolerance: Ignored.
  /// - Throws: `CancellationError` as soon as the current task is cancelled, also if it was cancelled before the call.
  ///   The clock removes the sleeper from ``sleepers`` at the same time.
  public func sleep(until deadline: TestInstant, tolerance: Duration? = nil) async throws {
    let id = schedule.withLock { $0.makeID() }
    let end = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        begin(id: id, deadline: deadline, wakeUp: .resume(continuation))
      }
    } onCancel: {
      cancelSleeper(id)
    }
    if end == .cancellation { throw CancellationError() }
  }

  /// Blocks the calling thread until the clock reaches `deadline`. If the deadline has passed, the call returns at
  /// once.
  ///
  /// Call it on its own thread: see ``onOwnThread(_:)``. The cooperative pool has as many threads as the machine has
  /// cores, and the code that advances the clock needs one of them.
  ///
  /// - Parameter deadline: When the sleep ends.
  /// - Throws: `CancellationError` if the current task is cancelled, also if it was cancelled before the call. A
  ///   blocked thread checks for cancellation every 10 ms. A thread that runs no task waits until the deadline.
  public func blockingSleep(until deadline: TestInstant) throws(CancellationError) {
    let id = schedule.withLock { $0.makeID() }
    let thread = BlockedThread()
    begin(id: id, deadline: deadline, wakeUp: .unblock(thread))
    let end = thread.wait { cancelSleeper(id) }
    if end == .cancellation { throw CancellationError() }
  }

  /// Adds the sleeper to the schedule, or ends its sleep at once.
  ///
  /// The check for cancellation runs with the lock held. If the task was cancelled before, the check sees it. If the
  /// task is cancelled later, the cancellation handler finds the sleeper in the schedule.
  private func begin(id: SleepSchedule.ID, deadline: TestInstant, wakeUp: WakeUp) {
    let (end, satisfied) = schedule.withLock { schedule -> (SleepEnd?, [SleepSchedule.Watcher]) in
      if Task.isCancelled { return (.cancellation, []) }
      guard deadline > schedule.now else { return (.deadline, []) }
      return (nil, schedule.insert(id: id, deadline: deadline, wakeUp: wakeUp))
    }
    if let end { wakeUp.end(end) } else { didBeginSleep?() }
    for watcher in satisfied { watcher.continuation.resume() }
  }

  private func cancelSleeper(_ id: SleepSchedule.ID) {
    schedule.withLock { $0.removeSleeper(id) }?.wakeUp.end(.cancellation)
  }
}

// MARK: - Looking at sleepers

extension ManualClock {
  /// The current sleepers, synchronous and asynchronous, in the order in which they will wake.
  public var sleepers: [Sleeper] {
    schedule.withLock { $0.sleepers }
  }

  /// Suspends until at least `count` sleepers sleep at the same time. If they already do, the call returns at once.
  ///
  /// Call it before you advance the clock, to be sure that the code under test sleeps. Any number of tasks can wait at
  /// the same time. Cancelling the current task ends the wait.
  ///
  /// - Parameter count: The number of sleepers to wait for.
  /// - Returns: The current sleepers, in the order in which they will wake. There are fewer than `count` of them if the
  ///   current task was cancelled, or if other code woke or cancelled some of them before the call returned.
  @discardableResult
  public func sleepers(atLeast count: Int) async -> [Sleeper] {
    let id = schedule.withLock { $0.makeID() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let watches = schedule.withLock {
          !Task.isCancelled && $0.watch(.init(id: id, count: count, continuation: continuation))
        }
        if !watches { continuation.resume() }
      }
    } onCancel: {
      schedule.withLock { $0.removeWatcher(id) }?.continuation.resume()
    }
    return sleepers
  }

  /// Checks that nothing sleeps on the clock. Call it at the end of a test to find a forgotten sleeper.
  ///
  /// - Throws: ``SleepersLeftError`` with the list of sleepers, if there are any.
  public func checkNoSleepers() throws(SleepersLeftError) {
    let (now, sleepers) = schedule.withLock { ($0.now, $0.sleepers) }
    guard sleepers.isEmpty else { throw SleepersLeftError(now: now, sleepers: sleepers) }
  }
}

/// The error of ``ManualClock/checkNoSleepers()``: something still sleeps on the clock.
public struct SleepersLeftError: Error, CustomStringConvertible {
  /// The time of the clock when it was checked.
  public let now: TestInstant
  /// The sleepers, in the order in which they would wake.
  public let sleepers: [ManualClock.Sleeper]

  /// The number of sleepers, their deadlines, and what to do.
  public var description: String {
    let deadlines = sleepers.map { "\($0.deadline)" }.joined(separator: ", ")
    return "Sleepers left on the ManualClock at \(now): \(sleepers.count), with deadlines \(deadlines). "
      + "Advance the clock past the deadlines, or cancel the tasks and await them."
  }
}
