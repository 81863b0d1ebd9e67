import CoreMetrics

/// The Counters of one function, one for each outcome.
struct OutcomeCounters: Sendable {
  private let counters: OutcomeMetrics<Counter>

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    counters = OutcomeMetrics(function: function, factory: factory) { dimensions, factory in
      Counter(label: label, dimensions: dimensions, factory: factory)
    }
  }

  func count(_ outcome: CallOutcome) { counters.withMetric(of: outcome) { $0.increment() } }
}
