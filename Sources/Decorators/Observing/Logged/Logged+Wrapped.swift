extension Callable {
  /// Logs each call as a policy says: `fetch.logged(audit, named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - policy: What the records show and at which levels.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A policy that
  ///     chooses or redacts an argument that is not among them is a programming error.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument>(
    _ policy: LoggingPolicy,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let name = name ?? identity.name
    policy.check(argumentNames, count: Arguments<repeat each Argument>.count, of: name)
    let function = LoggedFunction(
      body,
      policy,
      name: name,
      arguments: { LoggedArguments($0, names: argumentNames) },
      clock: clock,
      fileID: fileID,
      function: function,
      line: line
    )
    return decorated(by: "logged", named: name, function.logged)
  }
}

/// Logs each call of a function that is already wrapped, by whatever, as a policy says.
@inlinable @inline(__always)
public func logged<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.logged(
    policy,
    named: name,
    argumentNames: argumentNames,
    clock: clock,
    fileID: fileID,
    function: function,
    line: line
  )
}

extension AsyncCallable {
  /// Logs each call as a policy says: `fetch.logged(audit, named: "fetch_user")`.
  ///
  /// - Parameters:
  ///   - policy: What the records show and at which levels.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A policy that
  ///     chooses or redacts an argument that is not among them is a programming error.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument: Sendable>(
    _ policy: LoggingPolicy,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let name = name ?? identity.name
    policy.check(argumentNames, count: Arguments<repeat each Argument>.count, of: name)
    let function = AsyncLoggedFunction(
      body,
      policy,
      name: name,
      arguments: { LoggedArguments($0, names: argumentNames) },
      clock: clock,
      fileID: fileID,
      function: function,
      line: line
    )
    return decorated(by: "logged", named: name, function.logged)
  }
}

/// Logs each call of an asynchronous function that is already wrapped, by whatever, as a policy says.
@inlinable @inline(__always)
public func logged<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.logged(
    policy,
    named: name,
    argumentNames: argumentNames,
    clock: clock,
    fileID: fileID,
    function: function,
    line: line
  )
}
