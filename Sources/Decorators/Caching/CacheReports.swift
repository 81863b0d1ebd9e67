import CoreMetrics
import DecoratorPrimitives

/// The metrics of a cache, which the first report makes (L8).
final class CacheReports: Sendable {
  private struct Made: Sendable {
    let hits, misses, evictions, succeeded, failed, rejected, cancelled: Counter
    let entries, weight: Gauge

    init(cache: String, factory: any MetricsFactory) {
      let cache = ("cache", cache)
      hits = Counter(label: "cache_hits", dimensions: [cache], factory: factory)
      misses = Counter(label: "cache_misses", dimensions: [cache], factory: factory)
      evictions = Counter(label: "cache_evictions", dimensions: [cache], factory: factory)
      func loads(_ outcome: CallOutcome) -> Counter {
        Counter(label: "cache_loads", dimensions: [cache, ("outcome", outcome.rawValue)], factory: factory)
      }
      (succeeded, failed) = (loads(.success), loads(.failure))
      (rejected, cancelled) = (loads(.rejected), loads(.cancelled))
      entries = Gauge(label: "cache_entries", dimensions: [cache], factory: factory)
      weight = Gauge(label: "cache_weight", dimensions: [cache], factory: factory)
    }
  }

  private let cache: String
  private let factory: (any MetricsFactory)?
  private let made = Locked<Made?>(nil)

  init(cache: String, factory: (any MetricsFactory)?) {
    self.cache = cache
    self.factory = factory
  }

  func report(_ counts: ReportedCounts, entries: Int, weight: Int) {
    let made = made.withLock { $0 } ?? make()
    made.hits.increment(by: counts.hits)
    made.misses.increment(by: counts.misses)
    made.evictions.increment(by: counts.evictions)
    made.succeeded.increment(by: counts.succeeded)
    made.failed.increment(by: counts.failed)
    made.rejected.increment(by: counts.rejected)
    made.cancelled.increment(by: counts.cancelled)
    made.entries.record(entries)
    made.weight.record(weight)
  }

  /// Makes the metrics. If another call has kept its own meanwhile, those are used.
  private func make() -> Made {
    let new = Made(cache: cache, factory: factory ?? MetricsSystem.factory)
    return made.withLock { made in
      if let made { return made }
      made = new
      return new
    }
  }
}

/// The counts of a cache that a report adds to its metrics.
@usableFromInline
struct ReportedCounts: Sendable {
  var hits = 0
  var misses = 0
  var evictions = 0
  var succeeded = 0
  var failed = 0
  var rejected = 0
  var cancelled = 0

  @usableFromInline
  init() {}

  static func - (left: Self, right: Self) -> Self {
    var difference = Self()
    difference.hits = left.hits - right.hits
    difference.misses = left.misses - right.misses
    difference.evictions = left.evictions - right.evictions
    difference.succeeded = left.succeeded - right.succeeded
    difference.failed = left.failed - right.failed
    difference.rejected = left.rejected - right.rejected
    difference.cancelled = left.cancelled - right.cancelled
    return difference
  }
}

extension MemoState {
  /// The counts since they were last set back.
  private var counts: ReportedCounts {
    var counts = ReportedCounts()
    (counts.hits, counts.misses, counts.evictions) = (hits, misses, evictions)
    (counts.succeeded, counts.failed) = (ended.successes, ended.failures)
    (counts.rejected, counts.cancelled) = (ended.rejected, ended.cancelled)
    return counts
  }

  /// Takes what no report has said yet.
  mutating func takeUnreported() -> ReportedCounts {
    countHits()
    defer { reported = counts }
    return counts - reported
  }

  /// Keeps what no report has said yet, because the counts are about to be set to zero.
  mutating func carryUnreported() { reported = reported - counts }
}

extension MemoCache {
  /// Adds what has happened since the last report to the cache's metrics.
  ///
  /// ```swift
  /// let users = MemoCache<String, User>(capacity: 256, named: "users")
  /// while true {
  ///   try await Task.sleep(for: .seconds(10))
  ///   users.report()
  /// }
  /// ```
  ///
  /// The metrics have the dimension `cache`, the name of the cache. The counters are `cache_hits`, `cache_misses`,
  /// `cache_evictions`, and `cache_loads` with the dimension `outcome`. The gauges are `cache_entries` and
  /// `cache_weight`. The first call makes them. Calls on several threads report nothing twice, and ``resetCounts()``
  /// loses nothing.
  ///
  /// A hit costs the same whether or not you report. Call this where you collect metrics, or every few seconds.
  public func report() {
    let (counts, entries, weight) = state.withLock { state in
      (state.takeUnreported(), state.values.count, state.ledger?.weight ?? state.values.count)
    }
    reports.report(counts, entries: entries, weight: weight)
  }
}
