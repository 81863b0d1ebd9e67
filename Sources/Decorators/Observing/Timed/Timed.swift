/// Wraps a function so that the duration of each call is reported.
///
/// ```swift
/// let slug = timed(named: "slug") { (title: String) in title.lowercased() }
/// print(slug("Release Notes"))   // no `try`: the closure does not throw
/// ```
///
/// Each call reports one duration to each sink, however it ends (L2). Around a retried function that is the total, with
/// the waits; `retrying(timed(…))` reports each attempt (L4).
///
/// - Parameters:
///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
///   - clock: The clock that measures.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: The function.
/// - Returns: The function as a value; a call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func timed<each Argument, Output, Failure: Error>(
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps a function so that the duration of each call is reported as a policy says.
@inlinable @inline(__always)
public func timed<each Argument, Output, Failure: Error>(
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: policy.name, fileID: fileID, line: line)
    .timed(policy, clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that the duration of each call, suspensions included, is reported.
///
/// The settings are those of the synchronous form. The wrapper adds no executor hop of its own.
@_disfavoredOverload
@inlinable @inline(__always)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that the duration of each call is reported as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: policy.name, fileID: fileID, line: line)
    .timed(policy, clock: clock, fileID: fileID, function: caller, line: line)
}
