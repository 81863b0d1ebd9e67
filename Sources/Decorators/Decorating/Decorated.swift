// MARK: A closure last

/// Wraps a function in a decorator that throws only what the function throws.
///
/// ```swift
/// let fetch = decorated(by: RetryPolicy(attempts: 3), named: "fetch") { (id: Int) async throws in
///   try await api.user(id)
/// }
/// try await fetch(42)
/// print(fetch)   // retrying(attempts: 3, …) → fetch
/// ```
///
/// To put several around one function, chain ``Callable/decorated(by:named:fileID:function:line:)`` or compose a
/// ``DecoratorStack``.
///
/// - Parameters:
///   - decorator: What runs each call.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - fileID: The module and file that log lines name (L9).
///   - caller: The function that log lines name.
///   - line: The line that log lines name.
///   - function: What to wrap.
/// - Returns: The function as a value, with its error type.
@inlinable @inline(__always)
public func decorated<each Argument, Output, Failure: Error>(
  by decorator: some TransparentDecorator,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(named: name, fileID: fileID, line: line, function)
    .decorated(by: decorator, fileID: fileID, function: caller, line: line)
}

/// Wraps a function in a decorator; the wrapped function throws `any Error`.
///
/// The parameters are those of the form for a ``TransparentDecorator``.
@inlinable @inline(__always)
public func decorated<each Argument, Output, Failure: Error>(
  by decorator: some Decorator,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, any Error> {
  Function(named: name, fileID: fileID, line: line, function)
    .decorated(by: decorator, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function in a decorator that throws only what the function throws.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func decorated<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by decorator: some TransparentDecorator,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: decorator, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function in a decorator; the wrapped function throws `any Error`.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func decorated<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by decorator: some AsyncDecorator,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: decorator, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function in a decorator that may run it beside the caller or several times at once.
///
/// The wrapped function throws `any Error`. The parameters are those of the form for a ``TransparentDecorator``.
@_disfavoredOverload
@inlinable @inline(__always)
public func decorated<each Argument: Sendable, Output: Sendable, Failure: Error>(
  by decorator: some ConcurrentDecorator,
  named name: String? = nil,
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, any Error> {
  AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: decorator, fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Puts a decorator around the function that throws only what the function throws.
  ///
  /// ```swift
  /// let lookUp = Function(lookUpPrice).decorated(by: .retrying(attempts: 3)).decorated(by: .logged())
  /// print(lookUp)   // logged(…) → retrying(attempts: 3, …) → Shop/Cart.swift:12
  /// ```
  ///
  /// The last one added is outermost.
  ///
  /// - Parameters:
  ///   - decorator: What runs each call.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value, with its error type.
  @inlinable @inline(__always)
  public func decorated<each Argument>(
    by decorator: some TransparentDecorator,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: decorator, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    return Function(
      identity: identity,
      original: original,
      body: Layer(decorator, at: site, around: body).transparent()
    )
  }

  /// Puts a decorator around the function, which then throws `any Error`.
  ///
  /// The parameters are those of the form for a ``TransparentDecorator``.
  @inlinable @inline(__always)
  public func decorated<each Argument>(
    by decorator: some Decorator,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: decorator, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let original = original
    return Function<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) throws in try original(call) },
      body: Layer(decorator, at: site, around: body).throwing()
    )
  }
}

extension AsyncCallable {
  /// Puts a decorator around the function that throws only what the function throws.
  ///
  /// ```swift
  /// let fetch = AsyncFunction(fetchUser).decorated(by: .retrying(attempts: 3)).decorated(by: .logged())
  /// print(fetch)   // logged(…) → retrying(attempts: 3, …) → Shop/Users.swift:12
  /// ```
  ///
  /// The last one added is outermost. The wrapper adds no executor hop.
  ///
  /// - Parameters:
  ///   - decorator: What runs each call.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value, with its error type.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by decorator: some TransparentDecorator,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: decorator, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    return AsyncFunction(
      identity: identity,
      original: original,
      body: decorator.wrapped(body, at: site)
    )
  }

  /// Puts a decorator around the function, which then throws `any Error`.
  ///
  /// The parameters are those of the form for a ``TransparentDecorator``.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by decorator: some AsyncDecorator,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: decorator, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let original = original
    return AsyncFunction<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) async throws in try await original(call) },
      body: Layer(decorator, at: site, around: body).throwing()
    )
  }

  /// Puts a decorator around the function that may run it beside the caller or several times at once.
  ///
  /// The wrapped function throws `any Error`. The parameters are those of the form for a ``TransparentDecorator``.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by decorator: some ConcurrentDecorator,
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, any Error> where Input == Arguments<repeat each Argument> {
    let identity = identity.decorated(by: decorator, named: name, argumentCount: Arguments<repeat each Argument>.count)
    let site = CallSite(named: identity.name, fileID: fileID, function: function, line: line)
    let original = original
    return AsyncFunction<repeat each Argument, Output, any Error>(
      identity: identity,
      original: { (call: Arguments<repeat each Argument>) async throws in try await original(call) },
      body: Layer(decorator, at: site, around: body).concurrent()
    )
  }
}
