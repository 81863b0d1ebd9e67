import Logging

/// What changes during one call (R11): it decides after each failed attempt how long to wait, or that it is over.
struct RetryState {
  private let settings: RetrySettings
  private let name: String
  private let site: CallSite
  private let isNested = RetryScope.isRetrying
  /// How long the call had taken when its first attempt failed.
  private let firstFailure: Duration
  private var delays: Delays
  private var attempts = 1
  private var lastError: (any Error)?
  private var errors: KeptErrors
  private var serverDelay: Duration?
  private var budget: BudgetUse
  /// What the calls inside an attempt may have done; `nil` if the function may run twice.
  private let effects: EffectScope?
  /// The limits of the attempts, if they have any.
  private let limits: AttemptLimits?

  /// - Parameters:
  ///   - policy: What to do.
  ///   - site: The name and the place of the call.
  ///   - firstFailure: How long the call had taken when its first attempt failed.
  ///   - budget: What the call has had to do with the policy's budget.
  ///   - effects: What the calls inside an attempt may have done; `nil` if the function may run twice.
  ///   - limits: The limits of the attempts.
  init(
    _ policy: RetryPolicy,
    at site: CallSite,
    failedAfter firstFailure: Duration,
    using budget: BudgetUse,
    inside effects: EffectScope?,
    limits: AttemptLimits? = nil
  ) {
    self.budget = budget
    self.effects = effects
    self.limits = limits
    settings = policy.settings
    name = site.name
    self.site = site
    self.firstFailure = firstFailure
    delays = settings.backoff.delays(using: settings.generator)
    errors = KeptErrors(limit: settings.errorLimit)
  }

  /// The attempt that is made next.
  var attempt: RetryAttempt { RetryAttempt(number: attempts, kept: errors) }

  /// How long to wait before the next attempt, or `nil` to give up.
  ///
  /// - Parameters:
  ///   - error: What the attempt threw; `nil` if its result was refused.
  ///   - elapsed: How long the call has taken so far; only asked for where there is a limit.
  mutating func delay(after error: (any Error)?, elapsed: @autoclosure () -> Duration) -> Duration? {
    lastError = error
    serverDelay = nil
    if let error { errors.append(error) }
    noteEffect(of: error)
    let isCancelled = Task.isCancelled || error.map(isCancellation) ?? false
    let decision = isCancelled ? .giveUp : decision(after: error)
    budget.attemptFailed(throwing: error, isRetryable: decision != .giveUp)
    if isCancelled { return giveUp(.cancelled) }
    if limits?.cut == .whole { return giveUp(.limitReached) }
    if decision == .giveUp { return giveUp(.notRetryable) }
    if let effects, let error, effects.isPossible || CallEffect(of: error) == .possible {
      return giveUp(.notIdempotent)
    }
    serverDelay = settings.serverDelays.areIgnored ? nil : decision.serverDelay
    if let most = settings.attempts, attempts >= most { return giveUp(.attemptsExhausted) }

    let delay: Duration
    if let serverDelay {
      guard let wait = settings.serverDelays.wait(for: serverDelay) else { return giveUp(.serverDelayTooLong) }
      delay = delays.spread(wait)
    } else {
      guard let next = delays.next() else { return giveUp(.delaysExhausted) }
      delay = next
    }
    if !isInTime(after: delay, elapsed: elapsed()) { return giveUp(.limitReached) }
    if let refusal = budget.refusal(after: error, at: site) {
      return giveUp(.budget, isWorthAWarning: refusal.isWorthAWarning)
    }
    if serverDelay != nil { delays.restart() }
    announce(delay)
    attempts += 1
    return delay
  }

  /// Whether the announced attempt may begin, because its wait did not outlast the limit.
  mutating func isInTime(elapsed: @autoclosure () -> Duration) -> Bool {
    if isInTime(after: .zero, elapsed: elapsed()) { return true }
    withdraw(.limitReached)
    return false
  }

  /// Whether an attempt can begin after the wait, and still has its least time.
  private func isInTime(after wait: Duration, elapsed: @autoclosure () -> Duration) -> Bool {
    let floor = limits?.floor ?? .zero
    if let deadline = CallDeadline.current {
      let left = deadline.remaining - wait
      if left <= .zero || left < floor { return false }
    }
    guard let limit = settings.limit else { return true }
    // A wait can be so long that only a difference is safe.
    let left = limit - wait - elapsed()
    return left > .zero && left >= floor
  }

  /// What the policy does about what an attempt threw. An attempt that its own limit cut off is repeated, whatever errors
  /// the policy names (T7).
  private func decision(after error: (any Error)?) -> RetryDecision {
    switch limits?.cut {
    case .attempt: .retry
    case .whole: .giveUp
    case nil: error.map(settings.decision) ?? .retry
    }
  }

