/// A clock that lets a synchronous caller wait by blocking its thread.
///
/// Synchronous decorators wait through this protocol, so a test can replace the real clock with a test clock.
/// `ContinuousClock` and `SuspendingClock` conform to it.
///
/// ```swift
/// try ContinuousClock().blockingSleep(for: .milliseconds(20))
/// ```
public protocol BlockingClock<Duration>: Clock where Duration == Swift.Duration {
  /// Blocks the calling thread until `deadline`. If the deadline has passed, the call returns at once.
  ///
  /// - Parameter deadline: When the wait ends.
  /// - Throws: `CancellationError` soon after the current task is cancelled, or at once if it was cancelled before the
  ///   call. A thread that runs no task cannot be cancelled.
  func blockingSleep(until deadline: Instant) throws(CancellationError)
}

extension BlockingClock {
  /// Blocks the calling thread for `duration`.
  ///
  /// - Parameter duration: How long to wait. If it is zero or less, the call returns at once. A duration longer than
  ///   `.seconds(Int64.max)` is cut to that value, so that it cannot overflow.
  /// - Throws: `CancellationError`, as ``blockingSleep(until:)`` does.
  @inlinable
  public func blockingSleep(for duration: Duration) throws(CancellationError) {
    try blockingSleep(until: now.advanced(by: min(max(duration, .zero), .seconds(Int64.max))))
  }
}
