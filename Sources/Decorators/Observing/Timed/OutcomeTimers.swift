import CoreMetrics

/// The Timers of one function, one for each outcome.
struct OutcomeTimers: Sendable {
  private let timers: OutcomeMetrics<Timer>

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    timers = OutcomeMetrics(function: function, factory: factory) { dimensions, factory in
      Timer(label: label, dimensions: dimensions, factory: factory)
    }
  }

  func record(_ duration: Duration, _ outcome: CallOutcome) {
    timers.withMetric(of: outcome) { $0.record(duration) }
  }
}

extension Timer {
  /// Records a duration in whole nanoseconds, cut to the range of `Int64`, about 292 years.
  fileprivate func record(_ duration: Duration) {
    let attoseconds = duration.attoseconds
    let short = Int64(truncatingIfNeeded: attoseconds)
    if Int128(short) == attoseconds { return recordNanoseconds(short / 1_000_000_000) }
    recordNanoseconds(Int64(clamping: attoseconds / 1_000_000_000))
  }
}
