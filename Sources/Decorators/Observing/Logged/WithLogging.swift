public import Logging

/// Runs `body` once and logs the call: one record before it, one when it ends.
///
/// ```swift
/// let price = try withLogging(named: "look_up_price", arguments: ["item": item]) { try catalogue.price(of: item) }
/// ```
///
/// The result record is written exactly once, on return, on a thrown error and on cancellation (L2). Cancellation is
/// logged as an outcome of its own, by default as quietly as success (L1). Around a retry the records are of the whole
/// call, inside one of each attempt (L4).
///
/// While the levels of call and success records are off, a call that returns costs one look at the logger's level:
/// nothing is formatted or allocated, and no clock is read unless ``LoggingPolicy/DurationLogging/always`` asks for it.
///
/// - Parameters:
///   - policy: What the records show and at which levels.
///   - logger: The logger of this call; by default the policy's.
///   - name: The function's name; the default is the place of this call, as `Shop/Cart.swift:12` (L7).
///   - clock: The clock that measures, made only if one is needed.
///   - arguments: The arguments by name. Evaluated only for a record that shows some. If the policy redacts or excepts a name
///     that is none of theirs, they are all redacted.
///   - fileID: The module and file that the records name (L9).
///   - function: The function that the records name.
///   - line: The line that the records name.
///   - body: What is logged.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, unchanged.
@inlinable @inline(__always)
public func withLogging<Output, Failure: Error, TimeSource: Clock<Duration>>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: @autoclosure () -> TimeSource = ContinuousClock(),
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  if policy.ignoresReturningCalls(on: logger) {
    do throws(Failure) {
      return try body()
    } catch {
      var call = LoggedCall(policy, logger: logger, named: name, fileID: fileID, function: function, line: line)
      call.end(throwing: error, lasting: nil, arguments())
      throw error
    }
  }
  var call = LoggedCall(policy, logger: logger, named: name, fileID: fileID, function: function, line: line)
  call.begin(arguments())
  let clock = clock()
  let elapsed = clock.startedStopwatch()
  do throws(Failure) {
    let output = try body()
    call.end(returning: output, lasting: elapsed(), arguments())
    return output
  } catch {
    call.end(throwing: error, lasting: elapsed(), arguments())
    throw error
  }
}

/// Runs `body` once, on the caller's actor, and logs the call: one record before it, one when it ends.
///
/// ```swift
/// try await withLogging(named: "delete_user", arguments: ["id": id]) { try await database.delete(id) }
/// ```
///
/// As the synchronous form does, it writes the result record exactly once, on return, on a thrown error and on
/// cancellation (L2), and costs one look at the logger's level while the levels of call and success records are off.
///
/// - Parameters:
///   - policy: What the records show and at which levels.
///   - logger: The logger of this call; by default the policy's.
///   - name: The function's name; the default is the place of this call, as `Shop/Cart.swift:12` (L7).
///   - clock: The clock that measures, made only if one is needed; time in which the body is suspended counts (L3).
///   - arguments: The arguments by name. Evaluated only for a record that shows some. If the policy redacts or excepts a name
///     that is none of theirs, they are all redacted.
///   - fileID: The module and file that the records name (L9).
///   - function: The function that the records name.
///   - line: The line that the records name.
///   - body: What is logged.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, unchanged.
@_disfavoredOverload
@inlinable @inline(__always)
nonisolated(nonsending) public func withLogging<Output, Failure: Error, TimeSource: Clock<Duration>>(
  _ policy: LoggingPolicy = .default,
  logger: Logger? = nil,
  named name: String? = nil,
  clock: @autoclosure () -> TimeSource = ContinuousClock(),
  arguments: @autoclosure () -> LoggedArguments = [:],
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  if policy.ignoresReturningCalls(on: logger) {
    do throws(Failure) {
      return try await body()
    } catch {
      var call = LoggedCall(policy, logger: logger, named: name, fileID: fileID, function: function, line: line)
      call.end(throwing: error, lasting: nil, arguments())
      throw error
    }
  }
  var call = LoggedCall(policy, logger: logger, named: name, fileID: fileID, function: function, line: line)
  call.begin(arguments())
  let clock = clock()
  let elapsed = clock.startedStopwatch()
  do throws(Failure) {
    let output = try await body()
    call.end(returning: output, lasting: elapsed(), arguments())
    return output
  } catch {
    call.end(throwing: error, lasting: elapsed(), arguments())
    throw error
  }
}
