public import Logging

extension Callable {
  /// Logs each call: `fetch.logged(levels: LogLevels(success: .info))`.
  ///
  /// Records show neither results nor errors' descriptions; give a ``LoggingPolicy`` for more.
  ///
  /// - Parameters:
  ///   - logger: The logger; by default `Logger.current`, fetched for each call.
  ///   - levels: The level of each record; by default `.debug`, and `.error` for failures.
  ///   - arguments: Which arguments are shown; by default none.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A choice of
  ///     arguments that are not among them is a programming error.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument>(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    logged(
      LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
      named: name,
      argumentNames: argumentNames,
      clock: clock,
      fileID: fileID,
      function: function,
      line: line
    )
  }
}

/// Logs each call of a function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func logged<Wrapped: Callable, each Argument>(
  _ wrapped: Wrapped,
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> Function<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.logged(
    LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
    named: name,
    argumentNames: argumentNames,
    clock: clock,
    fileID: fileID,
    function: function,
    line: line
  )
}

extension AsyncCallable {
  /// Logs each call: `fetch.logged(levels: LogLevels(success: .info))`.
  ///
  /// Records show neither results nor errors' descriptions; give a ``LoggingPolicy`` for more.
  ///
  /// - Parameters:
  ///   - logger: The logger; by default `Logger.current`, fetched for each call.
  ///   - levels: The level of each record; by default `.debug`, and `.error` for failures.
  ///   - arguments: Which arguments are shown; by default none.
  ///   - name: A new name for the function; by default it keeps its own.
  ///   - argumentNames: The names of all arguments, in order; by default their positions, `"0"`, `"1"` …. A choice of
  ///     arguments that are not among them is a programming error.
  ///   - clock: The clock that measures.
  ///   - fileID: The module and file that the records name (L9).
  ///   - function: The function that the records name.
  ///   - line: The line that the records name.
  @inlinable @inline(__always)
  public func logged<each Argument: Sendable>(
    logger: Logger? = nil,
    levels: LogLevels = LogLevels(),
    arguments: ArgumentLogging = .none,
    named name: String? = nil,
    argumentNames: [String] = [],
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    fileID: String = #fileID,
    function: String = #function,
    line: UInt = #line
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    logged(
      LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
      named: name,
      argumentNames: argumentNames,
      clock: clock,
      fileID: fileID,
      function: function,
      line: line
    )
  }
}

/// Logs each call of an asynchronous function that is already wrapped, by whatever.
@inlinable @inline(__always)
public func logged<Wrapped: AsyncCallable, each Argument: Sendable>(
  _ wrapped: Wrapped,
  logger: Logger? = nil,
  levels: LogLevels = LogLevels(),
  arguments: ArgumentLogging = .none,
  named name: String? = nil,
  argumentNames: [String] = [],
  clock: some Clock<Duration> & Sendable = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line
) -> AsyncFunction<repeat each Argument, Wrapped.Output, Wrapped.Failure>
where Wrapped.Input == Arguments<repeat each Argument> {
  wrapped.logged(
    LoggingPolicy(logger: logger, levels: levels, arguments: arguments),
    named: name,
    argumentNames: argumentNames,
    clock: clock,
    fileID: fileID,
    function: function,
    line: line
  )
}
