import PlatformC

/// A reading of `ContinuousClock` with a memory layout that is known at compile time.
@frozen
@usableFromInline
struct ContinuousReading {
  #if os(Linux)
    let nanoseconds: Int64

    /// Reads the system clock that `ContinuousClock` uses on Linux.
    @usableFromInline
    init() {
      var time = timespec()
      clock_gettime(CLOCK_BOOTTIME, &time)
      nanoseconds = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    func elapsed(since start: Self) -> Duration { .nanoseconds(nanoseconds &- start.nanoseconds) }
  #else
    let instant: ContinuousClock.Instant

    @usableFromInline
    init() { instant = .now }

    func elapsed(since start: Self) -> Duration { start.instant.duration(to: instant) }
  #endif
}
