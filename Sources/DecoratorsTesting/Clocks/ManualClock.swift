public import DecoratorPrimitives

/// A clock whose time stands still until a test moves it.
///
/// A test starts what it wants to see, waits until that sleeps, and lets as much time pass as it likes:
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
/// Nothing here looks at real time, so nothing depends on how busy the machine is. Any number of tasks and threads may
/// sleep, wait for sleepers and move the time at once. Code that blocks its thread on this clock
/// (``blockingSleep(until:)``) belongs on a thread of its own: see ``onOwnThread(_:)``.
public final class ManualClock: Clock, BlockingClock {
  /// A sleep that has not ended.
  public struct Sleeper: Sendable, Hashable {
    /// When it ends.
    public let deadline: TestInstant
    /// How long it is in all, from the time at its beginning.
    public let duration: Duration
  }

  private let schedule = Locked(SleepSchedule())

  /// Creates a clock that stands at its beginning.
  public init() {}

  public var now: TestInstant {
    schedule.withLock { $0.now }
  }

  /// One attosecond: this clock knows no smaller step.
  public var minimumResolution: Duration { Duration(secondsComponent: 0, attosecondsComponent: 1) }
}

// MARK: - Moving time

extension ManualClock {
  /// Lets `duration` pass and wakes every sleeper that is due, the earliest deadline first, and of equal deadlines the
  /// one that came first.
  ///
  /// It does not suspend. The time moves in one step: who sleeps again after being woken starts from the new ``now``, so
  /// move step by step, waiting with ``sleepers(atLeast:)`` in between, to go through sleeps that follow each other.
  ///
  /// - Precondition: `duration` is not negative.
  public func advance(by duration: Duration) {
    precondition(duration >= .zero, "ManualClock cannot go back in time by \(duration): advance it by zero or more.")
    wake(schedule.withLock { $0.advance(to: $0.now.advanced(by: duration)) })
  }

  /// Moves the time to `instant` and wakes every sleeper that is due, as ``advance(by:)`` does.
  ///
  /// ```swift
  /// clock.advance(to: clock.sleepers[0].deadline)  // to the next one's end, however long its delay was
  /// ```
  ///
  /// - Precondition: `instant` is not before ``now``.
  public func advance(to instant: TestInstant) {
    wake(
      schedule.withLock { schedule in
        precondition(instant >= schedule.now, "ManualClock cannot go back in time from \(schedule.now) to \(instant).")
        return schedule.advance(to: instant)
      }
    )
  }

  private func wake(_ due: [SleepSchedule.Entry]) {
    for sleeper in due { sleeper.wakeUp.end(.deadline) }
  }
}

// MARK: - Sleeping

extension ManualClock {
  /// Suspends until the time has been moved to `deadline` or past it. A deadline that has passed returns at once.
  ///
  /// - Throws: `CancellationError` as soon as the current task is cancelled, also when it was cancelled before the call.
  ///   The sleeper is then gone from ``sleepers`` at once.
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

  /// Blocks the calling thread until the time has been moved to `deadline` or past it. A deadline that has passed
  /// returns at once.
  ///
  /// Whoever moves the time needs a thread to do it on. The cooperative pool has as many as the machine has cores, so
  /// call this on a thread of its own: see ``onOwnThread(_:)``.
  ///
  /// - Throws: `CancellationError` when the current task is cancelled, also when it was cancelled before the call. A
  ///   blocked thread looks for that every 10 ms. A thread that runs no task waits until the time has come.
  public func blockingSleep(until deadline: TestInstant) throws(CancellationError) {
    let id = schedule.withLock { $0.makeID() }
    let thread = BlockedThread()
    begin(id: id, deadline: deadline, wakeUp: .unblock(thread))
    let end = thread.wait { cancelSleeper(id) }
    if end == .cancellation { throw CancellationError() }
  }

  /// The task is looked at with the lock held: cancelled before, it is seen here; cancelled after, whoever cancels it
  /// finds the sleeper in the schedule.
  private func begin(id: SleepSchedule.ID, deadline: TestInstant, wakeUp: WakeUp) {
    let (end, satisfied) = schedule.withLock { schedule -> (SleepEnd?, [SleepSchedule.Watcher]) in
      if Task.isCancelled { return (.cancellation, []) }
      guard deadline > schedule.now else { return (.deadline, []) }
      return (nil, schedule.insert(id: id, deadline: deadline, wakeUp: wakeUp))
    }
    if let end { wakeUp.end(end) }
    for watcher in satisfied { watcher.continuation.resume() }
  }

  private func cancelSleeper(_ id: SleepSchedule.ID) {
    schedule.withLock { $0.removeSleeper(id) }?.wakeUp.end(.cancellation)
  }
}

// MARK: - Looking at sleepers

extension ManualClock {
  /// Who sleeps now, async and sync alike, in the order in which they will wake.
  public var sleepers: [Sleeper] {
    schedule.withLock { $0.sleepers }
  }

  /// Suspends until at least `count` sleepers wait at the same time; returns at once when they do.
  ///
  /// Any number of tasks may wait so.
  ///
  /// - Returns: Who sleeps then, in the order in which they will wake. Fewer than `count` only when the current task was
  ///   cancelled, which ends the wait, or when some were woken or cancelled meanwhile by someone else.
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

  /// Throws when somebody still sleeps; the last line of a test that wants no sleeper to outlive it.
  ///
  /// - Throws: ``SleepersLeftError``, which lists them.
  public func checkNoSleepers() throws(SleepersLeftError) {
    let (now, sleepers) = schedule.withLock { ($0.now, $0.sleepers) }
    guard sleepers.isEmpty else { throw SleepersLeftError(now: now, sleepers: sleepers) }
  }
}

/// Somebody still sleeps on a ``ManualClock`` where nobody should.
public struct SleepersLeftError: Error, CustomStringConvertible {
  /// The clock's time.
  public let now: TestInstant
  /// Who sleeps, in the order in which they would wake.
  public let sleepers: [ManualClock.Sleeper]

  public var description: String {
    let deadlines = sleepers.map { "\($0.deadline)" }.joined(separator: ", ")
    return "\(sleepers.count) still asleep at \(now), until \(deadlines). "
      + "Advance the clock past their deadlines, or cancel and await their tasks."
  }
}
