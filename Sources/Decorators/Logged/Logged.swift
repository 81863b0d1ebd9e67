/// Wraps a function so that each call is logged: one record before it, one when it ends.
///
/// ```swift
/// let audited = logged(named: "delete_user") { (id: String) async throws in try await database.delete(id) }
/// try await audited("42")
/// print(audited)   // logged → delete_user
/// ```
///
/// Records go to `Logger.current`, and show neither arguments nor results; give a ``LoggingPolicy`` for more.
///
/// - Parameters:
///   - name: The function's name; by default module, file and line of this call (L7).
///   - clock: The clock that measures.
///   - fileID: The module and file that the records name (L9).
///   - function: The function that the records name.
///   - line: The line that the records name.
///   - body: The function.
/// - Returns: The function as a value; a call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(body, named: name, fileID: fileID, line: line)
    .logged(clock: clock, fileID: fileID, function: function, line: line)
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
///   - argumentNames: The names of all arguments, in order. Without them arguments go by position, `"0"`, `"1"` …, and a
///     policy that chooses or redacts by name is a programming error.
///   - clock: The clock that measures.
///   - fileID: The module and file that the records name (L9).
///   - function: The function that the records name.
///   - line: The line that the records name.
///   - body: The function.
/// - Returns: The function as a value; a call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  Function(body, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: function, line: line)
}

/// Wraps an asynchronous function so that each call is logged: one record before it, one when it ends.
///
/// The settings are those of the synchronous form. The wrapper adds no executor hop of its own.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  named name: String? = nil,
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(body, named: name, fileID: fileID, line: line)
    .logged(clock: clock, fileID: fileID, function: function, line: line)
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
  function: String = #function,
  line: UInt = #line,
  _ body: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(body, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: function, line: line)
}
