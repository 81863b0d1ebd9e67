/// Readings of any clock that cost no more than they must.
///
/// The standard library's own clock is called directly: through the witnesses of `Clock`, which no specialisation
/// removes, two readings of it cost half as much again.
extension Clock where Duration == Swift.Duration {
  @inlinable
  @inline(__always)
  var reading: Instant {
    guard Self.self == ContinuousClock.self else { return now }
    return unsafeBitCast(ContinuousClock.now, to: Instant.self)
  }

  @inlinable
  @inline(__always)
  func elapsed(since start: Instant) -> Duration {
    guard Self.self == ContinuousClock.self else { return start.duration(to: now) }
    return unsafeBitCast(start, to: ContinuousClock.Instant.self).duration(to: .now)
  }
}
