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
    let permit = try admit(at: site)
    let output: Output
    do {
      output = try next(input)
    } catch {
      end(permit, throwing: error, from: site.place)
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
    let permit = try admit(at: site)
    let output: Output
    do {
      output = try await next(input)
    } catch {
      end(permit, throwing: error, from: site.place)
      throw error
    }
    end(permit, judge(output), from: site.place)
    return output
  }
}
