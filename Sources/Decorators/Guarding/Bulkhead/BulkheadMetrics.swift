import CoreMetrics
import Synchronization

/// The metrics of one bulkhead, made by the first call and kept (L8, V8).
final class BulkheadMetrics: Sendable {
  /// What the gauges show.
  struct Reading: Sendable {
    let running: Int
    let waiting: Int
    let limit: Int
  }

  private final class Made: Sendable {
    let running, waiting, limit: Gauge
    let wait: Timer
    let refused: [BulkheadFullError.Reason: Counter]
    /// How many changes the gauges do not show yet, or show now.
    let changes = Atomic(0)

    init(name: String, factory: any MetricsFactory) {
      let dimensions = [("bulkhead", name)]
      func gauge(_ label: String) -> Gauge { Gauge(label: label, dimensions: dimensions, factory: factory) }
      running = gauge("bulkhead_running")
      waiting = gauge("bulkhead_waiting")
      limit = gauge("bulkhead_limit")
      wait = Timer(label: "bulkhead_wait", dimensions: dimensions, factory: factory)
      refused = Dictionary(
        uniqueKeysWithValues: BulkheadFullError.Reason.allCases.map { reason in
          let dimensions = dimensions + [("reason", reason.label)]
          return (reason, Counter(label: "bulkhead_refused", dimensions: dimensions, factory: factory))
        }
      )
    }
  }

  /// Without a backend there are none.
  private let kept: KeptMetrics<Made?>

  init(name: String, factory: (any MetricsFactory)?) {
    kept = KeptMetrics(factory) { $0 is NOOPMetricsHandler ? nil : Made(name: name, factory: $0) }
  }

  /// Shows the state in the gauges, after it has changed.
  ///
  /// Calls that come together do not wait for each other: one of them reads and shows the state until nothing has changed
  /// meanwhile, so that the gauges end at the last state.
  @inline(__always)
  func publish(_ read: () -> Reading) {
    use { made in
      guard made.changes.add(1, ordering: .acquiringAndReleasing).oldValue == 0 else { return }
      var seen = made.changes.load(ordering: .acquiring)
      while true {
        let reading = read()
        made.running.record(reading.running)
        made.waiting.record(reading.waiting)
        made.limit.record(reading.limit)
        let shown = made.changes.compareExchange(expected: seen, desired: 0, ordering: .acquiringAndReleasing)
        if shown.exchanged { return }
        seen = shown.original
      }
    }
  }

  func waited(_ duration: Duration) {
    use { $0.wait.recordNanoseconds(Int64(clamping: duration.attoseconds / 1_000_000_000)) }
  }

  func refused(_ reason: BulkheadFullError.Reason) {
    use { $0.refused[reason]?.increment() }
  }

  @inline(__always)
  private func use(_ body: (Made) -> Void) {
    kept.withValue { if let made = $0 { body(made) } }
  }
}

extension BulkheadFullError.Reason {
  /// The value of the metric's dimension.
  fileprivate var label: String {
    switch self {
    case .queueFull: "queue_full"
    case .waitedTooLong: "waited_too_long"
    }
  }
}
