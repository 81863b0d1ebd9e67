// MARK: Run now

/// Runs an asynchronous body now, on the caller's actor, with a time limit.
///
/// ```swift
/// let user = try await withTimeLimit(within: .seconds(2)) { try await api.user(id) }
/// let page = try await withTimeLimit(within: min(asked, .seconds(5))) { try await render() }   // a time that is computed
/// ```
///
/// The body does not escape and may capture anything. What happens to one that takes too long is as ``TimeLimit`` says.
/// If the time is zero or less, it is over: the body does not run (T6).
///
/// - Parameters:
///   - limit: How long the body may take; `nil` for no limit.
///   - lateResults: What becomes of a value that comes too late. By default it is returned.
///   - propagating: Whether the function sees its end as ``CallDeadline/current``. The default is `false`.
///   - metrics: Counts the calls that end after the limit; none by default.
///   - didOverrun: Called with each call that ended after the limit, with a value or an error, and how long it ran on.
///   - name: What errors and hooks call the function; by default module, file and line of this call (L7).
///   - clock: What the limit is measured on; by default the `ContinuousClock`.
///   - fileID: The module and file that log lines name (L9).
///   - function: The function that log lines name.
///   - line: The line that log lines name.
///   - body: What to run.
/// - Returns: What the body returns.
/// - Throws: What the body throws, or ``TimeLimitExceeded``.
@inlinable
nonisolated(nonsending) public func withTimeLimit<Output>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws -> Output
) async throws -> Output {
  guard let limit else { return try await body() }
  return try await TimeLimit.run(
    within: limit,
    lateResults: lateResults,
    propagating: propagating,
    metrics: metrics,
    didOverrun: didOverrun,
    clock: DecoratorClock(clock),
    at: CallSite(named: name, fileID: fileID, function: function, line: line),
    body
  )
}

/// Runs an asynchronous body that throws one type of error now, on the caller's actor, with a time limit.
///
/// ```swift
/// let price = try await withTimeLimit(within: .seconds(2), orThrow: { _ in ShopError.slow }) { () async throws(ShopError) in
///   try await catalogue.price(of: item)
/// }
/// ```
///
/// The other parameters are those of the form that throws any error.
///
/// - Parameter replacement: Makes the error of the call from a ``TimeLimitExceeded``.
@inlinable
nonisolated(nonsending) public func withTimeLimit<Output, Failure: Error>(
  within limit: Duration?,
  lateResults: LateResults = .returned,
  propagating: Bool = false,
  metrics: TimeLimitMetrics? = nil,
  didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
  named name: String? = nil,
  orThrow replacement: (any Error) -> Failure,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  guard let limit else { return try await body() }
  do {
    return try await TimeLimit.run(
      within: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: DecoratorClock(clock),
      at: CallSite(named: name, fileID: fileID, function: function, line: line),
      body
    )
  } catch {
    throw (error as? Failure) ?? replacement(error)
  }
}

extension TimeLimit {
  /// Runs a body with settings that are not kept.
  @inlinable
  nonisolated(nonsending) static func run<Output>(
    within limit: Duration,
    lateResults: LateResults,
    propagating: Bool,
    metrics: TimeLimitMetrics?,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)?,
    clock: DecoratorClock,
    at site: CallSite,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    guard limit > .zero else {
      throw TimeLimitExceeded(name: site.name, scope: .whole, limit: limit, elapsed: .zero)
    }
    let settings = Settings(
      duration: min(limit, Duration.longestWait),
      scope: .whole,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun,
      clock: clock
    )
    return try await settings.run(at: site, body)
  }
}
