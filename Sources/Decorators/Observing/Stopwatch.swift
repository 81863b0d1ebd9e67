/// Measures durations with any clock. The only cost is that of reading the clock.
extension Clock where Duration == Swift.Duration {
  /// Starts a measurement.
  ///
  /// `ContinuousClock` is read without its `Instant`, because each use of that type looks up its layout at run time.
  /// The specialised code contains only one of the two branches. After inlining, it contains no closure.
  ///
  /// - Returns: A closure that returns the time since the start.
  @inlinable
  @inline(__always)
  func startedStopwatch() -> () -> Duration {
    guard Self.self == ContinuousClock.self else {
      let start = now
      return { start.duration(to: now) }
    }
    let start = ContinuousReading()
    return { ContinuousReading().elapsed(since: start) }
  }
}
