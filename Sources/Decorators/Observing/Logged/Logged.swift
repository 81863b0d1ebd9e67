public import Logging

// MARK: A closure last

/// Wraps a function so that each call is logged: one record before it, one when it ends.
///
/// ```swift
/// let audited = logged(named: "delete_user") { (id: String) async throws in try await database.delete(id) }
/// try await audited("42")
/// print(audited)   // logged(…) → delete_user
/// ```
///
/// By default records show no arguments, no results and no error descriptions, since each may hold a secret. A
/// ``LoggingPolicy`` holds the same settings as a value: `decorated(by: policy) { … }`.
///
/// - Parameters:
///   - logger: The logger; by default `Logger.current`, fetched for each call.
///   - levels: The level of each record; by default `.debug`, `.error` for failures and `.warning` for
///     rejections.
///   - arguments: Which arguments are shown; by default none.
///   - result: Whether results are shown; by default not.
///   - errors: What is shown of errors; by default the type alone.
///   - duration: Which calls are measured; by default those whose call or success record is due.
///   - valueLimit: How many bytes of UTF-8 of a value are shown, at least 1; 256 by default.
///   - callID: Creates the identifier of a call; the default is 16 random hexadecimal digits.
///   - name: The function's name; by default module, file and line of this call (L7).
///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. If `arguments:`
///     names another argument, the program stops.
///   - clock: The clock that measures; by default the `ContinuousClock`.
///   - fileID: The module and file that the records name (L9).
///   - caller: The function that the records name.
///   - line: The line that the records name.
///   - function: What to wrap.
/// - Returns: The function as a value. A call throws what the function throws, unchanged.
@inlinable @inline(__always)
public func logged<each Argument, Output, Failure: Error>(
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  result: LoggingPolicy.ResultLogging = .none,
  errors: LoggingPolicy.ErrorLogging = .type,
  duration: LoggingPolicy.DurationLogging = .whenLogged,
  valueLimit: Int = 256,
  callID: (@Sendable () -> String)? = nil,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) throws(Failure) -> Output
) -> Function<repeat each Argument, Output, Failure> {
  let policy = LoggingPolicy(
    logger: logger,
    levels: levels,
    arguments: arguments,
    result: result,
    errors: errors,
    duration: duration,
    valueLimit: valueLimit,
    callID: callID,
    clock: clock
  )
  return Function(named: name, fileID: fileID, line: line, function)
    .decorated(by: policy.with(argumentNames: argumentNames), fileID: fileID, function: caller, line: line)
}

/// Wraps an asynchronous function so that each call is logged: one record before it, one when it ends.
///
/// The wrapper adds no executor hop. The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable @inline(__always)
public func logged<each Argument: Sendable, Output: Sendable, Failure: Error>(
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  result: LoggingPolicy.ResultLogging = .none,
  errors: LoggingPolicy.ErrorLogging = .type,
  duration: LoggingPolicy.DurationLogging = .whenLogged,
  valueLimit: Int = 256,
  callID: (@Sendable () -> String)? = nil,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: any Clock<Duration> = ContinuousClock(),
  fileID: StaticString = #fileID,
  function caller: StaticString = #function,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  let policy = LoggingPolicy(
    logger: logger,
    levels: levels,
    arguments: arguments,
    result: result,
    errors: errors,
    duration: duration,
    valueLimit: valueLimit,
    callID: callID,
    clock: clock
  )
  return AsyncFunction(named: name, fileID: fileID, line: line, function)
    .decorated(by: policy.with(argumentNames: argumentNames), fileID: fileID, function: caller, line: line)
}

// MARK: Methods

