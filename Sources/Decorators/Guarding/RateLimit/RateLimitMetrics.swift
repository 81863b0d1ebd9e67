import CoreMetrics
import DecoratorPrimitives

/// The metrics of a rate limit, made by the first call that waits or is refused, and kept (L8).
final class RateLimitMetrics: Sendable {
  private struct Made: Sendable {
    let wait: Timer
    let refused: Counter
  }

  private let name: String
  private let factory: (any MetricsFactory)?
  private let kept = Locked<Made?>(nil)

  init(name: String, factory: (any MetricsFactory)?) {
    self.name = name
    self.factory = factory
  }

  /// The metrics that the bucket keeps, so that limits that are made for one call do not make them each.
  static func kept(by source: TokenSource, name: String) -> RateLimitMetrics {
    guard name == source.name else { return RateLimitMetrics(name: name, factory: nil) }
    return BucketReports.kept(by: source, named: name).metrics
  }

  func waited(_ duration: Duration) {
    made.wait.recordNanoseconds(Int64(clamping: duration.attoseconds / 1_000_000_000))
  }

  func refused() { made.refused.increment() }

  private var made: Made {
    if let made = kept.withLock({ $0 }) { return made }
    let factory = factory ?? MetricsSystem.factory
    let new = Made(
      wait: Timer(label: "rate_limit_wait", dimensions: [("limit", name)], factory: factory),
      refused: Counter(label: "rate_limit_refused", dimensions: [("limit", name)], factory: factory)
    )
    return kept.withLock { kept in
      let made = kept ?? new
      kept = made
      return made
    }
  }
}

/// What a bucket keeps for the limits that are made for one call each.
final class BucketReports: Sendable {
  let metrics: RateLimitMetrics
  let refusals = RefusalLog.Count()

  private init(name: String) { metrics = RateLimitMetrics(name: name, factory: nil) }

  static func kept(by source: TokenSource, named name: String) -> BucketReports {
    source.attachment.withLock { kept in
      if let reports = kept as? BucketReports { return reports }
      let reports = BucketReports(name: name)
      kept = reports
      return reports
    }
  }
}
