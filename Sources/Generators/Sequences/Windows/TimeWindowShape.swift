/// The length, the distance and the tolerances of windows over time, in attoseconds.
///
/// All times are clamped to an eighth of what an `Int128` holds, so that no sum of a few of them overflows.
@usableFromInline
struct TimeWindowShape: Sendable {
  @usableFromInline let duration: Int128
  @usableFromInline let every: Int128
  @usableFromInline let lateness: Int128
  @usableFromInline let maximumJump: Int128

  @inlinable
  init(over duration: Duration, every: Duration?, lateness: Duration, maximumJump: Duration) {
    let every = every ?? duration
    require(duration > .zero, "A window over time lasts longer than zero, not \(duration).")
    require(every > .zero, "Windows over time start more than zero apart, not \(every).")
    require(lateness >= .zero, "Elements may be late by zero or more, not \(lateness).")
    require(maximumJump >= .zero, "The time of an element may jump by zero or more, not \(maximumJump).")
    self.duration = Self.clamped(duration)
    self.every = Self.clamped(every)
    self.lateness = Self.clamped(lateness)
    self.maximumJump = Self.clamped(maximumJump)
  }

  @inlinable
  static func clamped(_ duration: Duration) -> Int128 {
    Swift.min(Swift.max(duration.attoseconds, Int128.min / 8), Int128.max / 8)
  }

  @inlinable
  func isOutOfRange(_ time: Int128, latest: Int128) -> Bool {
    time > latest + maximumJump || time < latest - lateness - maximumJump
  }

  @inlinable
  func isBetweenWindows(_ time: Int128) -> Bool {
    every > duration && time - every * windowNumber(at: time) >= duration
  }

  /// The least start of a window that shows this time.
  @inlinable
  func startOfFirstWindow(showing time: Int128) -> Int128 { every * (windowNumber(at: time - duration) + 1) }

  /// The number of the last window that starts at this time or before. The window that starts at zero has the number 0.
  @inlinable
  func windowNumber(at time: Int128) -> Int128 {
    let (quotient, remainder) = time.quotientAndRemainder(dividingBy: every)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
