/// How a call ended, as timing, logging, counting and tracing report it.
///
/// Cancellation and rejection are outcomes of their own, not failures (L1, A3). A client that disconnects is not an error
/// of the service, and a refused call says nothing about what the function calls.
public enum CallOutcome: String, Sendable, Hashable, CaseIterable {
  /// The call returned.
  case success
  /// The call threw an error.
  case failure
  /// The call threw a ``Rejection``: a decorator inside refused it, and the function did not run. Around a retry it is
  /// the last attempt that did not run.
  case rejected
  /// The call threw `CancellationError`, or threw any error while its task was cancelled (A12).
  case cancelled

  /// Creates the outcome of a call that threw `error` in the current task.
  ///
  /// The outcome is ``cancelled`` if the error is a `CancellationError` or if the current task is cancelled,
  /// ``rejected`` if the error is a ``Rejection`` of a call that did not run, and ``failure`` otherwise. The task
  /// matters because a retry that is cancelled while it waits throws its last real error.
  public init(throwing error: any Error) {
    self = isCancellation(error) ? .cancelled : isRejection(error) ? .rejected : .failure
  }
}
