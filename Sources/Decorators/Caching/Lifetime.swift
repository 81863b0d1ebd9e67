/// The time to live of entries, measured on the injected clock (M10). Times are nanoseconds since the cache was
/// created.
@usableFromInline
struct Lifetime: Sendable {
  @usableFromInline let now: @Sendable () -> Int64
  @usableFromInline let nanoseconds: Int64

  @usableFromInline
  init<C: Clock<Duration>>(_ timeToLive: Duration, on clock: C) {
    requireTimeToLive(timeToLive)
    now = nanosecondsFromNow(on: clock)
    nanoseconds = max(1, timeToLive.saturatingNanoseconds)
  }

  /// A lifetime of entries that have times of their own.
  init(now: @escaping @Sendable () -> Int64) {
    self.now = now
    nanoseconds = .max
  }

  /// The time from which an entry stored now is expired.
  @usableFromInline
  var deadline: Int64 {
    let (deadline, overflow) = now().addingReportingOverflow(nanoseconds)
    return overflow ? .max : deadline
  }
}

/// Returns the nanoseconds since now, whenever it is called.
func nanosecondsFromNow(on clock: some Clock<Duration>) -> @Sendable () -> Int64 {
  let start = clock.now
  return { start.duration(to: clock.now).saturatingNanoseconds }
}

/// Stops the program if no entry can have this time to live.
func requireTimeToLive(_ timeToLive: Duration) {
  require(
    timeToLive > .zero,
    "The time to live of a cache's entries must be greater than zero; it was \(timeToLive)."
  )
}

extension Duration {
  /// The duration in whole nanoseconds, cut to the range of `Int64`, about 292 years.
  var saturatingNanoseconds: Int64 {
    let (seconds, attoseconds) = components
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carried) = whole.addingReportingOverflow(attoseconds / 1_000_000_000)
    return overflow || carried ? (seconds < 0 ? .min : .max) : sum
  }
}
