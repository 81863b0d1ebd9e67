/// A call that ended after its time limit. The hooks `late` and `didOverrun` receive it.
public struct TimeLimitEvent: Sendable {
  /// The name of the function.
  public let name: String
  /// Whether the limit was one of the whole call or of one attempt.
  public let scope: TimeLimitExceeded.Scope
  /// The limit.
  public let limit: Duration
  /// How long the function ran.
  public let elapsed: Duration
  /// How long the function ran on after it was cancelled.
  public let overrun: Duration
  /// What the function threw; `nil` if it returned a value.
  public let error: (any Error)?
}

/// What becomes of a value that comes after the time limit (T4).
public enum LateResults: String, Sendable, Hashable {
  /// The caller gets it, because the work is done. This is the default.
  case returned
  /// The caller gets ``TimeLimitExceeded``. Use it where a late answer is a wrong one.
  case discarded
}
