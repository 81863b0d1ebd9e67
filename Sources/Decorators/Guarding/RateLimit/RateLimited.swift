public import CoreMetrics
public import Logging

// MARK: A closure last

/// Wraps a function so that its calls take a token of a bucket each.
///
/// ```swift
/// let send = rateLimited(by: Self.mails, named: "send") { (mail: Mail) in try smtp.send(mail) }
/// ```
///
/// A ``RateLimit`` holds the same settings as a value: `decorated(by: limit) { … }`.
///
/// - Parameters:
///   - bucket: The source of the tokens. It has a name. Functions that share it share its tokens.
///   - cost: How many tokens each call takes, at least 1 and at most the bucket's burst; by default 1.
///   - longestWait: How long a call waits at most, 0 or more; with `.zero` it never waits. By default as long as it has to.
///   - hints: Which errors of the calls slow the bucket down for all who use it; by default none.
///   - logger: Where refusals are logged, at most once a minute; by default nowhere.
///   - metricsFactory: Where the metrics go; by default to the `MetricsSystem`.
///   - name: The function's name, which logs of refusals show.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, ``RateLimitedError`` if its token would not
///   come in time, and `CancellationError` if its task is cancelled before it runs. A call that waits blocks its thread.
@inlinable @inline(__always)
public func rateLimited<each Argument, Output, Failure: Error, C: Clock<Duration>>(
  by bucket: TokenBucket<C>,
  cost: Int = 1,
  waitingAtMost longestWait: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: Logger? = nil,
  metricsFactory: (any MetricsFactory)? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function(named: name, fileID: fileID, line: line, function)
    .rateLimited(
      by: bucket,
      cost: cost,
      waitingAtMost: longestWait,
      hints: hints,
      logger: logger,
      metricsFactory: metricsFactory,
      fileID: fileID,
      function: caller,
      line: line
    )
}

/// Wraps an asynchronous function so that its calls take a token of a bucket each.
///
/// A call that waits suspends. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func rateLimited<each Argument: Sendable, Output: Sendable, Failure: Error, C: Clock<Duration>>(
  by bucket: TokenBucket<C>,
  cost: Int = 1,
  waitingAtMost longestWait: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: Logger? = nil,
  metricsFactory: (any MetricsFactory)? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .rateLimited(
      by: bucket,
      cost: cost,
      waitingAtMost: longestWait,
      hints: hints,
      logger: logger,
      metricsFactory: metricsFactory,
      fileID: fileID,
      function: caller,
      line: line
    )
}

// MARK: Methods

