import CoreMetrics

/// The Counters of one function, one for each outcome. The first call that ends makes all of them (L8).
struct OutcomeCounters: Sendable {
  private struct Made: Sendable { let success, failure, cancelled, rejected: Counter }

  private let kept: KeptMetrics<Made>

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    kept = KeptMetrics(factory) { factory in
      func counter(_ outcome: ReportedOutcome) -> Counter {
        Counter(label: label, dimensions: [("function", function), ("outcome", outcome.rawValue)], factory: factory)
      }
      return Made(
        success: counter(.success),
        failure: counter(.failure),
        cancelled: counter(.cancelled),
        rejected: counter(.rejected)
      )
    }
  }

  func count(_ outcome: ReportedOutcome) {
    kept.withValue { counters in
      switch outcome {
      case .success: counters.success.increment()
      case .failure: counters.failure.increment()
      case .cancelled: counters.cancelled.increment()
      case .rejected: counters.rejected.increment()
      }
    }
  }
}
