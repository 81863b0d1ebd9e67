public import Logging

// MARK: As a policy says, with the attempt

/// Runs a body that gets its attempt, and repeats it while the policy retries its errors.
///
/// ```swift
/// let config = try withRetry(policy) { attempt in
///   try readConfig(from: attempt.number == 1 ? primary : fallback)
/// }
/// ```
///
/// Waits block the thread, so asynchronous code chooses the asynchronous form, also for a body that does not wait: write
/// `await`. The body does not escape and may capture anything. For a body that does not need its attempt,
/// write `policy.run { … }`.
///
/// If the task is cancelled, the first attempt still runs. Later, a wait ends at once and the body's last error is
/// thrown, or its last result returned; `Task.isCancelled` tells which it was (R5).
///
/// - Parameters:
///   - policy: When and how often to repeat.
///   - name: What hooks and log lines call the function; by default module, file and line of this call (L7).
///   - clock: What waits and the total limit are measured on. The default is the clock of the policy.
///   - isRefused: Returns whether to retry a result. By default no result is retried. When attempts run out, the last
///     result is returned.
///   - fileID: The module and file that log lines name (L9).
///   - function: The function that log lines name.
///   - line: The line that log lines name.
///   - body: What to run. It gets the number of the attempt and the errors so far.
/// - Returns: What the body returned.
/// - Throws: What the body threw last, unchanged.
@available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
@_disfavoredOverload
@inlinable
public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: (any BlockingClock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  try withRetry(
    { policy },
    first: policy.firstAttempt,
    counted: policy.countCall(),
    rewarded: policy.rewardCall(),
    named: name,
    at: CallPlace(fileID: fileID, function: function, line: line),
    clock: clock,
    onResult: isRefused,
    body
  )
}

/// Runs an asynchronous body that gets its attempt, and repeats it while the policy retries its errors.
///
/// ```swift
/// let user = try await withRetry(policy) { attempt in
///   try await api.user(id, from: attempt.number == 1 ? primary : replica)
/// }
/// ```
///
/// The body runs on the caller's actor, without an executor hop. The parameters are those of the synchronous form; any
/// `Clock` will do.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: (any Clock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await withRetry(
    { policy },
    first: policy.firstAttempt,
    counted: policy.countCall(),
    rewarded: policy.rewardCall(),
    named: name,
    at: CallPlace(fileID: fileID, function: function, line: line),
    clock: clock,
    onResult: isRefused,
    body
  )
}

// MARK: With settings

