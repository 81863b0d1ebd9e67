import CoreMetrics

/// The Timers of one function, one for each outcome. The first call that ends makes all of them (L8).
struct OutcomeTimers: Sendable {
  private struct Made: Sendable { let success, failure, cancelled: Timer }

  private let kept: KeptMetrics<Made>

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    kept = KeptMetrics(factory) { factory in
      func timer(_ outcome: CallOutcome) -> Timer {
        Timer(label: label, dimensions: [("function", function), ("outcome", outcome.rawValue)], factory: factory)
      }
      return Made(success: timer(.success), failure: timer(.failure), cancelled: timer(.cancelled))
    }
  }

  func record(_ duration: Duration, _ outcome: CallOutcome) {
    kept.withValue { timers in
      switch outcome {
      case .success: timers.success.record(duration)
      case .failure: timers.failure.record(duration)
      case .cancelled: timers.cancelled.record(duration)
      }
    }
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
