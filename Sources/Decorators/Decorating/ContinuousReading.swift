import DecoratorPrimitives
import PlatformC

/// A reading of `ContinuousClock` with a memory layout that is known at compile time.
@frozen
@usableFromInline
struct ContinuousReading: Comparable {
  #if os(Linux)
    let nanoseconds: Int64

    /// Reads the system clock that `ContinuousClock` uses on Linux.
    @usableFromInline
    init() { nanoseconds = continuousTime() }

    private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    func elapsed(since start: Self) -> Duration { .nanoseconds(nanoseconds &- start.nanoseconds) }

    @usableFromInline
    static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    func advanced(by duration: Duration) -> Self {
      let (sum, overflow) = nanoseconds.addingReportingOverflow(
        Int64(clamping: duration.attoseconds / 1_000_000_000)
      )
      return Self(nanoseconds: overflow ? .max : sum)
    }
  #else
    let instant: ContinuousClock.Instant

    @usableFromInline
    init() { instant = .now }

    private init(instant: ContinuousClock.Instant) { self.instant = instant }

    func elapsed(since start: Self) -> Duration { start.instant.duration(to: instant) }

    @usableFromInline
    static func < (left: Self, right: Self) -> Bool { left.instant < right.instant }

    func advanced(by duration: Duration) -> Self { Self(instant: instant.advanced(by: min(duration, .longestWait))) }
  #endif
}
