/// How a call ended, as timing and logging report it.
///
/// Cancellation is an outcome of its own and not a failure (L1): a client that hangs up is no error of the service.
public enum CallOutcome: String, Sendable, Hashable, CaseIterable {
  /// It returned.
  case success
  /// It threw.
  case failure
  /// It threw `CancellationError`, or threw any error while its task was cancelled.
  case cancelled

  /// The outcome of a call that threw `error` in the current task.
  ///
  /// A call that is cancelled while it waits may come back with the last real error it saw. So an error counts as
  /// ``cancelled`` not only when it is a `CancellationError`, but also when the current task is cancelled.
  public init(throwing error: any Error) {
    self = error is CancellationError || Task.isCancelled ? .cancelled : .failure
  }
}
