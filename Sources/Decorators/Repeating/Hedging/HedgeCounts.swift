import CoreMetrics

/// The metric `hedges`: extra attempts by function and result (V8).
enum HedgeCounts: Sendable {
  /// What became of an extra attempt.
  enum Result: String, CaseIterable {
    case won, lost, refused
  }

  /// The counters of a policy.
  case kept(CounterTable)
  /// Those of calls that run now, with this backend.
  case shared((any MetricsFactory)?)

  init(_ factory: (any MetricsFactory)?, isKept: Bool) {
    guard isKept else {
      self = .shared(factory)
      return
    }
    self = .kept(CounterTable(label: Self.label, dimension: Self.dimension, values: Self.results, factory: factory))
  }

  func add(_ result: Result, of function: String) {
    let table =
      switch self {
      case .kept(let table): table
      case .shared(let factory):
        CounterTable.shared(label: Self.label, dimension: Self.dimension, values: Self.results, factory: factory)
      }
    table.increment(function, result.rawValue)
  }

  private static let label = "hedges"
  private static let dimension = "result"
  private static let results = Result.allCases.map(\.rawValue)
}
