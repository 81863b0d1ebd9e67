/// Measures with any clock at no more cost than the clock's own.
extension Clock where Duration == Swift.Duration {
  /// Starts a measurement; what it returns tells how long ago that was.
  ///
  /// The standard library's own clock is read past its `Instant`, whose layout each reading would look up. Of the two
  /// branches specialisation leaves one, and inlining the closure's body alone.
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
