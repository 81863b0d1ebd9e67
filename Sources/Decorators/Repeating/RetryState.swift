import Logging

/// What changes during one call (R11): it decides after each failed attempt how long to wait, or that it is over.
struct RetryState {
  private static let errorLimit = 100

  private let policy: RetryPolicy
  private let name: String
  private let site: CallSite
  private let isNested = RetryScope.isRetrying
  private var delays: Delays
  private var freeDelays = 0
  private var attempts = 1
  private var errors: [any Error] = []

  init(_ policy: RetryPolicy, at site: CallSite) {
    self.policy = policy
    self.name = site.name
    self.site = site
    self.delays = policy.backoff.delays(using: policy.settings.generator)
  }

  /// The attempt that is made next.
  var attempt: RetryAttempt { RetryAttempt(number: attempts, errors: errors) }

  /// How long to wait before the next attempt, or `nil` to give up.
  ///
  /// - Parameters:
  ///   - error: What the attempt threw; `nil` if its result was refused.
  ///   - elapsed: How long the call has taken so far; only asked for where there is a limit.
  mutating func delay(after error: (any Error)?, elapsed: @autoclosure () -> Duration) -> Duration? {
    if let error { remember(error) }
    if Task.isCancelled || error is CancellationError { return giveUp(.cancelled) }

    let decision = error.map(policy.decision) ?? .retry
    if decision == .giveUp { return giveUp(.notRetryable) }
    let directed = decision.directedDelay.map { min(max(.zero, $0), policy.serverDelays.cap) }
    let isFree = directed != nil && freeDelays < policy.serverDelays.count
    guard isFree || attempts - freeDelays < policy.attempts else { return giveUp(.attemptsExhausted) }

    guard let delay = directed.map({ delays.spread($0) }) ?? delays.next() else { return giveUp(.delaysExhausted) }
    if let limit = policy.limit, elapsed() >= limit - delay { return giveUp(.limitReached) }
    if directed != nil { delays.restart() }
    if isFree { freeDelays += 1 }
    announce(
      RetryEvent(
        name: name,
        attempt: attempts,
        error: error,
        delay: delay,
        isServerDirected: directed != nil,
        isNested: isNested
      )
    )
    attempts += 1
    return delay
  }

  /// Notes that the wait ended early because the task was cancelled, so that the announced attempt is not made.
  mutating func cancelWait() {
    attempts -= 1
    _ = giveUp(.cancelled)
  }

  /// Keeps the first error and the latest, so that a call of countless attempts stays small.
  private mutating func remember(_ error: any Error) {
    if errors.count == Self.errorLimit { errors.remove(at: 1) }
    errors.append(error)
  }

  private func giveUp(_ reason: RetryGiveUp.Reason) -> Duration? {
    let ending = RetryGiveUp(name: name, attempts: attempts, errors: errors, reason: reason, isNested: isNested)
    policy.settings.didGiveUp?(ending)
    log(ending)
    return nil
  }

  private func announce(_ event: RetryEvent) {
    policy.settings.willRetry?(event)
    policy.settings.logger?.log(
      level: .warning,
      "retrying",
      metadata: [
        LogKey.function: .escaped(name),
        LogKey.attempt: "\(event.attempt)",
        LogKey.delay: .seconds(event.delay),
        LogKey.errorType: event.error.map { .type(of: $0) } ?? "result",
        LogKey.isNested: "\(isNested)",
      ],
      file: site.fileID,
      function: site.function,
      line: site.line
    )
  }

  private func log(_ ending: RetryGiveUp) {
    let isExhausted = ending.reason != .cancelled && ending.reason != .notRetryable
    policy.settings.logger?.log(
      level: isExhausted ? .error : .debug,
      "gave up",
      metadata: [
        LogKey.function: .escaped(name),
        LogKey.attempts: "\(attempts)",
        LogKey.reason: "\(ending.reason)",
        LogKey.errorType: errors.last.map { .type(of: $0) } ?? "result",
        LogKey.isNested: "\(isNested)",
      ],
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
  fileprivate var directedDelay: Duration? {
    if case .retryAfter(let delay) = kind { delay } else { nil }
  }
}