extension Callable {
  /// Logs each call: `fetch.logged(levels: LogLevels(success: .info))`.
  ///
  /// By default records show no arguments, no results and no error descriptions, since each may hold a secret. A
  /// ``LoggingPolicy`` holds the same settings as a value: `fetch.decorated(by: policy)`.
  ///
  /// - Parameters:
  ///   - logger: The logger; by default `Logger.current`, fetched for each call.
  ///   - levels: The level of each record; by default `.debug`, `.error` for failures and `.warning` for
  ///     rejections.
  ///   - arguments: Which arguments are shown; by default none.
  ///   - result: Whether results are shown; by default not.
  ///   - errors: What is shown of errors; by default the type alone.
  ///   - duration: Which calls are measured; by default those whose call or success record is due.
  ///   - valueLimit: How many bytes of UTF-8 of a value are shown, at least 1; 256 by default.
  ///   - callID: Creates the identifier of a call; the default is 16 random hexadecimal digits.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. If
  ///     `arguments:` names another argument, the program stops.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument>(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    result: LoggingPolicy.ResultLogging = .none,
    errors: LoggingPolicy.ErrorLogging = .type,
    duration: LoggingPolicy.DurationLogging = .whenLogged,
    valueLimit: Int = 256,
    callID: (@Sendable () -> String)? = nil,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = LoggingPolicy(
      logger: logger,
      levels: levels,
      arguments: arguments,
      result: result,
      errors: errors,
      duration: duration,
      valueLimit: valueLimit,
      callID: callID,
      clock: clock
    )
    return decorated(
      by: policy.with(argumentNames: argumentNames),
      named: name,
      fileID: fileID,
      function: function,
      line: line
    )
  }
}

extension AsyncCallable {
  /// Logs each call: `fetch.logged(levels: LogLevels(success: .info))`.
  ///
  /// By default records show no arguments, no results and no error descriptions, since each may hold a secret. A
  /// ``LoggingPolicy`` holds the same settings as a value: `fetch.decorated(by: policy)`.
  ///
  /// - Parameters:
  ///   - logger: The logger; by default `Logger.current`, fetched for each call.
  ///   - levels: The level of each record; by default `.debug`, `.error` for failures and `.warning` for
  ///     rejections.
  ///   - arguments: Which arguments are shown; by default none.
  ///   - result: Whether results are shown; by default not.
  ///   - errors: What is shown of errors; by default the type alone.
  ///   - duration: Which calls are measured; by default those whose call or success record is due.
  ///   - valueLimit: How many bytes of UTF-8 of a value are shown, at least 1; 256 by default.
  ///   - callID: Creates the identifier of a call; the default is 16 random hexadecimal digits.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. If
  ///     `arguments:` names another argument, the program stops.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument: Sendable>(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    result: LoggingPolicy.ResultLogging = .none,
    errors: LoggingPolicy.ErrorLogging = .type,
    duration: LoggingPolicy.DurationLogging = .whenLogged,
    valueLimit: Int = 256,
    callID: (@Sendable () -> String)? = nil,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let policy = LoggingPolicy(
      logger: logger,
      levels: levels,
      arguments: arguments,
      result: result,
      errors: errors,
      duration: duration,
      valueLimit: valueLimit,
      callID: callID,
      clock: clock
    )
    return decorated(
      by: policy.with(argumentNames: argumentNames),
      named: name,
      fileID: fileID,
      function: function,
      line: line
    )
  }
}

// MARK: In place

extension ConcurrentDecorator where Self == LoggingPolicy {
  /// Logs each call: `fetch.decorated(by: .logged(levels: LogLevels(success: .info)))`.
  ///
  /// The settings are those of ``LoggingPolicy``. The function keeps its own name.
  public static func logged(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    result: LoggingPolicy.ResultLogging = .none,
    errors: LoggingPolicy.ErrorLogging = .type,
    duration: LoggingPolicy.DurationLogging = .whenLogged,
    valueLimit: Int = 256,
    callID: (@Sendable () -> String)? = nil,
    argumentNames: [String] = [],
    clock: any Clock<Duration> = ContinuousClock()
  ) -> LoggingPolicy {
    LoggingPolicy(
      logger: logger,
      levels: levels,
      arguments: arguments,
      result: result,
      errors: errors,
      duration: duration,
      valueLimit: valueLimit,
      callID: callID,
      clock: clock
    )
    .with(argumentNames: argumentNames)
  }
}
