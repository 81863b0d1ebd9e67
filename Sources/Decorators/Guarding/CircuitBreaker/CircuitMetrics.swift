import CoreMetrics

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

  private let kept: KeptMetrics<Made>

  init(circuit: String, factory: (any MetricsFactory)?) {
    kept = KeptMetrics(factory) { Made(circuit: circuit, factory: $0) }
  }

  func count(_ kind: CircuitCallKind) {
    kept.withValue { if !$0.calls.isEmpty { $0.calls[kind.rawValue].increment() } }
  }

  func countChange(to state: CircuitState) {
    kept.withValue { $0.changes[state]?.increment() }
  }

  /// Sets the gauge. States are shown one at a time and in order, so that the last one stays.
  func show(_ state: CircuitState) {
    kept.withValue { $0.state?.record(state.level) }
  }
}
