import CoreMetrics

/// The Timers of one function. There is one for each outcome, created when it is first needed (L8).
final class OutcomeTimers: Sendable {
  private let label: String
  private let function: String
  private let factory: (any MetricsFactory)?
  private let success = TimerOnDemand()
  private let failure = TimerOnDemand()
  private let cancelled = TimerOnDemand()

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    self.label = label
    self.function = function
    self.factory = factory
  }

  func record(_ duration: Duration, _ outcome: CallOutcome) {
    switch outcome {
    case .success: success.record(duration) { makeTimer(outcome) }
    case .failure: failure.record(duration) { makeTimer(outcome) }
    case .cancelled: cancelled.record(duration) { makeTimer(outcome) }
    }
  }

  private func makeTimer(_ outcome: CallOutcome) -> Timer {
    Timer(
      label: label,
      dimensions: [("function", function), ("outcome", outcome.rawValue)],
      factory: factory ?? MetricsSystem.factory
    )
  }
}
