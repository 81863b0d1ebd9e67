import Logging

/// What a policy says.
struct RetrySettings: Sendable {
  /// How many calls are made in total; `nil` for any number.
  var attempts: Int?
  var backoff: Backoff
  var limit: Duration?
  var errors: RetriedErrors
  var classify: (@Sendable (any Error) -> RetryDecision)?
  var idempotent: Bool
  var serverDelays: ServerDelays
  var budget: RetryBudget?
  var errorLimit: Int
  var generator: any RandomNumberGenerator & Sendable
  var logger: Logger?
  var metrics: RetryMetrics?
  var willRetry: (@Sendable (RetryEvent) -> Void)?
  var didRecover: (@Sendable (RetryRecovery) -> Void)?
  var didGiveUp: (@Sendable (RetryGiveUp) -> Void)?
  var clock: DecoratorClock

  /// What to do about an error, cancellation apart.
  func decision(on error: any Error) -> RetryDecision {
    guard errors.contains(error) else {
      // `on:` chooses among the errors of the function. A rejection of a decorator inside says itself what to do (A3).
      guard let rejection = error as? any Rejection, isRejection(error) else { return .giveUp }
      return rejection.retryDecision
    }
    if let classify { return classify(error) }
    return (error as? any RetryClassifiable)?.retryDecision ?? .retry
  }
}

extension RetrySettings {
  /// Every setting in effect, as it reads in source.
  var shown: [String] { shown(eachAttempt: []) }

  func shown(eachAttempt: [String]) -> [String] {
    var shown = attempts.map { ["attempts: \($0)"] } ?? []
    shown.append("backoff: \(backoff)")
    if let limit { shown.append("within: \(limit)") }
    shown += eachAttempt + errors.setting
    if classify != nil { shown.append("when: a closure") }
    if !idempotent { shown.append("idempotent: false") }
    shown.append("serverDelays: \(serverDelays)")
    if let budget { shown.append("budget: \"\(budget.name)\"") }
    if errorLimit != 10 { shown.append("keepingErrors: \(errorLimit)") }
    if !(generator is SystemRandomNumberGenerator) { shown.append("generator: \(type(of: generator))") }
    if let logger { shown.append("logger: \(logger.label)") }
    if let metrics { shown.append("metrics: \"\(metrics.name)\"") }
    if willRetry != nil { shown.append("willRetry: a closure") }
    if didRecover != nil { shown.append("didRecover: a closure") }
    if didGiveUp != nil { shown.append("didGiveUp: a closure") }
    return shown + clock.setting
  }
}
