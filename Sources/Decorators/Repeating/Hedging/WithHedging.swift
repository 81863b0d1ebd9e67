public import CoreMetrics
public import Logging

// MARK: As a policy says, with the attempt

/// Runs a body that gets its attempt, and starts another attempt when it takes too long. The first value wins.
///
/// ```swift
/// let hits = try await withHedging(policy) { attempt in
///   try await replicas[attempt.number - 1].search(query)
/// }
/// ```
///
/// The body runs several times at once, in tasks of its own, so it captures only what is `Sendable`. It runs where it
/// is isolated: on its actor, if it is written in one.
///
/// - Parameters:
///   - policy: When to start another attempt.
///   - name: What hooks, metrics and log lines call the function; by default module, file and line of this call (L7).
///   - discard: Gets the value of a loser that returned one all the same; by default the policy's `discarding:`.
///   - fileID: The module and file that log lines name (L9).
///   - function: The function that log lines name.
///   - line: The line that log lines name.
///   - body: What to run. It gets the number of the attempt, and the errors of those that ended before.
/// - Returns: The first value.
/// - Throws: What the body threw: an error that is not worth another attempt, or the error of the last attempt to end.
@inlinable
nonisolated(nonsending) public func withHedging<Output: Sendable, Failure: Error>(
  _ policy: HedgePolicy,
  named name: String? = nil,
  discarding discard: (@Sendable (Output) async -> Void)? = nil,
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  @_inheritActorContext @_implicitSelfCapture
  _ body: @escaping @isolated(any) @Sendable (HedgeAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  return try await hedge(policy.with(discarding: discard), at: site) { (attempt) async throws(Failure) in
    try await body(attempt)
  }
}

// MARK: With settings

/// Runs a body that gets its attempt, and starts another attempt after a delay. The first value wins.
///
/// ```swift
/// let hits = try await withHedging(after: .milliseconds(100)) { attempt in
///   try await replicas[attempt.number - 1].search(query)
/// }
/// ```
///
/// The delay is a `Duration`, because the statistics of a percentile must outlive the call: for one, make a
/// ``HedgePolicy``. The other settings are those of ``HedgePolicy``.
@inlinable
nonisolated(nonsending) public func withHedging<Output: Sendable, Failure: Error>(
  after delay: Duration,
  attempts: Int = 2,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  budget: RetryBudget? = nil,
  logger: Logger? = nil,
  didStart: (@Sendable (HedgeStart) -> Void)? = nil,
  didEnd: (@Sendable (HedgeEnd) -> Void)? = nil,
  loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)? = nil,
  discarding discard: (@Sendable (Output) async -> Void)? = nil,
  metricsFactory factory: (any MetricsFactory)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  @_inheritActorContext @_implicitSelfCapture
  _ body: @escaping @isolated(any) @Sendable (HedgeAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let policy = HedgePolicy(
    delay: .fixed(delay),
    attempts: attempts,
    types: types,
    classify: classify,
    budget: budget,
    logger: logger,
    didStart: didStart,
    didEnd: didEnd,
    loserDidOverrun: loserDidOverrun,
    discard: nil,
    factory: factory,
    clock: clock
  )
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  return try await hedge(policy.with(discarding: discard), at: site) { (attempt) async throws(Failure) in
    try await body(attempt)
  }
}

// MARK: Without the attempt

extension HedgePolicy {
  /// Runs an asynchronous call now, and again if it takes too long, with its error type.
  ///
  /// ```swift
  /// let hits = try await policy.run(named: "search") { try await index.search(query) }
  /// ```
  ///
  /// The closure escapes into tasks, so it captures only what is `Sendable`. The parameters are those of every
  /// decorator's `run`.
  @inlinable
  nonisolated(nonsending) public func run<Output: Sendable, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    @_inheritActorContext @_implicitSelfCapture
    _ body: @escaping @isolated(any) @Sendable () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    return try await hedge(self, at: site) { (_: HedgeAttempt) async throws(Failure) in try await body() }
  }
}
