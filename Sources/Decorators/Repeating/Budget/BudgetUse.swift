/// What one call has to do with the budget of its policy.
struct BudgetUse {
  private let budget: RetryBudget?
  /// Where the call was counted; `nil` while no attempt has run.
  private var deposit: RetryBudget.Entry?
  /// Where the attempt was counted that has been allowed and not begun.
  private var withdrawal: RetryBudget.Entry?
  private var hasRepeatedFreely = false
  /// Whether an attempt ran, so that the call counts.
  private var hasRun = false

  /// - Parameters:
  ///   - budget: The budget of the policy.
  ///   - deposit: Where the call was counted, if its first attempt has been made.
  init(_ budget: RetryBudget?, deposit: RetryBudget.Entry?) {
    self.budget = budget
    self.deposit = deposit
  }

  /// The budget, if it has counted the call.
  var countingBudget: RetryBudget? { deposit == nil ? nil : budget }

  /// An attempt begins. The first one counts the call (U2).
  mutating func attemptBegins() {
    guard let budget else { return }
    withdrawal = nil
    if deposit == nil { deposit = budget.deposit() }
  }

  func callSucceeds() { budget?.succeeded() }

  /// An attempt failed.
  ///
  /// - Parameters:
  ///   - error: What it threw; `nil` if its result was refused.
  ///   - isRetryable: Whether the policy retries the error.
  mutating func attemptFailed(throwing error: (any Error)?, isRetryable: Bool) {
    guard let budget else { return }
    if let error, isRejection(error) {
      // It never ran (A3). A call of which an earlier attempt ran counts.
      guard !hasRun else { return }
      if let deposit { budget.takeBack(deposit) }
      deposit = nil
    } else {
      hasRun = true
      if isRetryable, !isFree(error) { budget.failed() }
    }
  }

  /// Asks for another attempt. The first one after an error that proves that nothing was sent is free (U5).
  ///
  /// - Returns: `nil` if the attempt is allowed, and otherwise the refusal.
  mutating func refusal(after error: (any Error)?, at site: CallSite) -> BudgetRefusal? {
    guard let budget else { return nil }
    if isFree(error) {
      hasRepeatedFreely = true
      return nil
    }
    switch budget.withdraw(at: site) {
    case .granted(let entry):
      withdrawal = entry
      return nil
    case .refused(let isWorthAWarning): return BudgetRefusal(isWorthAWarning: isWorthAWarning)
    }
  }

  /// The allowed attempt does not begin (U3).
  mutating func attemptIsNotMade() {
    if let withdrawal { budget?.giveBack(withdrawal) }
    withdrawal = nil
  }

  private func isFree(_ error: (any Error)?) -> Bool {
    !hasRepeatedFreely && error.map { CallEffect(of: $0) == .neverSent } ?? false
  }
}

struct BudgetRefusal {
  /// Whether there was none lately, and the budget has no logger of its own.
  let isWorthAWarning: Bool
}
