public import Logging

/// Runs `body` once and logs the call: one record before it, one when it ends.
///
/// ```swift
/// let price = try withLogging(named: "look_up_price", arguments: ["item": item]) { try catalogue.price(of: item) }
/// ```
///
/// The result record is written exactly once, on return, on a thrown error and on cancellation (L2). Cancellation is a
/// separate outcome, by default at the level of success (L1). Around a retry the records describe the whole call,
/// inside a retry each attempt (L4).
///
/// While the levels of call and success records are off, a call that returns costs one look at the logger's level:
/// nothing is formatted or allocated, and no clock is read unless ``LoggingPolicy/DurationLogging/always`` asks for it.
///
/// - Parameters:
///   - policy: What the records show and at which levels.
///   - logger: The logger of this call; by default the policy's.
///   - name: The function's name; the default is the place of this call, as `Shop/Cart.swift:12` (L7).
///   - clock: The clock that measures; by default the policy's. It is evaluated only if a record is written.
///   - arguments: The arguments by name. They are evaluated only if a record shows arguments. If `redacting:` or
///     `.except` names an argument that the call does not have, all of them are redacted.
///   - fileID: The module and file that the records name (L9).
///   - function: The function that the records name.
///   - line: The line that the records name.
///   - body: What is logged.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, unchanged.
@inlinable
public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: @autoclosure () -> (any Clock<Duration>)? = nil,
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  let call =
    policy.ignoresReturningCallsOutOfLine(on: logger)
    ? nil : policy.begun(on: clock(), logger: logger, at: site, arguments)
  do throws(Failure) {
    let output = try body()
    if let call { call.end(returning: output, arguments) }
    return output
  } catch {
    policy.end(call, throwing: error, logger: logger, at: site, arguments)
    throw error
  }
}

/// Runs `body` once, on the caller's actor, and logs the call: one record before it, one when it ends.
///
/// ```swift
/// try await withLogging(named: "delete_user", arguments: ["id": id]) { try await database.delete(id) }
/// ```
///
/// Time in which the body is suspended counts (L3). The parameters are those of the synchronous form.
@_disfavoredOverload
@inlinable
nonisolated(nonsending) public func withLogging<Output, Failure: Error>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: @autoclosure () -> (any Clock<Duration>)? = nil,
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: StaticString = #fileID,
  function: StaticString = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let site = CallSite(named: name, fileID: fileID, function: function, line: line)
  let call =
    policy.ignoresReturningCallsOutOfLine(on: logger)
    ? nil : policy.begun(on: clock(), logger: logger, at: site, arguments)
  do throws(Failure) {
    let output = try await body()
    if let call { call.end(returning: output, arguments) }
    return output
  } catch {
    policy.end(call, throwing: error, logger: logger, at: site, arguments)
    throw error
  }
}
