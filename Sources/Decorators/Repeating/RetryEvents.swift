/// One attempt of a call. `withRetry` passes it to its body.
public struct RetryAttempt: Sendable {
  /// The number of the attempt. The first attempt is 1.
  public let number: Int

  @usableFromInline let kept: KeptErrors

  /// The errors of the previous attempts, oldest first.
  ///
  /// An attempt that was rejected for its result has no error in this list. If there are more errors than the policy
  /// keeps (`keepingErrors:`, 10 by default), the list holds the first one and the latest ones.
  @inlinable public var errors: [any Error] { kept.all }

  /// The attempt that the current task runs in; `nil` in a first attempt, and outside of a retry.
  ///
  /// A first attempt is not marked, so that a call that succeeds at once does not pay for it. Tasks that an attempt
  /// starts inherit it, until the attempt ends. Of nested retries, it is the innermost attempt after a first one.
  ///
  /// ```swift
  /// span.attributes["retry.attempt"] = RetryAttempt.current?.number
  /// ```
  public static var current: RetryAttempt? { RetryScope.attempt }

  @inlinable static var first: RetryAttempt { RetryAttempt(number: 1, kept: KeptErrors(limit: 0)) }

  @inlinable
  init(number: Int, kept: KeptErrors) {
    self.number = number
    self.kept = kept
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

/// The state of a call that succeeded after at least one retry. The hook `didRecover` receives it.
public struct RetryRecovery: Sendable {
  /// The name of the function.
  public let name: String
  /// How many attempts the call made, the successful one included: at least 2.
  public let attempts: Int
  /// The errors of the failed attempts, oldest first.
  ///
  /// An attempt that was rejected for its result has no error in this list. If there are more errors than the policy
  /// keeps (`keepingErrors:`, 10 by default), the list holds the first one and the latest ones.
  public let errors: [any Error]
  /// How much longer the call took because of its failure: the time from the end of the first attempt to the success.
  ///
  /// The time of the first attempt is not in it, because a call that succeeds at once reads no clock.
  public let elapsed: Duration
  /// Whether the call ran inside a later attempt of another retry. Nested retries multiply attempts (R12).
  public let isNested: Bool
}

/// The state of a call that gives up. The hook `didGiveUp` receives it.
public struct RetryGiveUp: Sendable {
  /// Why a call gave up.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// The call has made all of its attempts.
    case attemptsExhausted
    /// The backoff has no more delays.
    case delaysExhausted
    /// The next wait would have reached the total limit or the task's ``CallDeadline``, one of them was over when the wait
    /// ended (R6), or it cut the last attempt off (T7).
    case limitReached
    /// The server asked for a longer delay than the policy accepts (R9).
    case serverDelayTooLong
    /// The policy does not retry this error.
    case notRetryable
    /// The function must not run twice, and the error does not prove that nothing was done (U9).
    case notIdempotent
    /// The policy's ``RetryBudget`` refused the retry (U3).
    case budget
    /// The task is cancelled, or the function threw `CancellationError` (R5).
    case cancelled
    /// The clock of an asynchronous call threw an error instead of waiting (R17).
    case waitFailed
  }

  /// The name of the function.
  public let name: String
  /// How many attempts the call made.
  public let attempts: Int
  /// The error of the last attempt. It is `nil` if `onResult:` rejected the result of the last attempt; the caller then
  /// gets that result.
  public let error: (any Error)?
  /// The errors of the attempts, oldest first.
  ///
  /// An attempt that was rejected for its result has no error in this list. If there are more errors than the policy
  /// keeps (`keepingErrors:`, 10 by default), the list holds the first one and the latest ones.
  public let errors: [any Error]
  /// Why the call gave up.
  public let reason: Reason
  /// The delay that the server asked for with the last error; `nil` if it asked for none, or if the policy ignores what
  /// servers ask for.
  public let serverDelay: Duration?
  /// What the clock threw instead of waiting, if the reason is ``Reason/waitFailed``. The caller gets it, unless the
  /// function's error type cannot hold it; then the caller gets the last error or result.
  public let waitError: (any Error)?
  /// Whether the call ran inside a later attempt of another retry. Nested retries multiply attempts (R12).
  public let isNested: Bool
}
