public import Logging

/// Runs `body` once and logs the call, measured with a clock whose type is not known: `clock: any Clock<Duration>`.
///
/// Otherwise as the form that takes a clock of a known type.
public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: any Clock<Duration>,
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  func run(_ clock: some Clock<Duration>) throws(Failure) -> Output {
    try withLogging(
      policy,
      logger: logger,
      named: name,
      clock: clock,
      arguments: arguments(),
      fileID: fileID,
      function: function,
      line: line,
      body
    )
  }
  return try run(clock)
}

/// Runs `body` once, on the caller's actor, and logs the call, measured with a clock whose type is not known.
///
/// Otherwise as the form that takes a clock of a known type.
@_disfavoredOverload
nonisolated(nonsending) public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: any Clock<Duration>,
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  nonisolated(nonsending)
    func run(_ clock: some Clock<Duration>) async throws(Failure) -> Output
  {
    try await withLogging(
      policy,
      logger: logger,
      named: name,
      clock: clock,
      arguments: arguments(),
      fileID: fileID,
      function: function,
      line: line,
      body
    )
  }
  return try await run(clock)
}
