import PlatformC

extension ContinuousClock: BlockingClock {
  /// Blocks the calling thread until `deadline`. The time during which the system sleeps counts.
  ///
  /// - Parameter deadline: When the wait ends. If it has passed, the call returns at once.
  /// - Throws: `CancellationError` if the current task is cancelled. A blocked thread checks for cancellation every 10
  ///   ms. A thread that runs no task waits until the deadline.
  public func blockingSleep(until deadline: Instant) throws(CancellationError) {
    #if os(Linux)
      try sleepThread(until: deadline, of: self, clockID: CLOCK_BOOTTIME)
    #else
      try sleepThread(until: deadline, of: self)
    #endif
  }
}

extension SuspendingClock: BlockingClock {
  /// Blocks the calling thread until `deadline`. The time during which the system sleeps does not count.
  ///
  /// - Parameter deadline: When the wait ends. If it has passed, the call returns at once.
  /// - Throws: `CancellationError` if the current task is cancelled. A blocked thread checks for cancellation every 10
  ///   ms. A thread that runs no task waits until the deadline.
  public func blockingSleep(until deadline: Instant) throws(CancellationError) {
    #if os(Linux)
      try sleepThread(until: deadline, of: self, clockID: CLOCK_MONOTONIC)
    #else
      try sleepThread(until: deadline, of: self)
    #endif
  }
}

/// How often a blocked thread checks whether its task is cancelled. Cancelling a task does not wake its blocked thread.
private let cancellationCheckInterval = Duration.milliseconds(10)

/// The longest sleep of one system call. It fits into `time_t` on every platform. A loop repeats the call until the
/// deadline.
private let longestSystemSleep = Duration.seconds(1_000_000)

#if os(Linux)
  private func sleepThread<C: Clock<Duration>>(
    until deadline: C.Instant,
    of clock: C,
    clockID: clockid_t
  ) throws(CancellationError) {
    try wait(until: deadline, of: clock) { time in
      // A signal may end the call early. The loop then sleeps for the rest.
      _ = clock_nanosleep(clockID, 0, &time, nil)
    }
  }
#else
  private func sleepThread<C: Clock<Duration>>(until deadline: C.Instant, of clock: C) throws(CancellationError) {
    try wait(until: deadline, of: clock) { time in
      // A signal may end the call early. The loop then sleeps for the rest.
      _ = nanosleep(&time, nil)
    }
  }
#endif

private func wait<C: Clock<Duration>>(
  until deadline: C.Instant,
  of clock: C,
  systemSleep: (inout timespec) -> Void
) throws(CancellationError) {
  let isInTask = withUnsafeCurrentTask { $0 != nil }
  let longestSleep = isInTask ? cancellationCheckInterval : longestSystemSleep
  while true {
    if Task.isCancelled { throw CancellationError() }
    let now = clock.now
    guard now < deadline else { return }
    let (seconds, attoseconds) = min(now.duration(to: deadline), longestSleep).components
    // Round up. Otherwise the loop would spin for the last fraction of a nanosecond.
    var time = timespec(tv_sec: time_t(seconds), tv_nsec: Int((attoseconds + 999_999_999) / 1_000_000_000))
    if time.tv_nsec == 1_000_000_000 { time = timespec(tv_sec: time.tv_sec + 1, tv_nsec: 0) }
    systemSleep(&time)
  }
}
