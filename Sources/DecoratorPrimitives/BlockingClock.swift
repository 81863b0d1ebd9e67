/// A clock on which a synchronous caller can wait by blocking its thread.
///
/// Synchronous decorators wait through this protocol, so that a test clock can stand in for the real one.
/// `ContinuousClock` and `SuspendingClock` conform.
///
/// ```swift
/// try ContinuousClock().blockingSleep(for: .milliseconds(20))
/// ```
public protocol BlockingClock<Duration>: Clock where Duration == Swift.Duration {
  /// Blocks the calling thread until `deadline`.
  ///
  /// A deadline that has passed returns at once.
  ///
  /// - Throws: `CancellationError` as soon as the current task, if there is one, is cancelled, also when it was
  ///   cancelled before the call.
  func blockingSleep(until deadline: Instant) throws(CancellationError)
}

extension BlockingClock {
  /// Blocks the calling thread for `duration`, as ``blockingSleep(until:)`` does for a deadline.
  ///
  /// - Parameter duration: How long to wait. Zero and less return at once; what exceeds `.seconds(Int64.max)` counts
  ///   as that much, so that no duration overflows.
  @inlinable
  public func blockingSleep(for duration: Duration) throws(CancellationError) {
    try blockingSleep(until: now.advanced(by: min(max(duration, .zero), .seconds(Int64.max))))
  }
}
