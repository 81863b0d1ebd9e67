extension CircuitBreaker {
  /// Refuses all calls until ``close(fileID:function:line:)``, for example during maintenance (B11).
  ///
  /// Calls that are running go on, and their outcomes do not count. To isolate it again changes nothing.
  ///
  /// - Parameters:
  ///   - reason: Why, for the errors, the log line and the snapshot.
  ///   - fileID: The module and file that the log line names (L9).
  ///   - function: The function that the log line names.
  ///   - line: The line that the log line names.
  public func isolate(
    reason: String,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) {
    let now = timeline.now
    turn { $0.isolate(reason: reason, at: now, from: CallPlace(fileID: fileID, function: function, line: line)) }
  }

  /// Closes the circuit: calls run again, and nothing is counted so far.
  ///
  /// With `recovery: .gradually`, a circuit that refused calls lets them back in gradually. To close it once more lets
  /// all in.
  ///
  /// - Parameters:
  ///   - fileID: The module and file that the log line names (L9).
  ///   - function: The function that the log line names.
  ///   - line: The line that the log line names.
  public func close(fileID: StaticString = #fileID, function: StaticString = #function, line: UInt = #line) {
    let now = timeline.now
    turn { $0.close(at: now, from: CallPlace(fileID: fileID, function: function, line: line)) }
  }

  /// Lets all calls in and only counts them, until ``close(fileID:function:line:)``.
  ///
  /// A breaker that is introduced this way shows in its ``snapshot`` and its metrics how it would decide.
  ///
  /// - Parameters:
  ///   - fileID: The module and file that the log line names (L9).
  ///   - function: The function that the log line names.
  ///   - line: The line that the log line names.
  public func disable(fileID: StaticString = #fileID, function: StaticString = #function, line: UInt = #line) {
    let now = timeline.now
    turn { $0.disable(at: now, from: CallPlace(fileID: fileID, function: function, line: line)) }
  }
}
