#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension ContinuousClock: BlockingClock {
  /// Blocks the calling thread until `deadline`; time during which the system sleeps counts.
  ///
  /// - Throws: `CancellationError` when the current task is cancelled, at most 10 ms after it was. A thread that runs
  ///   no task sleeps without interruption.
  public func blockingSleep(until deadline: Instant) throws(CancellationError) {
    #if os(Linux)
      try sleepThread(until: deadline, of: self, clockID: CLOCK_BOOTTIME)
    #else
      try sleepThread(until: deadline, of: self)
    #endif
  }
}

extension SuspendingClock: BlockingClock {
  /// Blocks the calling thread until `deadline`; time during which the system sleeps does not count.
  ///
  /// - Throws: `CancellationError` when the current task is cancelled, at most 10 ms after it was. A thread that runs
  ///   no task sleeps without interruption.
  public func blockingSleep(until deadline: Instant) throws(CancellationError) {
    #if os(Linux)
      try sleepThread(until: deadline, of: self, clockID: CLOCK_MONOTONIC)
    #else
      try sleepThread(until: deadline, of: self)
    #endif
  }
}

/// Nothing wakes a blocked thread when its task is cancelled, so within a task it looks this often.
private let cancellationCheckInterval = Duration.milliseconds(10)

/// Keeps one system call's time within every platform's `time_t`; the loop takes as many calls as the deadline needs.
private let longestSystemSleep = Duration.seconds(1_000_000)

#if os(Linux)
  private func sleepThread<C: Clock<Duration>>(
    until deadline: C.Instant,
    of clock: C,
    clockID: clockid_t
  ) throws(CancellationError) {
    try wait(until: deadline, of: clock) { time in
      // A signal may end the call early; the loop measures what is left.
      _ = clock_nanosleep(clockID, 0, &time, nil)
    }
  }
#else
  private func sleepThread<C: Clock<Duration>>(until deadline: C.Instant, of clock: C) throws(CancellationError) {
    try wait(until: deadline, of: clock) { time in
      // A signal may end the call early; the loop measures what is left.
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
    // Rounded up, so that the last sleep is not followed by a spin through less than a nanosecond.
    var time = timespec(tv_sec: time_t(seconds), tv_nsec: Int((attoseconds + 999_999_999) / 1_000_000_000))
    if time.tv_nsec == 1_000_000_000 { time = timespec(tv_sec: time.tv_sec + 1, tv_nsec: 0) }
    systemSleep(&time)
  }
}
