// MARK: A closure last

/// Wraps a function so that the duration of each call is reported.
///
/// ```swift
/// let slug = timed(named: "slug") { (title: String) in title.lowercased() }
/// print(slug("Release Notes"))   // no `try`: the closure does not throw
/// ```
///
/// Each call reports one duration to each sink, however it ends (L2). Around a retry it measures the whole call. Inside
/// a retry, as in `fetch.timed(named: "attempt").retrying(attempts: 3)`, it measures each attempt (L4). A
/// ``TimingPolicy`` holds the same settings as a value: `decorated(by: policy) { … }`.
///
/// - Parameters:
///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
///   - clock: The clock that measures; by default the `ContinuousClock`.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func timed<each Argument, Output, Failure: Error>(
  named name: String,
  to sinks: [TimingSink] = TimingSink.standard,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .timed(named: name, to: sinks, clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that the duration of each call, suspensions included, is reported.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func timed<each Argument: Sendable, Output: Sendable, Failure: Error>(
  named name: String,
  to sinks: [TimingSink] = TimingSink.standard,
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .timed(named: name, to: sinks, clock: clock, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Reports the duration of each call: `fetch.timed(named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - name: The function's new name. It becomes the value of a metric's dimension, so it should be stable and unique.
  ///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument>(
    named name: String,
    to sinks: [TimingSink] = TimingSink.standard,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = TimingPolicy(named: name, to: sinks, clock: clock)
    return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Reports the duration of each call: `fetch.timed(named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - name: The function's new name. It becomes the value of a metric's dimension, so it should be stable and unique.
  ///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func timed<each Argument: Sendable>(
    named name: String,
    to sinks: [TimingSink] = TimingSink.standard,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = TimingPolicy(named: name, to: sinks, clock: clock)
    return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == TimingPolicy {
  /// Reports the duration of each call: `fetch.decorated(by: .timed(named: "fetch_user"))`.
  ///
  /// The settings are those of ``TimingPolicy``. The function keeps its own name.
  public static func timed(
    named name: String,
    to sinks: [TimingSink] = TimingSink.standard,
    clock: any Clock<Duration> = ContinuousClock()
  ) -> TimingPolicy {
    TimingPolicy(named: name, to: sinks, clock: clock)
  }
}
