/// A clock that rings alarms itself, because its time moves only when somebody moves it.
///
/// On such a clock a time limit has no task that sleeps until it is over: a sleep would move the time.
package protocol AlarmClock<Duration>: Clock where Duration == Swift.Duration {
  /// Runs an action when the time has been moved to an instant.
  ///
  /// - Parameters:
  ///   - instant: When to run it. If it has passed, the action runs at once.
  ///   - action: What to run, on the thread that moves the time, and without a lock held.
  /// - Returns: What takes the alarm back, if it has not rung.
  func ring(at instant: Instant, _ action: @escaping @Sendable () -> Void) -> @Sendable () -> Void
}
