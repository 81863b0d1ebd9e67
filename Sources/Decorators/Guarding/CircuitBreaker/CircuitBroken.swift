// MARK: A closure last

/// Wraps a function so that a circuit breaker refuses its calls while it keeps failing.
///
/// ```swift
/// let charge = circuitBroken(by: payments) { (order: Order) throws in try api.charge(order) }
/// ```
///
/// - Parameters:
///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, or ``CircuitOpenError``. To keep a
///   `throws(E)`, use `Function(f).decorated(by: breaker, orThrow: { … })`.
@inlinable @inline(__always)
public func circuitBroken<each Argument, Output, Failure: Error>(
  by breaker: CircuitBreaker,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function(named: name, fileID: fileID, line: line, function)
    .circuitBroken(by: breaker, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that a circuit breaker refuses its calls while it keeps failing.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func circuitBroken<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by breaker: CircuitBreaker,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .circuitBroken(by: breaker, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Lets a circuit breaker refuse calls while the function keeps failing: `charge.circuitBroken(by: payments)`.
  ///
  /// - Parameters:
  ///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func circuitBroken<each Argument>(
    by breaker: CircuitBreaker,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    decorated(by: breaker, named: name, fileID: fileID, function: function, line: line)
  }
}

extension AsyncCallable {
  /// Lets a circuit breaker refuse calls while the function keeps failing: `charge.circuitBroken(by: payments)`.
  ///
  /// The wrapper adds no executor hop.
  ///
  /// - Parameters:
  ///   - breaker: What counts the outcomes and refuses calls. All functions that name it share its state.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  @inlinable @inline(__always)
  public func circuitBroken<each Argument: Sendable>(
    by breaker: CircuitBreaker,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: breaker.description, with: breaker.traits, named: name)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let (original, body) = (original, body)
    return AsyncFunction<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) async throws in try await original(call) },
      // This closure costs a call 30 ns less than the layer of `decorated(by:)`.
      body: { (call: Arguments<repeat each Argument>) async throws in
        try await breaker.call(call, at: site) { (call: Arguments<repeat each Argument>) async throws in
          try await body(call)
        }
      }
    )
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == CircuitBreaker {
  /// Lets a circuit breaker refuse calls: `charge.decorated(by: .circuitBroken(by: payments))`.
  ///
  /// - Parameter breaker: What counts the outcomes and refuses calls.
  public static func circuitBroken(by breaker: CircuitBreaker) -> CircuitBreaker { breaker }
}
