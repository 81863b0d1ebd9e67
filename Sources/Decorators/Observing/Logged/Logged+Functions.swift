public import Logging

/// Wraps a function that exists so that each call is logged: `logged(deleteUser, named: "delete_user")`.
///
/// The settings are those of the form that takes a closure last.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
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

/// Wraps a function that exists so that each call is logged as a policy says.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output,
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Output, Failure> {
  Function(function, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function that exists so that each call is logged.
///
/// The settings are those of the form that takes a closure last.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
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

/// Wraps an asynchronous function that exists so that each call is logged as a policy says.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output,
  _ policy: LoggingPolicy,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function caller: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(function, named: name, fileID: fileID, line: line)
    .logged(policy, argumentNames: argumentNames, clock: clock, fileID: fileID, function: caller, line: line)
}
