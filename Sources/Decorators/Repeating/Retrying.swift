public import Logging

// MARK: A closure last

/// Wraps a function so that each call is repeated while it fails.
///
/// ```swift
/// let pushMetric = retrying(
///   attempts: 5, backoff: .exponential(from: .milliseconds(250)), on: TimeoutError.self, named: "push_metric"
/// ) { (name: String, value: Int) async throws in
///   try await api.push(name, value)
/// }
/// try await pushMetric("app_errors", 12)
/// ```
///
/// Say with `on:`, `when:` or ``RetryClassifiable`` which errors to retry. Without that, every error is retried (R14).
/// A ``RetryPolicy`` holds the same settings as a value: `decorated(by: policy) { … }`.
///
/// The function does not get its attempt. Call a body that needs it in the function:
/// `{ try await withRetry(policy) { attempt in … } }`.
///
/// - Parameters:
///   - attempts: How many calls are made in total, at least 1. The default is 3, or no count if `within:` is given.
///   - backoff: The delays between them; by default exponential from 100 ms to 30 s with full jitter.
///   - limit: How long the whole call may take before it gives up; no limit by default.
///   - types: The errors that are retried: types, protocols and arrays of them. Not given, all errors are retried.
///   - classify: Decides about each error of those types.
///   - idempotent: Whether the function may run twice for one call (U9). The default is `true`.
///   - serverDelays: What to do about delays that the server asks for; by default up to 60 s are waited.
///   - budget: How many retries the calls to the same dependency may make together; no budget by default.
///   - errorLimit: How many errors of a call are kept for the hooks; 10 by default.
///   - generator: Where jitter comes from. Each call takes a copy.
///   - logger: Gets a line for each retry, for a success after retries and for giving up; none by default.
///   - metrics: Counts retries, attempts and calls that give up; none by default.
///   - willRetry: Called before each wait.
///   - didRecover: Called once when a call succeeds after at least one retry.
///   - didGiveUp: Called once when a call gives up, with what the attempts threw.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - clock: What waits and the total limit are measured on.
///   - isRefused: Returns whether to retry a result. By default no result is retried.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function threw last, unchanged.
@inlinable @inline(__always)
public func retrying<each Argument, Output, Failure: Error>(
  attempts: Int? = nil,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
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
  clock: any BlockingClock<Duration> = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
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
  )
  return Function(named: name, fileID: fileID, line: line, function)
    .repeated(by: policy, onResult: isRefused, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that each call is repeated while it fails.
///
/// The wrapper adds no executor hop. If the task is cancelled, a wait ends at once and the call throws the last error
/// (R5). The parameters are those of the synchronous form; any `Clock` will do.
@_disfavoredOverload
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  attempts: Int? = nil,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
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
) -> AsyncFunction<repeat each Argument, Output, Failure> {
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
  )
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .repeated(by: policy, onResult: isRefused, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Repeats each call while it fails: `fetch.retrying(attempts: 3, on: TimeoutError.self)`.
  ///
  /// The settings are those of ``RetryPolicy``, the other parameters those of the form with a closure last.
  @inlinable @inline(__always)
  public func retrying<each Argument>(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
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
    clock: any BlockingClock<Duration> = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
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
    )
    return repeated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }

  /// Repeats each call as a policy says, also when `onResult:` rejects a result.
  ///
  /// ```swift
  /// let get = Function(get).decorated(by: policy, onResult: { $0.status == 503 })
  /// ```
  ///
  /// - Parameters:
  ///   - policy: When and how often to repeat.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - isRefused: Returns whether to retry a result. When attempts run out, the last result is returned.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func decorated<each Argument>(
    by policy: RetryPolicy,
    named name: String? = nil,
    onResult isRefused: @escaping @Sendable (Output) -> Bool,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: policy.descriptionJudgingResults, with: policy.traits, named: name)
    let body = body
    return Function(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) throws(Failure) in
      try withRetry(
        { policy },
        first: policy.firstAttempt,
        counted: policy.countCall(),
        rewarded: policy.rewardCall(),
        named: identity.name,
        at: CallPlace(fileID: fileID, function: function, line: line),
        onResult: isRefused
      ) {
        (_: RetryAttempt) throws(Failure) in try body(call)
      }
    }
  }

  @inlinable @inline(__always)
  func repeated<each Argument>(
    by policy: RetryPolicy,
    named name: String? = nil,
    onResult isRefused: (@Sendable (Output) -> Bool)?,
    fileID: StaticString,
    function: StaticString,
    line: UInt
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    guard let isRefused else {
      return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
    }
    return decorated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Repeats each call while it fails: `fetch.retrying(attempts: 3, on: TimeoutError.self)`.
  ///
  /// The settings are those of ``RetryPolicy``, the other parameters those of the form with a closure last. Any `Clock`
  /// will do.
  @inlinable @inline(__always)
  public func retrying<each Argument: Sendable>(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
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
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
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
    )
    return repeated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }

  /// Repeats each call as a policy says, also when `onResult:` rejects a result.
  ///
  /// ```swift
  /// let get = AsyncFunction(get).decorated(by: policy, onResult: { $0.status == 503 })
  /// ```
  ///
  /// - Parameters:
  ///   - policy: When and how often to repeat.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - isRefused: Returns whether to retry a result. When attempts run out, the last result is returned.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by policy: RetryPolicy,
    named name: String? = nil,
    onResult isRefused: @escaping @Sendable (Output) -> Bool,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: policy.descriptionJudgingResults, with: policy.traits, named: name)
    let body = body
    return AsyncFunction(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      try await withRetry(
        { policy },
        first: policy.firstAttempt,
        counted: policy.countCall(),
        rewarded: policy.rewardCall(),
        named: identity.name,
        at: CallPlace(fileID: fileID, function: function, line: line),
        onResult: isRefused
      ) {
        (_: RetryAttempt) async throws(Failure) in try await body(call)
      }
    }
  }

  @inlinable @inline(__always)
  func repeated<each Argument: Sendable>(
    by policy: RetryPolicy,
    named name: String? = nil,
    onResult isRefused: (@Sendable (Output) -> Bool)?,
    fileID: StaticString,
    function: StaticString,
    line: UInt
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    guard let isRefused else {
      return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
    }
    return decorated(by: policy, named: name, onResult: isRefused, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == RetryPolicy {
  /// Repeats each call while it fails: `fetch.decorated(by: .retrying(attempts: 3))`.
  ///
  /// The settings are those of ``RetryPolicy``. A closure written for `when:` or for a hook does not compile here, because
  /// the compiler does not take it for `@Sendable`: use `fetch.retrying(when: { … })`, or a policy of your own.
  public static func retrying(
    attempts: Int? = nil,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
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
  ) -> RetryPolicy {
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
    )
  }
}
