public import CoreMetrics
public import Logging

// MARK: A closure last

/// Wraps an asynchronous function so that a call that takes too long is made again, and the first value wins.
///
/// ```swift
/// let search = hedged(after: .milliseconds(100), on: NetworkError.self, named: "search") {
///   (query: String) async throws in
///   try await index.search(query)
/// }
/// let hits = try await search("tea")
/// ```
///
/// Hedge only what is safe to do twice (H1). The attempts run in tasks of their own. The others are cancelled when one
/// has won, and the call returns when they have ended (H4). The settings are those of ``HedgePolicy``.
///
/// The function does not get its attempt. If it needs the number to choose a replica, use
/// ``withHedging(_:named:discarding:fileID:function:line:_:)`` in the function.
///
/// - Parameters:
///   - delay: How long a call waits for its latest attempt before it starts another one.
///   - attempts: How many attempts a call makes at most, the first included; 2 by default.
///   - types: The errors after which another attempt starts. Not given, all errors.
///   - classify: Decides about each error of those types.
///   - budget: Is asked before each extra attempt (H7).
///   - logger: Gets a line for each extra attempt and for a loser that went on; none by default.
///   - didStart: Called when an extra attempt starts.
///   - didEnd: Called once when a call ends that made an extra attempt or was refused one.
///   - loserDidOverrun: Called for a loser that ran on after it was cancelled.
///   - discard: Gets the value of a loser that returned one all the same, for example to close a connection.
///   - factory: The backend of the metric `hedges`.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - clock: What delays are measured on.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value, with its error type. If all attempts fail, it throws the error of the last to
///   end.
@_disfavoredOverload
@inlinable @inline(__always)
public func hedged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  after delay: HedgeDelay,
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
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  let policy = HedgePolicy(
    delay: delay,
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
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: policy.with(discarding: discard), fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension AsyncCallable {
  /// Makes a call that takes too long again, so that the first value wins: `fetch.hedged(after: .milliseconds(100))`.
  ///
  /// The parameters are those of the form with a closure last. The function keeps its name unless one is given.
  @inlinable @inline(__always)
  public func hedged<each Argument: Sendable>(
    after delay: HedgeDelay,
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
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = HedgePolicy(
      delay: delay,
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
    return decorated(
      by: policy.with(discarding: discard),
      named: name,
      fileID: fileID,
      function: function,
      line: line
    )
  }

  /// Hedges each call as a policy says, and keeps the function's error type.
  ///
  /// - Parameters:
  ///   - policy: When to make a call again.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by policy: HedgePolicy,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: policy, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    return AsyncFunction(identity: identity, original: original, body: Layer(policy, at: site, around: body).hedged())
  }
}

extension Layer where Wrapping == HedgePolicy {
  @inlinable
  func hedged<Input: Sendable, Output: Sendable, Failure: Error>()
    -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  where Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      try await hedge(self.decorator, at: self.site) { (_: HedgeAttempt) async throws(Failure) in
        try await self.next(input)
      }
    }
    return run
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == HedgePolicy {
  /// Makes a call that takes too long again: `fetch.decorated(by: .hedged(after: .milliseconds(100)))`.
  ///
  /// The settings are those of ``HedgePolicy``. The function keeps its own name.
  public static func hedged(
    after delay: HedgeDelay,
    attempts: Int = 2,
    on types: Any...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    budget: RetryBudget? = nil,
    logger: Logger? = nil,
    didStart: (@Sendable (HedgeStart) -> Void)? = nil,
    didEnd: (@Sendable (HedgeEnd) -> Void)? = nil,
    loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)? = nil,
    discarding discard: (@Sendable (any Sendable) async -> Void)? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> HedgePolicy {
    HedgePolicy(
      delay: delay,
      attempts: attempts,
      types: types,
      classify: classify,
      budget: budget,
      logger: logger,
      didStart: didStart,
      didEnd: didEnd,
      loserDidOverrun: loserDidOverrun,
      discard: discard,
      factory: factory,
      clock: clock
    )
  }
}
