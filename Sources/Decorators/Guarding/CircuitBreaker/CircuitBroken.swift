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

// MARK: In place

extension ConcurrentDecorator where Self == CircuitBreaker {
  /// Lets a circuit breaker refuse calls: `charge.decorated(by: .circuitBroken(by: payments))`.
  ///
  /// - Parameter breaker: What counts the outcomes and refuses calls.
  public static func circuitBroken(by breaker: CircuitBreaker) -> CircuitBreaker { breaker }
}

// MARK: Run now

extension CircuitBreaker {
  /// Runs a call now and judges its result.
  ///
  /// ```swift
  /// let answer = try api.run(onResult: { $0.status >= 500 ? .failure : .success }) { try client.get(url) }
  /// ```
  ///
  /// The caller gets the result, whatever it counts as.
  ///
  /// - Parameters:
  ///   - name: The name of the call; by default module, file and line (L7).
  ///   - judge: Decides what the result counts as. It runs where the call ended, without a lock.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or ``CircuitOpenError``.
  @available(*, noasync, message: "in asynchronous code, write 'await' for the form that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output>(
    named name: String? = nil,
    onResult judge: (Output) -> CircuitVerdict,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws -> Output
  ) throws -> Output {
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    return try call((), at: site, onResult: judge) { (_: Void) throws in try body() }
  }

  /// Runs an asynchronous call now, on the caller's actor, and judges its result.
  ///
  /// The parameters are those of the synchronous form.
  @inlinable
  nonisolated(nonsending) public func run<Output>(
    named name: String? = nil,
    onResult judge: (Output) -> CircuitVerdict,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    return try await call((), at: site, onResult: judge) { (_: Void) async throws in try await body() }
  }

  /// Runs a call that throws one type of error now, and judges its result.
  ///
  /// ```swift
  /// let price = try breaker.run(onResult: { $0 == 0 ? .failure : .success }, orThrow: { ShopError.unavailable($0) }) {
  ///   () throws(ShopError) in try catalogue.price(of: item)
  /// }
  /// ```
  ///
  /// - Parameters:
  ///   - name: The name of the call; by default module, file and line (L7).
  ///   - judge: Decides what the result counts as. It runs where the call ended, without a lock.
  ///   - replacement: Makes the error of the call from ``CircuitOpenError``, or from the `CancellationError` of a task
  ///     that is cancelled before it takes a probe.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or what `replacement` makes.
  @available(*, noasync, message: "in asynchronous code, write 'await' for the form that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    onResult judge: (Output) -> CircuitVerdict,
    orThrow replacement: (any Error) -> Failure,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    do {
      return try call((), at: site, onResult: judge) { (_: Void) throws in try body() }
    } catch {
      throw (error as? Failure) ?? replacement(error)
    }
  }

  /// Runs an asynchronous call that throws one type of error now, on the caller's actor, and judges its result.
  ///
  /// The parameters are those of the synchronous form.
  @inlinable
  nonisolated(nonsending) public func run<Output, Failure: Error>(
    named name: String? = nil,
    onResult judge: (Output) -> CircuitVerdict,
    orThrow replacement: (any Error) -> Failure,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    let site = CallSite(named: name, fileID: fileID, function: function, line: line)
    do {
      return try await call((), at: site, onResult: judge) { (_: Void) async throws in try await body() }
    } catch {
      throw (error as? Failure) ?? replacement(error)
    }
  }

  @inlinable @inline(__always)
  func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    onResult judge: (Output) -> CircuitVerdict,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    let permit: Permit
    do { permit = try admit(at: site) } catch { throw postingRefusal(error) }
    let output: Output
    do {
      output = try next(input)
    } catch {
      leave(permit, at: site, throwing: error)
      throw error
    }
    end(permit, judge(output), from: site.place)
    return output
  }

  @inlinable @inline(__always)
  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    onResult judge: (Output) -> CircuitVerdict,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    let permit: Permit
    do { permit = try admitNow(at: site) } catch { throw postingRefusal(error) }
    let output: Output
    do {
      output = try await next(input)
    } catch {
      leave(permit, at: site, throwing: error)
      throw error
    }
    end(permit, judge(output), from: site.place)
    return output
  }
}
