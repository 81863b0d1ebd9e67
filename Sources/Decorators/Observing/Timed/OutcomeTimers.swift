import CoreMetrics
import Synchronization

/// The Timers of one function, one for each outcome. The first call that ends makes all of them (L8).
final class OutcomeTimers: Sendable {
  private final class Made: Sendable {
    let success, failure, cancelled: Timer

    init(_ make: (CallOutcome) -> Timer) {
      success = make(.success)
      failure = make(.failure)
      cancelled = make(.cancelled)
    }

    func record(_ duration: Duration, _ outcome: CallOutcome) {
      switch outcome {
      case .success: success.record(duration)
      case .failure: failure.record(duration)
      case .cancelled: cancelled.record(duration)
      }
    }
  }

  private let label: String
  private let function: String
  private let factory: (any MetricsFactory)?
  /// Set once and released in `deinit`, so a call can use it without counting references, which threads would contend for.
  private let kept = Atomic<Unmanaged<Made>?>(nil)

  init(label: String, function: String, factory: (any MetricsFactory)?) {
    self.label = label
    self.function = function
    self.factory = factory
  }

  deinit { kept.load(ordering: .acquiring)?.release() }

  func record(_ duration: Duration, _ outcome: CallOutcome) {
    let timers = kept.load(ordering: .acquiring) ?? keepTimers()
    timers._withUnsafeGuaranteedRef { $0.record(duration, outcome) }
  }

  /// Makes the Timers. If another call has kept its own meanwhile, those are used.
  private func keepTimers() -> Unmanaged<Made> {
    let made = Unmanaged.passRetained(makeTimers())
    let kept = kept.compareExchange(expected: nil, desired: made, ordering: .acquiringAndReleasing)
    guard let other = kept.original else { return made }
    made.release()
    return other
  }

  private func makeTimers() -> Made {
    let factory = factory ?? MetricsSystem.factory
    return Made { outcome in
      Timer(
        label: label,
        dimensions: [("function", function), ("outcome", outcome.rawValue)],
        factory: factory
      )
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
