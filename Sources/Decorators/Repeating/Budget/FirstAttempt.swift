/// What a retry does about the first attempt of a call, beside making it.
@frozen
@usableFromInline
enum FirstAttempt: Sendable {
  /// Nothing, unless it fails.
  case free
  /// The window of the budget counts the call when it begins.
  case counted
  /// A budget of tokens gives something back when it succeeds.
  case rewarded
  /// The loop makes it as it makes the others: its time counts, or the calls inside tell what they may have done (U9).
  case inLoop

  @inlinable @inline(__always)
  init(within limit: Duration?, budget: RetryBudget?, idempotent: Bool) {
    if limit != nil || !idempotent {
      self = .inLoop
    } else if let budget {
      self = budget.firstAttempt
    } else {
      self = .free
    }
  }
}
