// MARK: A closure last

/// Wraps an asynchronous function so that each call has a time limit.
///
/// ```swift
/// let fetch = timeLimited(within: .seconds(2), named: "fetch") { (id: Int) async throws in
///   try await api.user(id)
/// }
/// ```
///
/// A ``TimeLimit`` holds the same settings as a value, and says what happens to a call that takes too long. A function
/// that throws one type of error keeps it with `decorated(by: TimeLimit(within: …), orThrow: { … })`.
///
/// - Parameters:
///   - limit: How long a call may take, more than zero; `nil` for no limit.
///   - lateResults: What becomes of a value that comes too late. By default it is returned.
///   - propagating: Whether the function sees its end as ``CallDeadline/current``. The default is `false`.
///   - metrics: Counts the calls that end after the limit; none by default.
///   - didOverrun: Called with each call that ended after the limit, with a value or an error, and how long it ran on.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - clock: What the limit is measured on; by default the `ContinuousClock`.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, or ``TimeLimitExceeded``.
@inlinable @inline(__always)
public func timeLimited<each Argument: Sendable, Output: Sendable, Failure: Error>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  let limit = TimeLimit(
    within: limit,
    lateResults: lateResults,
    propagating: propagating,
    metrics: metrics,
    didOverrun: didOverrun,
    clock: clock
  )
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: limit, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that each attempt of a retry around it has a time limit.
///
/// The parameters are those of the limit of a whole call.
@inlinable @inline(__always)
public func timeLimited<each Argument: Sendable, Output: Sendable, Failure: Error>(
  eachAttempt limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  let limit = TimeLimit(
    eachAttempt: limit,
    lateResults: lateResults,
    propagating: propagating,
    metrics: metrics,
    didOverrun: didOverrun,
    clock: clock
  )
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: limit, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension AsyncCallable {
  /// Limits how long each call may take: `fetch.timeLimited(within: .seconds(2))`.
  ///
  /// The settings are those of ``TimeLimit``, the other parameters those of the form with a closure last.
  @inlinable @inline(__always)
  public func timeLimited<each Argument: Sendable>(
    within limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    named name: String? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let limit = TimeLimit(
      within: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: clock
    )
    return decorated(by: limit, named: name, fileID: fileID, function: function, line: line)
  }

  /// Limits how long each attempt of a retry around the function may take:
  /// `fetch.timeLimited(eachAttempt: .seconds(1)).retrying(attempts: 3)`.
  ///
  /// The parameters are those of the limit of a whole call.
  @inlinable @inline(__always)
  public func timeLimited<each Argument: Sendable>(
    eachAttempt limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    named name: String? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let limit = TimeLimit(
      eachAttempt: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: clock
    )
    return decorated(by: limit, named: name, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == TimeLimit {
  /// Limits how long each call may take: `fetch.decorated(by: .timeLimited(within: .seconds(2)))`.
  ///
  /// The settings are those of ``TimeLimit``. A closure written for a hook does not compile here, because the compiler does
  /// not take it for `@Sendable`: use `fetch.timeLimited(…)`, or a limit of your own.
  public static func timeLimited(
    within limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> TimeLimit {
    TimeLimit(
      within: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: clock
    )
  }

  /// Limits how long each attempt may take: `fetch.decorated(by: .timeLimited(eachAttempt: .seconds(1)))`.
  ///
  /// The settings are those of ``TimeLimit``.
  public static func timeLimited(
    eachAttempt limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> TimeLimit {
    TimeLimit(
      eachAttempt: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: clock
    )
  }
}
