/// A call that ended after its time limit, with a value or an error. The hook `didOverrun` receives it.
///
/// ```swift
/// TimeLimit(within: .seconds(2), didOverrun: { overrun in
///   print("\(overrun.name) ended \(overrun.duration) late, with \(overrun.error == nil ? "a value" : "an error")")
/// })
/// ```
public struct TimeLimitOverrun: Sendable {
  /// The name of the function.
  public let name: String
  /// Whether the limit was one of the whole call or of one attempt.
  public let scope: TimeLimitExceeded.Scope
  /// The limit.
  public let limit: Duration
  /// How long the function ran in all.
  public let elapsed: Duration
  /// How long the function ran on after the limit, 0 or more.
  public let duration: Duration
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
