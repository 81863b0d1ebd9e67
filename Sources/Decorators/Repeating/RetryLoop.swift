import DecoratorPrimitives

/// Runs a call as the policy says: the first attempt too, unless it has been made and `first` is its result.
///
/// The path of a call that succeeds at once is not here. It is inlined into the caller, makes no state, and has no value
/// whose layout only a generic caller knows, because looking that up costs more than the call. Where there is a limit,
/// the first attempt is made here, because its time counts. So it is for a function that must not run twice, because what
/// happens inside the attempt counts (U9).
///
/// - Parameters:
///   - policy: What to do.
///   - first: The outcome of the first attempt, if it has been made.
///   - deposit: Where the budget has counted the call, if its first attempt has been made.
@usableFromInline
func retry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  after first: Result<Output, Failure>?,
  counted deposit: RetryBudget.Entry? = nil,
  at site: CallSite,
  clock: (any BlockingClock<Duration>)? = nil,
  onResult isRefused: (Output) -> Bool,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  let clock = policy.settings.clock.replaced(by: clock)
  let start = clock.start()
  var budget = BudgetUse(policy.settings.budget, deposit: deposit)
  let effects = EffectScope.attempts(of: policy)
  if first == nil { budget.attemptBegins() }
  var last = first ?? effects.mark { outcome(of: body, on: .first) }
  if first == nil, case .success(let output) = last, !isRefused(output) {
    budget.callSucceeds()
    return output
  }
  var state = RetryState(
    policy,
    at: site,
    failedAfter: first == nil ? start.elapsed() : .zero,
    using: budget,
    inside: effects
  )
  while let delay = state.delay(after: last.error, elapsed: start.elapsed()) {
    do {
      if delay > .zero { try clock.blockingSleep(for: delay) }
      try Task.checkCancellation()
    } catch {
      // A clock that blocks can only throw CancellationError.
      state.cancelWait()
      break
    }
    guard state.isInTime(elapsed: start.elapsed()) else { break }
    state.attemptBegins()
    last = effects.mark { RetryScope.mark(state.attempt, countedBy: state.countingBudget, body) }
    if case .success(let output) = last, !isRefused(output) {
      state.recover(elapsed: start.elapsed())
      break
    }
  }
  return try last.get()
}

nonisolated(nonsending) func retry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  after first: Result<Output, Failure>?,
  counted deposit: RetryBudget.Entry? = nil,
  at site: CallSite,
  clock: (any Clock<Duration>)? = nil,
  limits: AttemptLimits? = nil,
  onResult isRefused: (Output) -> Bool,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let clock = policy.settings.clock.replaced(by: clock)
  let start = clock.start()
  var budget = BudgetUse(policy.settings.budget, deposit: deposit)
  let effects = EffectScope.attempts(of: policy)
  if first == nil { budget.attemptBegins() }
  var last: Result<Output, Failure>
  if let first { last = first } else { last = await effects.mark { await outcome(of: body, on: .first) } }
  if first == nil, case .success(let output) = last, !isRefused(output) {
    budget.callSucceeds()
    return output
  }
  var state = RetryState(
    policy,
    at: site,
    failedAfter: first == nil ? start.elapsed() : .zero,
    using: budget,
    inside: effects,
    limits: limits
  )
  while let delay = state.delay(after: last.error, elapsed: start.elapsed()) {
    do {
      if delay > .zero { try await clock.sleep(for: delay) }
      try Task.checkCancellation()
    } catch {
      if let failure = state.endWait(throwing: error) as? Failure { throw failure }
      break
    }
    guard state.isInTime(elapsed: start.elapsed()) else { break }
    state.attemptBegins()
    last = await effects.mark { await RetryScope.mark(state.attempt, countedBy: state.countingBudget, body) }
    if case .success(let output) = last, !isRefused(output) {
      state.recover(elapsed: start.elapsed())
      break
    }
  }
  return try last.get()
}
