import CoreMetrics
import DecoratorPrimitives

/// The counters of one metric with two dimensions, the function and something else: each is made when it is first
/// needed, and then kept (L8).
final class CounterTable: Sendable {
  private struct Key: Hashable {
    let function: String
    let value: String
  }

  private struct State {
    var factory: (any MetricsFactory)?
    var counters: [Key: Counter] = [:]
  }

  /// Names that somebody makes up for each call must not fill the memory. Their counters are made each time.
  private static let capacity = 1_000

  private let label: String
  private let dimension: String
  private let state: Locked<State>

  /// - Parameters:
  ///   - label: The name of the metric.
  ///   - dimension: The name of the other dimension.
  ///   - factory: The backend; by default the current one when the first counter is needed.
  init(label: String, dimension: String, factory: (any MetricsFactory)?) {
    self.label = label
    self.dimension = dimension
    state = Locked(State(factory: factory))
  }

  func increment(_ function: String, _ value: String) {
    let key = Key(function: function, value: value)
    let (kept, factory) = state.withLock { ($0.counters[key], $0.factory) }
    if let kept { return kept.increment() }
    let used = factory ?? MetricsSystem.factory
    let made = Counter(label: label, dimensions: [("function", function), (dimension, value)], factory: used)
    let counter = state.withLock { state in
      state.factory = state.factory ?? used
      if let first = state.counters[key] { return first }
      if state.counters.count < Self.capacity { state.counters[key] = made }
      return made
    }
    counter.increment()
  }
}
