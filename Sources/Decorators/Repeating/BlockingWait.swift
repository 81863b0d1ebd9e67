/// Checks, where a synchronous function is retried, that its clock can wait by blocking.
///
/// `@Retrying` passes the clock of a synchronous function through, so that the compiler says what is wrong with one that
/// cannot.
public enum BlockingWait {
  /// The clock itself.
  @inlinable @inline(__always)
  public static func clock<TimeSource: BlockingClock>(_ clock: TimeSource) -> TimeSource { clock }

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
  public static func clock(_ clock: any Clock<Duration>) -> ContinuousClock { ContinuousClock() }
}
