extension Callable {
  /// Repeats each call as a policy says.
  ///
  /// - Parameters:
  ///   - policy: When and how often to repeat.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - clock: What waits and the total limit are measured on.
  ///   - isRefused: Whether a result is worth a retry.
  @inlinable @inline(__always)
  public func retrying<each Argument>(
    _ policy: RetryPolicy,
    named name: String? = nil,
    clock: some BlockingClock & Sendable = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let decorated = identity.decorated(by: policy.description, named: name)
    let function = RetriedFunction(body, policy, decorated, clock: clock, onResult: isRefused)
    return Function(identity: decorated, original: original, body: function.retrying)
  }

  /// Repeats each call while it fails: `fetch.retrying(attempts: 3, on: TimeoutError.self)`.
  ///
  /// The settings are those of ``RetryPolicy``.
  @inlinable @inline(__always)
  public func retrying<each Argument>(
    attempts: Int = 3,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    on types: any Error.Type...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    named name: String? = nil,
    clock: some BlockingClock & Sendable = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
    return retrying(policy, named: name, clock: clock, onResult: isRefused)
  }
}

/// Repeats each call of a function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func retrying<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  attempts: Int,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Wrapped.Output) -> Bool)? = nil
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return wrapped.retrying(policy, named: name, clock: clock, onResult: isRefused)
}

/// Repeats each call of a function that is already wrapped, as a policy says.
@inlinable @inline(__always)
public func retrying<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Wrapped.Output) -> Bool)? = nil
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.retrying(policy, named: name, clock: clock, onResult: isRefused)
}

extension AsyncCallable {
  /// Repeats each call as a policy says.
  ///
  /// - Parameters:
  ///   - policy: When and how often to repeat.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - clock: What waits and the total limit are measured on.
  ///   - isRefused: Whether a result is worth a retry.
  @inlinable @inline(__always)
  public func retrying<each Argument: Sendable>(
    _ policy: RetryPolicy,
    named name: String? = nil,
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let decorated = identity.decorated(by: policy.description, named: name)
    let function = AsyncRetriedFunction(body, policy, decorated, clock: clock, onResult: isRefused)
    return AsyncFunction(identity: decorated, original: original, body: function.retrying)
  }

  /// Repeats each call while it fails: `fetch.retrying(attempts: 3, on: TimeoutError.self)`.
  ///
  /// The settings are those of ``RetryPolicy``.
  @inlinable @inline(__always)
  public func retrying<each Argument: Sendable>(
    attempts: Int = 3,
    backoff: Backoff = .exponential(from: .milliseconds(100)),
    within limit: Duration? = nil,
    on types: any Error.Type...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    onResult isRefused: (@Sendable (Output) -> Bool)? = nil
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
    return retrying(policy, named: name, clock: clock, onResult: isRefused)
  }
}

/// Repeats each call of an asynchronous function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func retrying<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  attempts: Int,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Wrapped.Output) -> Bool)? = nil
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return wrapped.retrying(policy, named: name, clock: clock, onResult: isRefused)
}

/// Repeats each call of an asynchronous function that is already wrapped, as a policy says.
@inlinable @inline(__always)
public func retrying<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Wrapped.Output) -> Bool)? = nil
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.retrying(policy, named: name, clock: clock, onResult: isRefused)
}
