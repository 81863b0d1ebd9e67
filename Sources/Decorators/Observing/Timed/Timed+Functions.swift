/// Wraps a function that exists so that the duration of each call is reported: `timed(fetchUser, named: "fetch_user")`.
///
/// The settings are those of the form that takes a closure last.
@inlinable @inline(__always)
public func timed<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps a function that exists so that the duration of each call is reported as a policy says.
@inlinable @inline(__always)
public func timed<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: policy.name, fileID: fileID, line: line)
    .timed(policy, clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function that exists so that the duration of each call is reported.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable @inline(__always)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function that exists so that the duration of each call is reported as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: policy.name, fileID: fileID, line: line)
    .timed(policy, clock: clock, fileID: fileID, function: caller, line: line)
}
