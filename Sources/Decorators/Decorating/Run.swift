extension TransparentDecorator {
  /// Runs a call now, with this decorator around it.
  ///
  /// ```swift
  /// let total = retry.run(named: "total") { sum(of: prices) }   // no `try`: the closure does not throw
  /// ```
  ///
  /// The closure does not escape and may capture anything. The decorator may block the thread, so asynchronous code
  /// chooses the asynchronous form, also for a closure that does not wait: write `await`.
  ///
  /// - Parameters:
  ///   - name: The name that the decorator receives in its ``CallSite``; by default module, file and line of this call
  ///     (L7).
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
      (_: Void) throws(Failure) in try body()
    }
  }

  /// Runs an asynchronous call now, on the caller's actor, with this decorator around it.
  ///
  /// ```swift
  /// let user = try await retry.run(named: "fetch") { try await api.user(id) }
  /// ```
  ///
  /// The closure does not escape, may capture anything and runs without an executor hop. The parameters are those of the
  /// synchronous form.
  @inlinable
  nonisolated(nonsending) public func run<Output, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
      (_: Void) async throws(Failure) in try await body()
    }
  }
}

extension Decorator {
  /// Runs a call now, with this decorator around it.
  ///
  /// ```swift
  /// let price = try breaker.run(named: "price") { try catalogue.price(of: item) }
  /// ```
  ///
  /// The closure does not escape and may capture anything. The decorator may block the thread, so asynchronous code
  /// chooses the asynchronous form, also for a closure that does not wait: write `await`.
  ///
  /// - Parameters:
  ///   - name: The name that the decorator receives in its ``CallSite``; by default module, file and line of this call
  ///     (L7).
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or an error of the decorator's own.
  @available(*, noasync, message: "this form blocks the thread while it waits: write 'await' for the one that suspends")
  @_disfavoredOverload
  @inlinable
  public func run<Output>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws -> Output
  ) throws -> Output {
    try call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) { (_: Void) throws in
      try body()
    }
  }
}

extension AsyncDecorator {
  /// Runs an asynchronous call now, on the caller's actor, with this decorator around it.
  ///
  /// ```swift
  /// let user = try await breaker.run(named: "fetch") { try await api.user(id) }
  /// ```
  ///
  /// The closure does not escape, may capture anything and runs without an executor hop. The parameters are those of the
  /// synchronous form.
  @inlinable
  nonisolated(nonsending) public func run<Output>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    try await call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
      (_: Void) async throws in try await body()
    }
  }
}

extension CallObserver {
  /// Runs a call now, with this decorator around it, also in asynchronous code: an observer never waits.
  ///
  /// The parameters are those of every decorator's `run`.
  @inlinable
  public func run<Output, Failure: Error>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: () throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try call((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
      (_: Void) throws(Failure) in try body()
    }
  }
}

extension ConcurrentDecorator {
  /// Runs an asynchronous call now, with this decorator around it.
  ///
  /// ```swift
  /// let user = try await limit.run(named: "fetch") { try await api.user(id) }
  /// ```
  ///
  /// The closure may escape into tasks, so it captures only what is `Sendable`. It runs where it is isolated: on its actor, if
  /// it is written in one.
  ///
  /// - Parameters:
  ///   - name: The name that the decorator receives in its ``CallSite``; by default module, file and line of this call
  ///     (L7).
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  ///   - body: What to run.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or an error of the decorator's own.
  @_disfavoredOverload
  @inlinable
  nonisolated(nonsending) public func run<Output: Sendable>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    @_inheritActorContext @_implicitSelfCapture
    _ body: @escaping @isolated(any) @Sendable () async throws -> Output
  ) async throws -> Output {
    try await callConcurrently((), at: CallSite(named: name, fileID: fileID, function: function, line: line)) {
      (_: Void) async throws in try await body()
    }
  }
}
