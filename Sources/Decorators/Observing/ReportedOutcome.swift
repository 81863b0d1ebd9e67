/// How a call ended, as counters and spans report it: as ``CallOutcome`` says, with rejections apart.
///
/// A rejection says nothing about what the function calls, because the function did not run (A3).
package enum ReportedOutcome: String, Sendable, CaseIterable {
  /// The call returned.
  case success
  /// The call threw an error.
  case failure
  /// The call threw `CancellationError`, or threw any error while its task was cancelled (A12).
  case cancelled
  /// A decorator refused the call, so the function did not run.
  case rejected

  /// The outcome of a call that threw `error` in the current task.
  package init(throwing error: any Error) {
    self = isCancellation(error) ? .cancelled : isRejection(error) ? .rejected : .failure
  }
}
