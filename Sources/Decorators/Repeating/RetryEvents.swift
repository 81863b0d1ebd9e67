/// One attempt of a call, as the run-now form hands it to its body.
public struct RetryAttempt: Sendable {
  /// Which attempt this is, counted from 1.
  public let number: Int

  /// What the attempts before it threw, oldest first; one that was refused for its result is not among them. Of more
  /// than a hundred, the first and the latest 99.
  public let errors: [any Error]

  @inlinable static var first: RetryAttempt { RetryAttempt(number: 1, errors: []) }

  @inlinable
  init(number: Int, errors: [any Error]) {
    self.number = number
    self.errors = errors
  }
}

/// What is known before a wait: the hook `willRetry` receives it.
public struct RetryEvent: Sendable {
  /// The function's name.
  public let name: String
  /// The attempt that just failed, counted from 1.
  public let attempt: Int
  /// What it threw; `nil` if it returned a result that `onResult:` wants retried.
  public let error: (any Error)?
  /// How long the call waits now.
  public let delay: Duration
  /// Whether the server asked for this delay.
  public let isServerDirected: Bool
  /// Whether the call runs inside a later attempt of another retry, where attempts multiply (R12).
  public let isNested: Bool
}

/// What is known when a call gives up: the hook `didGiveUp` receives it.
public struct RetryGiveUp: Sendable {
  /// Why a call gave up.
  public enum Reason: String, Sendable, Hashable {
    /// All attempts were made.
    case attemptsExhausted
    /// The backoff has no further delay.
    case delaysExhausted
    /// Waiting would have gone past the total limit (R6).
    case limitReached
    /// The policy does not retry this error.
    case notRetryable
    /// The task is cancelled, or the function threw `CancellationError` (R5).
    case cancelled
  }

  /// The function's name.
  public let name: String
  /// How many attempts were made.
  public let attempts: Int
  /// What they threw, oldest first; the last of them is what the caller gets, unless a result was refused last. Of more
  /// than a hundred, the first and the latest 99.
  public let errors: [any Error]
  /// Why no further attempt is made.
  public let reason: Reason
  /// Whether the call ran inside a later attempt of another retry, where attempts multiply (R12).
  public let isNested: Bool
}
