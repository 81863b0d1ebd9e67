/// What the outcome of a call says about the function behind a ``CircuitBreaker`` (B4).
public enum CircuitVerdict: Sendable, Hashable {
  /// The call counts as a success.
  case success
  /// The call counts as a failure.
  case failure
  /// The call counts as a success that took too long, whatever time it took.
  case slow
  /// The call says nothing: it does not count, and a probe gives its place to the next call.
  case ignored

  /// The verdict about an error that a breaker without `counting:` reaches.
  ///
  /// Use it for the errors that a closure of your own does not know:
  ///
  /// ```swift
  /// counting: { $0 is OutOfStock ? .success : .standard(for: $0) }
  /// ```
  ///
  /// - Parameter error: What a call threw, in the task that made the call.
  /// - Returns: `.ignored` for a cancellation, for a ``Rejection`` of a call that did not run, and for an error whose
  ///   own ``RetryClassifiable/retryDecision`` is `.giveUp`, because then the request was wrong. `.failure` for every
  ///   other error, also for a time limit that ended a call.
  public static func standard(for error: any Error) -> Self {
    if isCancellation(error) { return .ignored }
    if let rejection = error as? any Rejection { return rejection.didRun ? .failure : .ignored }
    if let error = error as? any RetryClassifiable, error.retryDecision == .giveUp { return .ignored }
    return .failure
  }
}
