public import Logging

/// Wraps a function so that each call is logged: one record before it, one when it ends.
///
/// ```swift
/// let audited = logged(named: "delete_user") { (id: String) async throws in try await database.delete(id) }
/// try await audited("42")
/// print(audited)   // logged → delete_user
/// ```
///
/// Records show neither results nor errors' descriptions; give a ``LoggingPolicy`` for more.
///
/// - Parameters:
///   - logger: The logger; by default `Logger.current`, fetched for each call.
///   - levels: The level of each record; by default `.debug`, and `.error` for failures.
///   - arguments: Which arguments are shown; by default none.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A choice of
///     arguments that are not among them is a programming error.
///   - clock: The clock that measures.
///   - fileID: The module and file that the records name (L9).
///   - caller: The function that the records name.
///   - line: The line that the records name.
///   - function: The function.
/// - Returns: The function as a value; a call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .logged(
      LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
      argumentNames: argumentNames,
      clock: clock,
      fileID: fileID,
      function: caller,
      line: line
    )
}

/// Wraps a function so that each call is logged as a policy says.
///
/// Arguments are shown only if the policy asks for them, by the names given here:
///
/// ```swift
/// let signIn = logged(
///   LoggingPolicy(arguments: .all(redacting: "password")), named: "sign_in", argumentNames: ["user", "password"]
/// ) { (user: String, password: String) async throws in try await accounts.open(user, password) }
/// ```
///
/// - Parameters:
///   - policy: What the records show and at which levels.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A policy that
///     chooses or redacts an argument that is not among them is a programming error.
///   - clock: The clock that measures.
///   - fileID: The module and file that the records name (L9).
///   - caller: The function that the records name.
///   - line: The line that the records name.
///   - function: The function.
/// - Returns: The function as a value; a call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that each call is logged: one record before it, one when it ends.
///
/// The settings are those of the synchronous form. The wrapper adds no executor hop of its own.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .logged(
      LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
      argumentNames: argumentNames,
      clock: clock,
      fileID: fileID,
      function: caller,
      line: line
    )
}

/// Wraps an asynchronous function so that each call is logged as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: caller, line: line)
}
