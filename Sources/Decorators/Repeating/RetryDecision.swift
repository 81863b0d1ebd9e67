/// What to do about an error: retry, retry after a delay that the server asked for, or give up.
public struct RetryDecision: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case retry
    case retryAfter(Duration)
    case giveUp
  }

  let kind: Kind

  /// Retry after the next delay of the backoff.
  public static var retry: Self { Self(kind: .retry) }

  /// Retry after a delay that the server asked for.
  ///
  /// The retry is one of the policy's attempts. The policy's ``ServerDelays`` say what happens if the delay is too long.
  /// The backoff restarts with its first delay (R9).
  ///
  /// - Parameter delay: The delay that the server asked for. If it is zero or less, the backoff's delay counts: a server
  ///   that says "now" does not know when to come back.
  public static func retry(after delay: Duration) -> Self { Self(kind: .retryAfter(delay)) }

  /// Give up: throw the error to the caller now.
  public static var giveUp: Self { Self(kind: .giveUp) }

  /// Retry if the condition holds, otherwise give up: `when: { .retry(if: $0 is TimeoutError) }`.
  public static func retry(if condition: Bool) -> Self { condition ? .retry : .giveUp }
}

/// An error that decides whether the call that threw it should be retried.
///
/// ```swift
/// struct StatusError: RetryClassifiable {
///   var status: Int
///   var retryAfter: Duration?
///   var retryDecision: RetryDecision {
///     switch status {
///     case 503: retryAfter.map { .retry(after: $0) } ?? .retry
///     case 500...: .retry
///     default: .giveUp
///     }
///   }
/// }
/// ```
public protocol RetryClassifiable: Error {
  /// What a retry does about this error. If the policy has a `when:` closure, that closure decides instead.
  var retryDecision: RetryDecision { get }
}
