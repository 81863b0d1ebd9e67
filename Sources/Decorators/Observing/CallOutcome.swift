/// How a call ended, as timing and logging report it.
///
/// Cancellation is a separate outcome, not a failure (L1). A client that disconnects is not an error of the service.
public enum CallOutcome: String, Sendable, Hashable, CaseIterable {
  /// The call returned.
  case success
  /// The call threw an error.
  case failure
  /// The call threw `CancellationError`, or threw any error while its task was cancelled.
  case cancelled

  /// Creates the outcome of a call that threw `error` in the current task.
  ///
  /// The outcome is ``cancelled`` if the error is a `CancellationError` or if the current task is cancelled, and
  /// ``failure`` otherwise. The task matters because a retry that is cancelled while it waits throws its last real
  /// error.
  public init(throwing error: any Error) {
    self = isCancellation(error) ? .cancelled : .failure
  }
}
