/// Runs `body` once and reports how long it took, however it ends.
///
/// ```swift
/// let timing = TimingPolicy(named: "push_metric")
/// try await withTiming(timing) { try await gateway.push(totals) }
/// ```
///
/// Exactly one duration is reported to each sink: on return, on a thrown error and on cancellation (L2). The duration
/// is what passed on `clock` between call and end (L3). Around a retry it is therefore the total, with all attempts and
/// the waits between them; inside one it is that of an attempt (L4).
///
/// The closure does not escape and may capture anything. Beside the sinks a call costs two readings of the clock.
///
/// - Parameters:
///   - policy: The function's name and its sinks.
///   - clock: The clock that measures.
///   - fileID: The module and file that a log line names.
///   - function: The function that a log line names.
///   - line: The line that a log line names.
///   - body: What is timed.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, unchanged.
@inlinable @inline(__always)
public func withTiming<Output, Failure: Error>(
  _ policy: TimingPolicy,
  clock: some Clock<Duration> = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  let elapsed = clock.startedStopwatch()
  do throws(Failure) {
    let output = try body()
    policy.recordSuccess(lasting: elapsed(), fileID: fileID, function: function, line: line)
    return output
  } catch {
    policy.record(error, lasting: elapsed(), fileID: fileID, function: function, line: line)
    throw error
  }
}

/// Runs `body` once, on the caller's actor, and reports how long it took, however it ends.
///
/// ```swift
/// let timing = TimingPolicy(named: "push_metric")
/// try await withTiming(timing) { try await gateway.push(totals) }
/// ```
///
/// As the synchronous form does, it reports exactly one duration to each sink: on return, on a thrown error and on
/// cancellation (L2). Time in which the body is suspended counts (L3).
///
/// - Parameters:
///   - policy: The function's name and its sinks.
///   - clock: The clock that measures.
///   - fileID: The module and file that a log line names.
///   - function: The function that a log line names.
///   - line: The line that a log line names.
///   - body: What is timed.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, unchanged.
@_disfavoredOverload
@inlinable @inline(__always)
nonisolated(nonsending) public func withTiming<Output, Failure: Error>(
  _ policy: TimingPolicy,
  clock: some Clock<Duration> = ContinuousClock(),
  fileID: String = #fileID,
  function: String = #function,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let elapsed = clock.startedStopwatch()
  do throws(Failure) {
    let output = try await body()
    policy.recordSuccess(lasting: elapsed(), fileID: fileID, function: function, line: line)
    return output
  } catch {
    policy.record(error, lasting: elapsed(), fileID: fileID, function: function, line: line)
    throw error
  }
}
