public import Logging

// Retries whose attempts have a time limit (T7). Only asynchronous functions have them (T9).

// MARK: A closure last

/// Wraps an asynchronous function so that each call is repeated while it fails, with a time limit for each attempt.
///
/// ```swift
/// let fetch = retrying(attempts: 3, within: .seconds(10), eachAttempt: .seconds(2), on: TimeoutError.self) {
///   (id: Int) async throws in try await api.user(id)
/// }
/// ```
///
/// An attempt that takes longer is cancelled and repeated, whatever errors `on:` and `when:` name. If the end of the whole
/// call cuts an attempt off, the call throws ``TimeLimitExceeded`` with the scope `.whole`. See ``LimitedRetryPolicy``.
///
/// - Parameter attemptLimit: How long an attempt may take, more than zero. The other parameters are those of the form
///   without it.
/// - Returns: The function as a value. A call throws what the function threw last, or ``TimeLimitExceeded``.
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  attempts: Int? = nil,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  eachAttempt attemptLimit: Duration,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  idempotent: Bool = true,
  serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
  budget: RetryBudget? = nil,
  keepingErrors errorLimit: Int = 10,
  generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
  logger: Logger? = nil,
  metrics: RetryMetrics? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  let policy = RetryPolicy(
    attempts: attempts,
    backoff: backoff,
    limit: limit,
    types: types,
    classify: classify,
    idempotent: idempotent,
    serverDelays: serverDelays,
    budget: budget,
    errorLimit: errorLimit,
    generator: generator,
    logger: logger,
    metrics: metrics,
    willRetry: willRetry,
    didRecover: didRecover,
    didGiveUp: didGiveUp,
    clock: DecoratorClock(clock)
  ).with(eachAttempt: attemptLimit)
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .repeated(by: policy, onResult: isRefused, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension AsyncCallable {
  /// Repeats each call while it fails, with a time limit for each attempt:
  /// `fetch.retrying(attempts: 3, eachAttempt: .seconds(2))`.
  ///
  /// The settings are those of ``RetryPolicy`` and ``LimitedRetryPolicy``, the other parameters those of the form with a
  /// closure last.
  @inlinable @inline(__always)
  public func retrying<each Argument: Sendable>(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    eachAttempt attemptLimit: Duration,
    on types: Any...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    idempotent: Bool = true,
    serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
    budget: RetryBudget? = nil,
    keepingErrors errorLimit: Int = 10,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    logger: Logger? = nil,
    metrics: RetryMetrics? = nil,
    willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
    didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
    named name: String? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let policy = RetryPolicy(
      attempts: attempts,
      backoff: backoff,
      limit: limit,
      types: types,
      classify: classify,
      idempotent: idempotent,
      serverDelays: serverDelays,
      budget: budget,
      errorLimit: errorLimit,
      generator: generator,
      logger: logger,
      metrics: metrics,
      willRetry: willRetry,
      didRecover: didRecover,
      didGiveUp: didGiveUp,
      clock: DecoratorClock(clock)
    ).with(eachAttempt: attemptLimit)
    return repeated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }

  /// Repeats each call as a policy says, also when `onResult:` rejects a result.
  ///
  /// - Parameters:
  ///   - policy: When and how often to repeat, and how long an attempt may take.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - isRefused: Returns whether to retry a result. When attempts run out, the last result is returned.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by policy: LimitedRetryPolicy,
    named name: String? = nil,
    onResult isRefused: @escaping @Sendable (Output) -> Bool,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: policy.descriptionJudgingResults, with: policy.traits, named: name)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let (original, body) = (original, body)
    return AsyncFunction<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) async throws in try await original(call) }
    ) { (call: Arguments<repeat each Argument>) async throws in
      try await policy.repeated(at: site, onResult: isRefused) {
        (_: RetryAttempt) async throws in try await body(call)
      }
    }
  }

  @inlinable @inline(__always)
  func repeated<each Argument: Sendable>(
    by policy: LimitedRetryPolicy,
    named name: String? = nil,
    onResult isRefused: (@Sendable (Output) -> Bool)?,
    fileID: StaticString,
    function: StaticString,
    line: UInt
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    guard let isRefused else {
      return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
    }
    return decorated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == LimitedRetryPolicy {
  /// Repeats each call while it fails, with a time limit for each attempt:
  /// `fetch.decorated(by: .retrying(attempts: 3, eachAttempt: .seconds(2)))`.
  ///
  /// The settings are those of ``RetryPolicy`` and ``LimitedRetryPolicy``.
  public static func retrying(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    eachAttempt attemptLimit: Duration,
    on types: Any...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    idempotent: Bool = true,
    serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
    budget: RetryBudget? = nil,
    keepingErrors errorLimit: Int = 10,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    logger: Logger? = nil,
    metrics: RetryMetrics? = nil,
    willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
    didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
    didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> LimitedRetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: backoff,
      limit: limit,
      types: types,
      classify: classify,
      idempotent: idempotent,
      serverDelays: serverDelays,
      budget: budget,
      errorLimit: errorLimit,
      generator: generator,
      logger: logger,
      metrics: metrics,
      willRetry: willRetry,
      didRecover: didRecover,
      didGiveUp: didGiveUp,
      clock: DecoratorClock(clock)
    ).with(eachAttempt: attemptLimit)
  }
}

