import CoreMetrics
import DecoratorPrimitives

/// The counters of one metric with two dimensions, the function and one of a few values. The first event of a function
/// makes those of all values, and they are kept (L8).
final class CounterTable: Sendable {
  private struct State {
    var factory: (any MetricsFactory)?
    var counters: [String: [String: Counter]] = [:]
  }

  /// Names that somebody makes up for each call must not fill the memory. Their counters are made each time.
  private static let capacity = 1_000

  private let label: String
  private let dimension: String
  private let values: [String]
  private let state: Locked<State>

  /// - Parameters:
  ///   - label: The name of the metric.
  ///   - dimension: The name of the other dimension.
  ///   - values: The values of the other dimension.
  ///   - factory: The backend; by default the current one when the first counter is needed.
  init(label: String, dimension: String, values: [String], factory: (any MetricsFactory)?) {
    self.label = label
    self.dimension = dimension
    self.values = values
    state = Locked(State(factory: factory))
  }

  func increment(_ function: String, _ value: String) {
    let (kept, factory) = state.withLock { ($0.counters[function], $0.factory) }
    (kept ?? make(function, factory ?? MetricsSystem.factory))[value]?.increment()
  }

  /// Makes the counters of a function. If another call has kept its own meanwhile, those are used.
  private func make(_ function: String, _ factory: any MetricsFactory) -> [String: Counter] {
    var made: [String: Counter] = [:]
    for value in values {
      made[value] = Counter(label: label, dimensions: [("function", function), (dimension, value)], factory: factory)
    }
    return state.withLock { state in
      state.factory = state.factory ?? factory
      if let first = state.counters[function] { return first }
      if state.counters.count < Self.capacity { state.counters[function] = made }
      return made
    }
  }
}

// MARK: - Without an object

extension CounterTable {
  private struct Key: Hashable {
    let label: String
    let backend: ObjectIdentifier
  }

  /// How many tables are kept, so that a backend for each test does not fill the memory.
  private static let tables = 64

  private static let kept = Locked<[Key: CounterTable]>([:])

  /// The table of calls that run now. Their settings are made for each call, and their counters must not be.
  ///
  /// - Parameter factory: The backend; by default the current one. One that is a value has no identity, so a call that
  ///   names it gets a table of its own.
  static func shared(
    label: String,
    dimension: String,
    values: [String],
    factory: (any MetricsFactory)?
  ) -> CounterTable {
    let used = factory ?? MetricsSystem.factory
    func made() -> CounterTable { CounterTable(label: label, dimension: dimension, values: values, factory: used) }
    let isObject = type(of: used) is AnyClass
    if !isObject, factory != nil { return made() }
    let backend = isObject ? ObjectIdentifier(used as AnyObject) : ObjectIdentifier(type(of: used))
    let key = Key(label: label, backend: backend)
    return kept.withLock { kept in
      if let first = kept[key] { return first }
      if kept.count >= tables { kept = [:] }
      let table = made()
      kept[key] = table
      return table
    }
  }
}