/// Runs a body, and again while it fails.
///
/// ```swift
/// let config = try withRetry(attempts: 3, on: FileError.self) { try readConfig() }
/// ```
///
/// A call that succeeds at once makes no policy. The settings are those of ``RetryPolicy``. The other parameters, errors and
/// cancellation work as in the form that takes a policy.
///
/// - Parameter body: What to run. For a body that needs its attempt, pass a policy:
///   `withRetry(RetryPolicy(attempts: 3)) { attempt in … }`.
@available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
@_disfavoredOverload
@inlinable
public func withRetry<Output, Failure: Error>(
  attempts: Int? = nil,
  backoff: @autoclosure () -> Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  idempotent: Bool = true,
  serverDelays: @autoclosure () -> ServerDelays = .accepted(upTo: .seconds(60)),
  budget: RetryBudget? = nil,
  keepingErrors errorLimit: Int = 10,
  generator: @autoclosure () -> any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
  logger: Logger? = nil,
  metrics: RetryMetrics? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named name: String? = nil,
  clock: (any BlockingClock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  RetryPolicy.check(attempts: attempts, limit: limit, types: types, errorLimit: errorLimit)
  return try withRetry(
    {
      RetryPolicy(
        attempts: attempts,
        backoff: backoff(),
        limit: limit,
        types: types,
        classify: classify,
        idempotent: idempotent,
        serverDelays: serverDelays(),
        budget: budget,
        errorLimit: errorLimit,
        generator: generator(),
        logger: logger,
        metrics: metrics,
        willRetry: willRetry,
        didRecover: didRecover,
        didGiveUp: didGiveUp,
        clock: .continuous
      )
    },
    first: FirstAttempt(within: limit, budget: budget, idempotent: idempotent),
    counted: budget?.deposit(),
    rewarded: budget?.succeeded(),
    named: name,
    at: CallPlace(fileID: fileID, function: function, line: line),
    clock: clock,
    onResult: isRefused
  ) { (_: RetryAttempt) throws(Failure) in try body() }
}

/// Runs an asynchronous body on the caller's actor, and again while it fails.
///
/// ```swift
/// let user = try await withRetry(attempts: 3, on: TimeoutError.self) { try await api.user(id) }
/// ```
///
/// The settings are those of ``RetryPolicy``. The other parameters are those of the synchronous form; any `Clock` will do.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  attempts: Int? = nil,
  backoff: @autoclosure () -> Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  idempotent: Bool = true,
  serverDelays: @autoclosure () -> ServerDelays = .accepted(upTo: .seconds(60)),
  budget: RetryBudget? = nil,
  keepingErrors errorLimit: Int = 10,
  generator: @autoclosure () -> any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
  logger: Logger? = nil,
  metrics: RetryMetrics? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named name: String? = nil,
  clock: (any Clock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  RetryPolicy.check(attempts: attempts, limit: limit, types: types, errorLimit: errorLimit)
  return try await withRetry(
    {
      RetryPolicy(
        attempts: attempts,
        backoff: backoff(),
        limit: limit,
        types: types,
        classify: classify,
        idempotent: idempotent,
        serverDelays: serverDelays(),
        budget: budget,
        errorLimit: errorLimit,
        generator: generator(),
        logger: logger,
        metrics: metrics,
        willRetry: willRetry,
        didRecover: didRecover,
        didGiveUp: didGiveUp,
        clock: .continuous
      )
    },
    first: FirstAttempt(within: limit, budget: budget, idempotent: idempotent),
    counted: budget?.deposit(),
    rewarded: budget?.succeeded(),
    named: name,
    at: CallPlace(fileID: fileID, function: function, line: line),
    clock: clock,
    onResult: isRefused
  ) { (_: RetryAttempt) async throws(Failure) in try await body() }
}

// MARK: The path of a call that succeeds at once

// The site of the call is made only for a call that fails. As a value here, it would be released on the path of a call that
// succeeds, which costs an asynchronous call another trip to its executor.

@inlinable @inline(__always)
func withRetry<Output, Failure: Error>(
  _ policy: () -> RetryPolicy,
  first: FirstAttempt,
  counted: @autoclosure () -> RetryBudget.Entry?,
  rewarded: @autoclosure () -> Void?,
  named name: String?,
  at place: CallPlace,
  clock: (any BlockingClock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  if first == .inLoop {
    return try retry(
      policy(),
      after: nil,
      counted: nil,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  let deposit = first == .counted ? counted() : nil
  let output: Output
  do throws(Failure) {
    output = try body(.first)
  } catch {
    return try retry(
      policy(),
      after: .failure(error),
      counted: deposit,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  if isRefused(output) {
    return try retry(
      policy(),
      after: .success(output),
      counted: deposit,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  if first == .rewarded { _ = rewarded() }
  return output
}

@usableFromInline @inline(never)
func retry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  after first: Result<Output, Failure>?,
  counted deposit: RetryBudget.Entry?,
  named name: String?,
  at place: CallPlace,
  clock: (any BlockingClock<Duration>)?,
  onResult isRefused: (Output) -> Bool,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  let site = CallSite(named: name, at: place)
  return try retry(policy, after: first, counted: deposit, at: site, clock: clock, onResult: isRefused, body)
}

@inlinable @inline(__always)
nonisolated(nonsending) func withRetry<Output, Failure: Error>(
  _ policy: () -> RetryPolicy,
  first: FirstAttempt,
  counted: @autoclosure () -> RetryBudget.Entry?,
  rewarded: @autoclosure () -> Void?,
  named name: String?,
  at place: CallPlace,
  clock: (any Clock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  if first == .inLoop {
    return try await retry(
      policy(),
      after: nil,
      counted: nil,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  let deposit = first == .counted ? counted() : nil
  let output: Output
  do throws(Failure) {
    output = try await body(.first)
  } catch {
    return try await retry(
      policy(),
      after: .failure(error),
      counted: deposit,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  if isRefused(output) {
    return try await retry(
      policy(),
      after: .success(output),
      counted: deposit,
      named: name,
      at: place,
      clock: clock,
      onResult: isRefused,
      body
    )
  }
  if first == .rewarded { _ = rewarded() }
  return output
}

@usableFromInline @inline(never)
nonisolated(nonsending) func retry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  after first: Result<Output, Failure>?,
  counted deposit: RetryBudget.Entry?,
  named name: String?,
  at place: CallPlace,
  clock: (any Clock<Duration>)?,
  onResult isRefused: (Output) -> Bool,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let site = CallSite(named: name, at: place)
  return try await retry(policy, after: first, counted: deposit, at: site, clock: clock, onResult: isRefused, body)
}
