import CoreMetrics

/// One metrics object for each outcome of a function. The first call that ends makes all of them (L8).
struct OutcomeMetrics<Metric: Sendable>: Sendable {
  private struct Made: Sendable { let success, failure, rejected, cancelled: Metric }

  private let kept: KeptMetrics<Made>

  /// - Parameters:
  ///   - function: The value of the dimension `function`.
  ///   - factory: The backend; by default the current one when the first call ends.
  ///   - make: Makes the metric with these dimensions.
  init(
    function: String,
    factory: (any MetricsFactory)?,
    _ make: @escaping @Sendable (_ dimensions: [(String, String)], any MetricsFactory) -> Metric
  ) {
    kept = KeptMetrics(factory) { factory in
      func metric(_ outcome: CallOutcome) -> Metric {
        make([("function", function), ("outcome", outcome.rawValue)], factory)
      }
      return Made(
        success: metric(.success),
        failure: metric(.failure),
        rejected: metric(.rejected),
        cancelled: metric(.cancelled)
      )
    }
  }

  /// Uses the metric of an outcome.
  @inline(__always)
  func withMetric(of outcome: CallOutcome, _ use: (Metric) -> Void) {
    kept.withValue { made in
      switch outcome {
      case .success: use(made.success)
      case .failure: use(made.failure)
      case .rejected: use(made.rejected)
      case .cancelled: use(made.cancelled)
      }
    }
  }
}
