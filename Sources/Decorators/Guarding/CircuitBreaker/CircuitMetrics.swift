import CoreMetrics
import Synchronization

/// The metrics of one circuit breaker. The first call that ends, or the first change, makes all of them (L8).
final class CircuitMetrics: Sendable {
  private final class Made: Sendable {
    /// None if there is no backend, so that a table of many breakers does not hold many of them.
    let calls: [Counter]
    let changes: [CircuitState: Counter]
    let state: Gauge?

    init(circuit: String, factory: any MetricsFactory) {
      guard !(factory is NOOPMetricsHandler) else {
        calls = []
        changes = [:]
        state = nil
        return
      }
      let circuit = ("circuit", circuit)
      calls = CircuitCallKind.allCases.map {
        Counter(label: "circuit_calls", dimensions: [circuit, ("kind", "\($0)")], factory: factory)
      }
      changes = Dictionary(
        uniqueKeysWithValues: CircuitState.allCases.map {
          ($0, Counter(label: "circuit_changes", dimensions: [circuit, ("to", $0.rawValue)], factory: factory))
        }
      )
      state = Gauge(label: "circuit_state", dimensions: [circuit], factory: factory)
    }
  }

  private let circuit: String
  private let factory: (any MetricsFactory)?
  /// Set once and released in `deinit`, so a call can use it without counting references, which threads would contend
  /// for.
  private let kept = Atomic<Unmanaged<Made>?>(nil)

  init(circuit: String, factory: (any MetricsFactory)?) {
    self.circuit = circuit
    self.factory = factory
  }

  deinit { kept.load(ordering: .acquiring)?.release() }

  func count(_ kind: CircuitCallKind) {
    made._withUnsafeGuaranteedRef { if !$0.calls.isEmpty { $0.calls[kind.rawValue].increment() } }
  }

  func countChange(to state: CircuitState) {
    made._withUnsafeGuaranteedRef { $0.changes[state]?.increment() }
  }

  /// Sets the gauge. States are shown one at a time and in order, so that the last one stays.
  func show(_ state: CircuitState) {
    made._withUnsafeGuaranteedRef { $0.state?.record(state.level) }
  }

  private var made: Unmanaged<Made> { kept.load(ordering: .acquiring) ?? keep() }

  /// Makes the metrics. If another call has kept its own meanwhile, those are used.
  private func keep() -> Unmanaged<Made> {
    let made = Unmanaged.passRetained(Made(circuit: circuit, factory: factory ?? MetricsSystem.factory))
    let kept = kept.compareExchange(expected: nil, desired: made, ordering: .acquiringAndReleasing)
    guard let other = kept.original else { return made }
    made.release()
    return other
  }
}
