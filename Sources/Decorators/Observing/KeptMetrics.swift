import CoreMetrics
import DecoratorPrimitives

/// The metrics of one object: made when they are first needed, and then kept (L8).
///
/// First calls at the same time may each make them. Those of the first to finish are kept, so no call waits for the
/// backend.
final class KeptMetrics<Made: Sendable>: Sendable {
  private let factory: (any MetricsFactory)?
  private let make: @Sendable (any MetricsFactory) -> Made
  private let kept = Locked<Made?>(nil)

  /// - Parameters:
  ///   - factory: The backend; by default the current one when the metrics are made.
  ///   - make: Makes the metrics.
  init(_ factory: (any MetricsFactory)?, _ make: @escaping @Sendable (any MetricsFactory) -> Made) {
    self.factory = factory
    self.make = make
  }

  var value: Made {
    if let made = kept.withLock({ $0 }) { return made }
    let made = make(factory ?? MetricsSystem.factory)
    return kept.withLock { kept in
      if let first = kept { return first }
      kept = made
      return made
    }
  }
}