extension Callable {
  /// Lets calls take a token each: `send.rateLimited(by: mails, waitingAtMost: .seconds(2))`.
  ///
  /// - Parameters:
  ///   - bucket: The source of the tokens. It has a name. Functions that share it share its tokens.
  ///   - cost: How many tokens each call takes, at least 1 and at most the bucket's burst; by default 1.
  ///   - longestWait: How long a call waits at most, 0 or more; with `.zero` it never waits. By default as long as it has
  ///     to.
  ///   - hints: Which errors of the calls slow the bucket down for all who use it; by default none.
  ///   - logger: Where refusals are logged, at most once a minute; by default nowhere.
  ///   - metricsFactory: Where the metrics go; by default to the `MetricsSystem`.
  ///   - name: The function's name, which logs of refusals show; by default that of the function.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value. A call throws what the function throws, ``RateLimitedError`` if its token would
  ///   not come in time, and `CancellationError` if its task is cancelled before it runs. A call that waits blocks its
  ///   thread.
  @inlinable @inline(__always)
  public func rateLimited<each Argument, C: Clock<Duration>>(
    by bucket: TokenBucket<C>,
    cost: Int = 1,
    waitingAtMost longestWait: Duration? = nil,
    hints: RateLimitHints = .ignored,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let limit = RateLimit(
      by: bucket,
      cost: cost,
      waitingAtMost: longestWait,
      hints: hints,
      logger: logger,
      metricsFactory: metricsFactory
    )
    return decorated(by: limit, named: name, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Lets calls take a token each: `fetch.rateLimited(by: github, waitingAtMost: .seconds(2))`.
  ///
  /// A call that waits suspends. The parameters are those of the synchronous form.
  @inlinable @inline(__always)
  public func rateLimited<each Argument: Sendable, C: Clock<Duration>>(
    by bucket: TokenBucket<C>,
    cost: Int = 1,
    waitingAtMost longestWait: Duration? = nil,
    hints: RateLimitHints = .ignored,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let limit = RateLimit(
      by: bucket,
      cost: cost,
      waitingAtMost: longestWait,
      hints: hints,
      logger: logger,
      metricsFactory: metricsFactory
    )
    return decorated(by: limit, named: name, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == RateLimit {
  /// Lets calls take a token each: `fetch.decorated(by: .rateLimited(by: github, waitingAtMost: .seconds(2)))`.
  ///
  /// The settings are those of ``RateLimit``.
  public static func rateLimited<C: Clock<Duration>>(
    by bucket: TokenBucket<C>,
    cost: Int = 1,
    waitingAtMost longestWait: Duration? = nil,
    hints: RateLimitHints = .ignored,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil
  ) -> RateLimit {
    RateLimit(
      by: bucket,
      cost: cost,
      waitingAtMost: longestWait,
      hints: hints,
      logger: logger,
      metricsFactory: metricsFactory
    )
  }
}

// MARK: Run now

/// Runs a body now, when it has taken a token of the bucket.
///
/// ```swift
/// try withRateLimit(by: mails, waitingAtMost: .seconds(2)) { try smtp.send(mail) }
/// ```
///
/// A wait blocks the thread, so asynchronous code chooses the asynchronous form, also for a body that does not wait: write
/// `await`. The body does not escape and may capture anything.
///
/// - Parameters:
///   - bucket: The source of the tokens. It has a name.
///   - cost: How many tokens the call takes, at least 1 and at most the bucket's burst; by default 1.
///   - longestWait: How long the call waits at most, 0 or more; with `.zero` it never waits. By default as long as it has
///     to.
///   - hints: Which errors of the calls slow the bucket down for all who use it; by default none.
///   - logger: Where refusals are logged, at most once a minute; by default nowhere.
///   - metricsFactory: Where the metrics go; by default to the `MetricsSystem`.
///   - name: The name of the function, which logs of refusals show; by default module, file and line of this call (L7).
///   - fileID: The module and file that log lines name (L9).
///   - function: The function that log lines name.
///   - line: The line that log lines name.
///   - body: What to run.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws; ``RateLimitedError`` if the token would not come in time; `CancellationError` if the task
///   is cancelled before the body runs.
@available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
@_disfavoredOverload
@inlinable
public func withRateLimit<Output, C: Clock<Duration>>(
  by bucket: TokenBucket<C>,
  cost: Int = 1,
  waitingAtMost longestWait: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: Logger? = nil,
  metricsFactory: (any MetricsFactory)? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: () throws -> Output
) throws -> Output {
  try RateLimit(forOneCallBy: bucket, cost, longestWait, hints, logger, metricsFactory)
    .run(named: name, fileID: fileID, function: function, line: line, body)
}

/// Runs an asynchronous body now, on the caller's actor, when it has taken a token of the bucket.
///
/// The parameters are those of the synchronous form.
@inlinable
nonisolated(nonsending) public func withRateLimit<Output, C: Clock<Duration>>(
  by bucket: TokenBucket<C>,
  cost: Int = 1,
  waitingAtMost longestWait: Duration? = nil,
  hints: RateLimitHints = .ignored,
  logger: Logger? = nil,
  metricsFactory: (any MetricsFactory)? = nil,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws -> Output
) async throws -> Output {
  try await RateLimit(forOneCallBy: bucket, cost, longestWait, hints, logger, metricsFactory)
    .run(named: name, fileID: fileID, function: function, line: line, body)
}
