import Logging

/// What a policy says.
struct HedgeSettings: Sendable {
  var delay: HedgeDelay
  var attempts: Int
  var errors: RetriedErrors
  var classify: (@Sendable (any Error) -> RetryDecision)?
  var budget: RetryBudget?
  var logger: Logger?
  var didStart: (@Sendable (HedgeStart) -> Void)?
  var didEnd: (@Sendable (HedgeEnd) -> Void)?
  var loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)?
  var discard: (@Sendable (any Sendable) async -> Void)?
  var clock: DecoratorClock

  /// What a failure means for the other attempts.
  enum Verdict {
    /// The next attempt starts, this long after the failure or later.
    case another(after: Duration)
    /// No more attempts start. Those that run may win.
    case noMore
    /// The call is over.
    case fatal
  }

  /// Longer delays that a server asks for mean that there is nothing to hedge (R9).
  static let longestPushback = Duration.seconds(60)

  func verdict(on error: any Error) -> Verdict {
    if error is CancellationError { return .fatal }
    switch decision(on: error).kind {
    case .retry: return .another(after: .zero)
    case .retryAfter(let delay): return delay > Self.longestPushback ? .noMore : .another(after: max(.zero, delay))
    case .giveUp: return isRejection(error) ? .noMore : .fatal
    }
  }

  private func decision(on error: any Error) -> RetryDecision {
    guard errors.contains(error) else { return .giveUp }
    if let classify { return classify(error) }
    return (error as? any RetryClassifiable)?.retryDecision ?? .retry
  }
}

extension HedgeSettings {
  /// Every setting in effect, as it reads in source.
  var shown: [String] {
    var shown = ["after: \(delay)", "attempts: \(attempts)"] + errors.setting
    if classify != nil { shown.append("when: a closure") }
    if let budget { shown.append("budget: \(budget.name)") }
    if let logger { shown.append("logger: \(logger.label)") }
    if didStart != nil { shown.append("didStart: a closure") }
    if didEnd != nil { shown.append("didEnd: a closure") }
    if loserDidOverrun != nil { shown.append("loserDidOverrun: a closure") }
    if discard != nil { shown.append("discarding: a closure") }
    return shown + clock.setting
  }
}
