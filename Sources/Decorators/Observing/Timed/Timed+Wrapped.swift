extension Callable {
  /// Reports the duration of each call as a policy says; the function takes the policy's name.
  ///
  /// - Parameters:
  ///   - policy: The function's name and where its durations go.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument>(
    _ policy: TimingPolicy,
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let function = TimedFunction(body, policy, clock: clock, fileID: fileID, function: function, line: line)
    return decorated(by: "timed", named: policy.name, function.timed)
  }

  /// Reports the duration of each call: `fetch.timed(named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - name: The function's name, which becomes the value of a metric's dimension.
  ///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument>(
    named name: String,
    to sinks: [TimingSink] = [.metric(), .log()],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: function, line: line)
  }
}

/// Reports the duration of each call of a function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func timed<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.timed(named: name, to: sinks, clock: clock, fileID: fileID, function: function, line: line)
}

/// Reports the duration of each call of a function that is already wrapped, as a policy says.
@inlinable @inline(__always)
public func timed<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.timed(policy, clock: clock, fileID: fileID, function: function, line: line)
}

extension AsyncCallable {
  /// Reports the duration of each call as a policy says; the function takes the policy's name.
  ///
  /// - Parameters:
  ///   - policy: The function's name and where its durations go.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument: Sendable>(
    _ policy: TimingPolicy,
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let function = AsyncTimedFunction(body, policy, clock: clock, fileID: fileID, function: function, line: line)
    return decorated(by: "timed", named: policy.name, function.timed)
  }

  /// Reports the duration of each call: `fetch.timed(named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - name: The function's name, which becomes the value of a metric's dimension.
  ///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument: Sendable>(
    named name: String,
    to sinks: [TimingSink] = [.metric(), .log()],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    timed(TimingPolicy(named: name, to: sinks), clock: clock, fileID: fileID, function: function, line: line)
  }
}

/// Reports the duration of each call of an asynchronous function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func timed<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  named name: String,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.timed(named: name, to: sinks, clock: clock, fileID: fileID, function: function, line: line)
}

/// Reports the duration of each call of an asynchronous function that is already wrapped, as a policy says.
@inlinable @inline(__always)
public func timed<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  _ policy: TimingPolicy,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.timed(policy, clock: clock, fileID: fileID, function: function, line: line)
}
