// MARK: A closure last

/// Wraps a function so that a circuit breaker also judges its results.
///
/// ```swift
/// let get = circuitBroken(by: api, onResult: { $0.status >= 500 ? .failure : .success }) { (url: URL) throws in
///   try client.get(url)
/// }
/// ```
///
/// The caller gets the result, whatever it counts as.
///
/// - Parameters:
///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - judge: Decides what a result counts as. It runs where the call ended, without a lock.
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
@inlinable @inline(__always)
public func circuitBroken<each Argument, Output, Failure: Error>(
  by breaker: CircuitBreaker,
  named name: String? = nil,
  onResult judge: @escaping @Sendable (Output) -> CircuitVerdict,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function(named: name, fileID: fileID, line: line, function)
    .circuitBroken(by: breaker, onResult: judge, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that a circuit breaker also judges its results.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func circuitBroken<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by breaker: CircuitBreaker,
  named name: String? = nil,
  onResult judge: @escaping @Sendable (Output) -> CircuitVerdict,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .circuitBroken(by: breaker, onResult: judge, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Lets a circuit breaker refuse calls, and judge results:
  /// `get.circuitBroken(by: api, onResult: { $0.status >= 500 ? .failure : .success })`.
  ///
  /// The caller gets the result, whatever it counts as.
  ///
  /// - Parameters:
  ///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - judge: Decides what a result counts as. It runs where the call ended, without a lock.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func circuitBroken<each Argument>(
    by breaker: CircuitBreaker,
    named name: String? = nil,
    onResult judge: @escaping @Sendable (Output) -> CircuitVerdict,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: breaker.descriptionJudgingResults, with: breaker.traits, named: name)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let (original, body) = (original, body)
    return Function<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) throws in try original(call) },
      body: { (call: Arguments<repeat each Argument>) throws in
        try breaker.call(call, at: site, onResult: judge) { (call: Arguments<repeat each Argument>) throws in
          try body(call)
        }
      }
    )
  }
}

extension AsyncCallable {
  /// Lets a circuit breaker refuse calls, and judge results:
  /// `get.circuitBroken(by: api, onResult: { $0.status >= 500 ? .failure : .success })`.
  ///
  /// The caller gets the result, whatever it counts as.
  ///
  /// - Parameters:
  ///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - judge: Decides what a result counts as. It runs where the call ended, without a lock.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func circuitBroken<each Argument: Sendable>(
    by breaker: CircuitBreaker,
    named name: String? = nil,
    onResult judge: @escaping @Sendable (Output) -> CircuitVerdict,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: breaker.descriptionJudgingResults, with: breaker.traits, named: name)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let (original, body) = (original, body)
    return AsyncFunction<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) async throws in try await original(call) },
      body: { (call: Arguments<repeat each Argument>) async throws in
        try await breaker.call(call, at: site, onResult: judge) {
          (call: Arguments<repeat each Argument>) async throws in try await body(call)
        }
      }
    )
  }
}