  /// Tells a retry around this one what the attempt may have done, because the next one can end with an error that says
  /// nothing about it (U9).
  private func noteEffect(of error: (any Error)?) {
    if effects?.isPossible ?? false { return EffectScope.notePossible() }
    if let error { return EffectScope.note(error) }
    // The closure that refused the result answers for a function that must not run twice.
    if effects == nil { EffectScope.notePossible() }
  }

  /// The policy's budget, if it has counted the call.
  var countingBudget: RetryBudget? { budget.countingBudget }

  /// Notes that the next attempt begins.
  mutating func attemptBegins() {
    effects?.reset()
    budget.attemptBegins()
  }

  /// Notes that the wait ended because the task was cancelled, so that the announced attempt is not made.
  mutating func cancelWait() { withdraw(.cancelled) }

  /// Notes that the wait ended with an error, so that the announced attempt is not made.
  ///
  /// - Returns: The error if the clock failed; `nil` if the task was cancelled.
  mutating func endWait(throwing error: any Error) -> (any Error)? {
    if isCancellation(error) {
      cancelWait()
      return nil
    }
    withdraw(.waitFailed, waitError: error)
    return error
  }

  /// Notes that the announced attempt succeeded.
  func recover(elapsed: @autoclosure () -> Duration) {
    budget.callSucceeds()
    settings.metrics?.ends(after: attempts)
    guard settings.didRecover != nil || settings.logger != nil else { return }
    let recovery = RetryRecovery(
      name: name,
      attempts: attempts,
      errors: errors.all,
      elapsed: elapsed() - firstFailure,
      isNested: isNested
    )
    settings.didRecover?(recovery)
    log(.info, "recovered", [LogKey.attempts: "\(attempts)", LogKey.elapsed: .seconds(recovery.elapsed)])
  }

  private mutating func withdraw(_ reason: RetryGiveUp.Reason, waitError: (any Error)? = nil) {
    attempts -= 1
    budget.attemptIsNotMade()
    _ = giveUp(reason, waitError: waitError)
  }

  private func giveUp(
    _ reason: RetryGiveUp.Reason,
    waitError: (any Error)? = nil,
    isWorthAWarning: Bool = false
  ) -> Duration? {
    settings.metrics?.givesUp(because: reason, after: attempts)
    settings.didGiveUp?(
      RetryGiveUp(
        name: name,
        attempts: attempts,
        error: lastError,
        errors: errors.all,
        reason: reason,
        serverDelay: serverDelay,
        waitError: waitError,
        isNested: isNested
      )
    )
    var metadata: Logger.Metadata = [LogKey.attempts: "\(attempts)", LogKey.reason: "\(reason)"]
    if let serverDelay { metadata[LogKey.serverDelay] = .seconds(serverDelay) }
    if let waitError { metadata[LogKey.waitErrorType] = .type(of: waitError) }
    let level: Logger.Level =
      switch reason {
      case .cancelled, .notRetryable, .notIdempotent: .debug
      case .budget: isWorthAWarning ? .warning : .debug
      case .attemptsExhausted, .delaysExhausted, .limitReached, .serverDelayTooLong, .waitFailed: .error
      }
    log(level, "gave up", metadata.merging(lastOutcome) { $1 })
    return nil
  }

  private func announce(_ delay: Duration) {
    settings.metrics?.retries(because: cause)
    settings.willRetry?(
      RetryEvent(
        name: name,
        attempt: attempts,
        error: lastError,
        delay: delay,
        isServerDirected: serverDelay != nil,
        isNested: isNested
      )
    )
    CallEvents.post(.retry(after: attempts, delay: delay, error: lastError))
    let metadata: Logger.Metadata = [LogKey.attempt: "\(attempts)", LogKey.delay: .seconds(delay)]
    log(.warning, "retrying", metadata.merging(lastOutcome) { $1 })
  }

  private var cause: RetryMetrics.Cause {
    if serverDelay != nil { return .serverDelay }
    guard let lastError else { return .result }
    return lastError is TimeLimitExceeded ? .timeLimit : .error
  }

  /// What the last attempt threw, or that its result was refused.
  private var lastOutcome: Logger.Metadata {
    lastError.map { [LogKey.errorType: .type(of: $0)] } ?? [LogKey.result: "refused"]
  }

  private func log(
    _ level: Logger.Level,
    _ message: Logger.Message,
    _ metadata: @autoclosure () -> Logger.Metadata
  ) {
    settings.logger?.log(
      level: level,
      message,
      metadata: metadata()
        .merging([LogKey.function: .escaped(name), LogKey.isNested: "\(isNested)"]) { $1 },
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }
}

extension Result {
  var error: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}

extension RetryDecision {
  /// The delay that the server asked for. One of zero or less says nothing about when to come back (R9).
  fileprivate var serverDelay: Duration? {
    if case .retryAfter(let delay) = kind, delay > .zero { delay } else { nil }
  }
}