// MARK: Run now

/// Runs an asynchronous body that gets its attempt, and repeats it while the policy retries its errors, with a time limit
/// for each attempt.
///
/// ```swift
/// let user = try await withRetry(RetryPolicy(attempts: 3).with(eachAttempt: .seconds(2))) { attempt in
///   try await api.user(id, from: attempt.number == 1 ? primary : replica)
/// }
/// ```
///
/// The body runs on the caller's actor and may capture anything. The parameters are those of the form that takes a
/// ``RetryPolicy``.
///
/// - Throws: What the body threw last, or ``TimeLimitExceeded``.
@inlinable
nonisolated(nonsending) public func withRetry<Output>(
  _ policy: LimitedRetryPolicy,
  named name: String? = nil,
  clock: (any Clock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws -> Output
) async throws -> Output {
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  return try await policy.repeated(at: site, clock: clock, onResult: isRefused, body)
}

/// Runs an asynchronous body on the caller's actor, and again while it fails, with a time limit for each attempt.
///
/// ```swift
/// let user = try await withRetry(attempts: 3, within: .seconds(10), eachAttempt: .seconds(2)) {
///   try await api.user(id)
/// }
/// ```
///
/// The settings are those of ``RetryPolicy`` and ``LimitedRetryPolicy``.
///
/// - Throws: What the body threw last, or ``TimeLimitExceeded``.
@inlinable
nonisolated(nonsending) public func withRetry<Output>(
  attempts: Int? = nil,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  eachAttempt attemptLimit: Duration,
  on types: Any...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  idempotent: Bool = true,
  serverDelays: ServerDelays = .accepted(upTo: .seconds(60)),
  budget: RetryBudget? = nil,
  keepingErrors errorLimit: Int = 10,
  generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
  logger: Logger? = nil,
  metrics: RetryMetrics? = nil,
  willRetry: (@Sendable (RetryEvent) -> Void)? = nil,
  didRecover: (@Sendable (RetryRecovery) -> Void)? = nil,
  didGiveUp: (@Sendable (RetryGiveUp) -> Void)? = nil,
  named name: String? = nil,
  clock: any Clock<Duration> = ContinuousClock(),
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws -> Output
) async throws -> Output {
  let policy = RetryPolicy(
    attempts: attempts,
    backoff: backoff,
    limit: limit,
    types: types,
    classify: classify,
    idempotent: idempotent,
    serverDelays: serverDelays,
    budget: budget,
    errorLimit: errorLimit,
    generator: generator,
    logger: logger,
    metrics: metrics,
    willRetry: willRetry,
    didRecover: didRecover,
    didGiveUp: didGiveUp,
    clock: DecoratorClock(clock)
  ).with(eachAttempt: attemptLimit)
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  return try await policy.repeated(at: site, onResult: isRefused) { (_: RetryAttempt) async throws in try await body() }
}
