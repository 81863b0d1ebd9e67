public import CoreMetrics

// MARK: A closure last

/// Wraps a function so that its calls are counted by outcome.
///
/// ```swift
/// let slug = counted(named: "slug") { (title: String) in title.lowercased() }
/// print(slug("Release Notes"))   // no `try`: the closure does not throw
/// ```
///
/// Each call adds one to the Counter of its outcome: success, failure, rejected or cancelled. Around a retry it counts
/// calls. Inside a retry, as in `fetch.counted(named: "attempt").retrying(attempts: 3)`, it counts attempts (L4). A
/// ``CountingPolicy`` holds the same settings as a value: `decorated(by: policy) { … }`.
///
/// - Parameters:
///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
///   - label: The name of the metric; `function_calls` by default.
///   - metricsFactory: The metrics backend; by default the current one when the first call ends.
///   - fileID: The module and file of this call.
///   - caller: The function that contains this call.
///   - line: The line of this call.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func counted<each Argument, Output, Failure: Error>(
  named name: String,
  label: String = "function_calls",
  metricsFactory: (any MetricsFactory)? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .counted(named: name, label: label, metricsFactory: metricsFactory, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that its calls are counted by outcome.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func counted<each Argument: Sendable, Output: Sendable, Failure: Error>(
  named name: String,
  label: String = "function_calls",
  metricsFactory: (any MetricsFactory)? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .counted(named: name, label: label, metricsFactory: metricsFactory, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Counts the calls by outcome: `fetch.counted(named: "fetch_user")`.
  ///
  /// The parameters are those of the form with a closure last. The name becomes the function's name.
  @inlinable @inline(__always)
  public func counted<each Argument>(
    named name: String,
    label: String = "function_calls",
    metricsFactory: (any MetricsFactory)? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = CountingPolicy(named: name, label: label, metricsFactory: metricsFactory)
    return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Counts the calls by outcome: `fetch.counted(named: "fetch_user")`.
  ///
  /// The parameters are those of the form with a closure last. The name becomes the function's name.
  @inlinable @inline(__always)
  public func counted<each Argument: Sendable>(
    named name: String,
    label: String = "function_calls",
    metricsFactory: (any MetricsFactory)? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = CountingPolicy(named: name, label: label, metricsFactory: metricsFactory)
    return decorated(by: policy, named: name, fileID: fileID, function: function, line: line)
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == CountingPolicy {
  /// Counts the calls by outcome: `fetch.decorated(by: .counted(named: "fetch_user"))`.
  ///
  /// The settings are those of ``CountingPolicy``. The function keeps its own name.
  public static func counted(
    named name: String,
    label: String = "function_calls",
    metricsFactory: (any MetricsFactory)? = nil
  ) -> CountingPolicy {
    CountingPolicy(named: name, label: label, metricsFactory: metricsFactory)
  }
}
