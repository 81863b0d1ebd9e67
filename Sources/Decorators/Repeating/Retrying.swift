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
/// Say with `on:`, `when:` or ``RetryClassifiable`` which errors deserve a retry: without, whatever fails is repeated (R14).
///
/// - Parameters:
///   - attempts: How many calls are made in total, at least 1; 3 by default.
///   - backoff: The delays between them; by default exponential from 100 ms to 30 s with full jitter.
///   - limit: How long the whole call may take before it gives up instead of waiting further; no limit by default.
///   - types: The errors that are retried. None means all.
///   - classify: Decides about each error of those types.
///   - name: The function's name; by default module, file and line of this call.
///   - clock: What waits and the total limit are measured on.
///   - isRefused: Whether a result is worth a retry.
///   - function: What to wrap.
/// - Returns: The function as a value; a call throws what the function threw last, unchanged.
@inlinable @inline(__always)
public func retrying<each Argument, Output, Failure: Error>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return Function(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps a function so that each call is repeated as a policy says.
@inlinable @inline(__always)
public func retrying<each Argument, Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some BlockingClock & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps an asynchronous function so that each call is repeated while it fails; see the synchronous form.
///
/// The wrapper adds no executor hop of its own. On cancellation a wait ends at once and the last error comes back (R5).
@_disfavoredOverload
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  let policy = RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify)
  return AsyncFunction(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}

/// Wraps an asynchronous function so that each call is repeated as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func retrying<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  onResult isRefused: (@Sendable (Output) -> Bool)? = nil,
  fileID: String = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .retrying(policy, clock: clock, onResult: isRefused)
}
