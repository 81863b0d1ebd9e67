/// Checks that the clock of a synchronous retried function can block its thread.
///
/// `@Retrying` passes the clock of a synchronous function through, so that the compiler says what is wrong with another one.
public enum BlockingWait {
  /// The clock itself.
  @inlinable @inline(__always)
  public static func clock(_ clock: any BlockingClock<Duration>) -> any BlockingClock<Duration> { clock }

  /// Refuses a clock that can only wait in asynchronous code.
  @available(
    *,
    unavailable,
    message: """
      a synchronous '@Retrying' waits by blocking its thread, so its clock must be a BlockingClock: use 'any \
      BlockingClock<Duration>' instead of 'any Clock<Duration>', or make the function async
      """
  )
  @_disfavoredOverload
  public static func clock(_ clock: any Clock<Duration>) -> any BlockingClock<Duration> { ContinuousClock() }
}
