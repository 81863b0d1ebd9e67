/// One attempt of a call. `withRetry` passes it to its body.
public struct RetryAttempt: Sendable {
  /// The number of the attempt. The first attempt is 1.
  public let number: Int

  /// The errors of the previous attempts, oldest first.
  ///
  /// An attempt that was rejected for its result has no error in this list. If there are more than 100 errors, the list
  /// holds the first one and the latest 99.
  public let errors: [any Error]

  @inlinable static var first: RetryAttempt { RetryAttempt(number: 1, errors: []) }

  @inlinable
  init(number: Int, errors: [any Error]) {
    self.number = number
    self.errors = errors
  }
}

/// The state of a call before it waits for a retry. The hook `willRetry` receives it.
public struct RetryEvent: Sendable {
  /// The name of the function.
  public let name: String
  /// The number of the attempt that has just failed. The first attempt is 1.
  public let attempt: Int
  /// The error of the attempt. It is `nil` if `onResult:` rejected the result of the attempt.
  public let error: (any Error)?
  /// How long the call waits now.
  public let delay: Duration
  /// Whether the server asked for this delay.
  public let isServerDirected: Bool
  /// Whether the call runs inside a later attempt of another retry. Nested retries multiply attempts (R12).
  public let isNested: Bool
}

/// The state of a call that gives up. The hook `didGiveUp` receives it.
public struct RetryGiveUp: Sendable {
  /// Why a call gave up.
  public enum Reason: String, Sendable, Hashable {
    /// The call has made all of its attempts.
    case attemptsExhausted
    /// The backoff has no more delays.
    case delaysExhausted
    /// The next wait would have reached the total limit (R6).
    case limitReached
    /// The policy does not retry this error.
    case notRetryable
    /// The task is cancelled, or the function threw `CancellationError` (R5).
    case cancelled
  }

  /// The name of the function.
  public let name: String
  /// How many attempts the call made.
  public let attempts: Int
  /// The errors of the attempts, oldest first.
  ///
  /// The caller gets the last one, unless the last attempt was rejected for its result. If there are more than 100
  /// errors, the list holds the first one and the latest 99.
  public let errors: [any Error]
  /// Why the call gave up.
  public let reason: Reason
  /// Whether the call ran inside a later attempt of another retry. Nested retries multiply attempts (R12).
  public let isNested: Bool
}
