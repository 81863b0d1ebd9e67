/// The error of a call that a rate limit refused: the function did not run, and no token was taken.
///
/// It is a ``Rejection``, and the only one that a retry around it repeats: it knows when the next call will pass. A retry
/// waits ``retryAfter`` first, if its policy accepts such a delay (R9).
public struct RateLimitedError: Rejection, Hashable, CustomStringConvertible {
  /// The name of the bucket that had no token, or of several joined by `+`.
  public let name: String
  private let wait: Duration

  /// Creates an error. Use it in tests of code that handles it.
  ///
  /// - Parameters:
  ///   - name: The name of the bucket.
  ///   - retryAfter: How long a call that comes now would have to wait.
  public init(name: String, retryAfter: Duration) {
    self.name = name
    wait = retryAfter
  }

  /// How long a call that comes now would have to wait: until the tokens of all who wait, and its own, have come. It is
  /// never `nil`.
  public var retryAfter: Duration? { wait }

  /// Retries after that time.
  public var retryDecision: RetryDecision { .retry(after: wait) }

  public var description: String {
    "the rate limit '\(name)' has no token in time: the next call can pass in \(wait). Call again then, "
      + "or let calls wait with waitingAtMost:"
  }
}
