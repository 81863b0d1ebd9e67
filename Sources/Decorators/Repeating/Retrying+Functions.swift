/// Wraps a function that exists so that each call is repeated while it fails: `retrying(fetchUser, attempts: 3)`.
///
/// The settings are those of the form that takes a closure last, but that `attempts:` has to be said.
@inlinable @inline(__always)
public func retrying<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  attempts: Int,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line
) -> Function<repeat each Argument, Output, Failure> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return Function(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps a function that exists so that each call is repeated as a policy says.
@inlinable @inline(__always)
public func retrying<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps an asynchronous function that exists: `retrying(fetchUser, attempts: 3)`.
@_disfavoredOverload
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  attempts: Int,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return AsyncFunction(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps an asynchronous function that exists so that each call is repeated as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}
