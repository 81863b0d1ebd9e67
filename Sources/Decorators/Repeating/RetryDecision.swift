/// What to do about an error: try again, try again after a delay the server asked for, or give up.
public struct RetryDecision: Sendable, Hashable {
  @usableFromInline
  enum Kind: Sendable, Hashable {
    case retry
    case retryAfter(Duration)
    case giveUp
  }

  @usableFromInline let kind: Kind

  /// Try again after the backoff's next delay.
  public static var retry: Self { Self(kind: .retry) }

  /// Try again after a delay that the server asked for, capped by ``ServerDelays``; it costs no attempt and starts the
  /// backoff afresh (R9).
  public static func retry(after delay: Duration) -> Self { Self(kind: .retryAfter(delay)) }

  /// Hand the error to the caller now.
  public static var giveUp: Self { Self(kind: .giveUp) }

  /// Try again if the condition holds, give up otherwise: `when: { .retry(if: $0 is TimeoutError) }`.
  public static func retry(if condition: Bool) -> Self { condition ? .retry : .giveUp }
}

/// An error that knows whether the call that threw it is worth repeating.
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
  /// What a retry should do about this error, unless the policy's `when:` decides.
  var retryDecision: RetryDecision { get }
}
