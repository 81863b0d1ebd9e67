import CoreMetrics
import Synchronization

/// The metrics of one object or function: made when they are first needed, and then kept (L8).
///
/// First calls at the same time may each make them. Those of the first to finish are kept, so no call waits for another
/// one or for the backend.
final class KeptMetrics<Made: Sendable>: Sendable {
  private final class Box: Sendable {
    let made: Made
    init(_ made: Made) { self.made = made }
  }

  private let factory: (any MetricsFactory)?
  private let make: @Sendable (any MetricsFactory) -> Made
  /// Set once and released in `deinit`, so a call can use it without counting references, which threads would contend for.
  private let kept = Atomic<Unmanaged<Box>?>(nil)

  /// - Parameters:
  ///   - factory: The backend; by default the current one when the metrics are made.
  ///   - make: Makes the metrics.
  init(_ factory: (any MetricsFactory)?, _ make: @escaping @Sendable (any MetricsFactory) -> Made) {
    self.factory = factory
    self.make = make
  }

  deinit { kept.load(ordering: .acquiring)?.release() }

  var value: Made { withValue { $0 } }

  /// Uses the metrics without counting references to them.
  @inline(__always)
  func withValue<Output>(_ use: (Made) -> Output) -> Output {
    let box = kept.load(ordering: .acquiring) ?? keep()
    return box._withUnsafeGuaranteedRef { use($0.made) }
  }

  /// Makes the metrics. If another call has kept its own meanwhile, those are used.
  private func keep() -> Unmanaged<Box> {
    let made = Unmanaged.passRetained(Box(make(factory ?? MetricsSystem.factory)))
    let kept = kept.compareExchange(expected: nil, desired: made, ordering: .acquiringAndReleasing)
    guard let other = kept.original else { return made }
    made.release()
    return other
  }
}
