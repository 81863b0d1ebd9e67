#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What `ContinuousClock` shows, in a layout that every caller knows.
@frozen
@usableFromInline
struct ContinuousReading {
  #if os(Linux)
    @usableFromInline let nanoseconds: Int64

    /// Reads the clock that `ContinuousClock` reads on Linux.
    @usableFromInline
    init() {
      var time = timespec()
      clock_gettime(CLOCK_BOOTTIME, &time)
      nanoseconds = Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }

    @inlinable
    func elapsed(since start: Self) -> Duration { .nanoseconds(nanoseconds &- start.nanoseconds) }
  #else
    @usableFromInline let instant: ContinuousClock.Instant

    @usableFromInline
    init() { instant = .now }

    @inlinable
    func elapsed(since start: Self) -> Duration { start.instant.duration(to: instant) }
  #endif
}
