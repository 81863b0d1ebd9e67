// A decorator may throw errors of its own, which a typed `throws(E)` cannot hold (A4). These forms turn them into an `E`.

extension Decorator {
  /// Runs a call that throws one type of error now, with this decorator around it.
  ///
  /// ```swift
  /// let price = try breaker.run(orThrow: { ShopError.unavailable($0) }) { () throws(ShopError) in
  ///   try catalogue.price(of: item)
  /// }
  /// ```
  ///
  /// The closure does not escape and may capture anything.
  ///
  /// - Parameters:
  ///   - name: The name that the decorator receives in its ``CallSite``; by default module, file and line of this call
  ///     (L7).
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - replacement: Makes the error of the call from one of the decorator's own: a ``Rejection``, a
  ///     ``TimeLimitExceeded``, or the `CancellationError` of a wait.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or what `replacement` makes of an error of the decorator's own.
  @available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    orThrow replacement: (any Error) -> Failure,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    do {
      return try call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
        (_: Void) throws in try body()
      }
    } catch {
      throw (error as? Failure) ?? replacement(error)
    }
  }
}

extension AsyncDecorator {
  /// Runs an asynchronous call that throws one type of error now, on the caller's actor, with this decorator around it.
  ///
  /// The parameters are those of the synchronous form.
  @inlinable
  nonisolated(nonsending) public func run<Output, Failure: Error>(
    named name: String? = nil,
    orThrow replacement: (any Error) -> Failure,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    do {
      return try await call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
        (_: Void) async throws in try await body()
      }
    } catch {
      throw (error as? Failure) ?? replacement(error)
    }
  }
}

extension Callable {
  /// Puts a decorator around the function and keeps the function's error type.
  ///
  /// ```swift
  /// let price = Function(lookUpPrice).decorated(by: breaker, orThrow: { ShopError.unavailable($0) })
  /// ```
  ///
  /// - Parameters:
  ///   - decorator: What runs each call.
  ///   - replacement: Makes the error of a call from one of the decorator's own: a ``Rejection``, a
  ///     ``TimeLimitExceeded``, or the `CancellationError` of a wait.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  /// - Returns: The function as a value, with its error type.
  @inlinable @inline(__always)
  public func decorated<each Argument>(
    by decorator: some Decorator,
    orThrow replacement: @escaping @Sendable (any Error) -> Failure,
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
      body: Layer(decorator, at: site, around: body).throwing(replacement)
    )
  }
}

extension AsyncCallable {
  /// Puts a decorator around the function and keeps the function's error type.
  ///
  /// The wrapper adds no executor hop. The parameters are those of the synchronous form.
  @inlinable @inline(__always)
  public func decorated<each Argument: Sendable>(
    by decorator: some AsyncDecorator,
    orThrow replacement: @escaping @Sendable (any Error) -> Failure,
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
      body: Layer(decorator, at: site, around: body).throwing(replacement)
    )
  }
}

extension Layer {
  @inlinable
  func throwing<Input, Output, Failure: Error>(
    _ replacement: @escaping @Sendable (any Error) -> Failure
  ) -> @Sendable (Input) throws(Failure) -> Output
  where Wrapping: Decorator, Next == @Sendable (Input) throws(Failure) -> Output {
    @inline(__always) @Sendable
    func run(_ input: Input) throws(Failure) -> Output {
      do {
        return try self.decorator.call(input, at: self.site, self.next)
      } catch {
        throw (error as? Failure) ?? replacement(error)
      }
    }
    return run
  }

  @inlinable
  func throwing<Input, Output, Failure: Error>(
    _ replacement: @escaping @Sendable (any Error) -> Failure
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  where
    Wrapping: AsyncDecorator,
    Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  {
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      do {
        return try await self.decorator.call(input, at: self.site, self.next)
      } catch {
        throw (error as? Failure) ?? replacement(error)
      }
    }
    return run
  }
}
