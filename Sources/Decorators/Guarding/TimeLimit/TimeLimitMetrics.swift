public import CoreMetrics

/// The metrics of one function's time limits (V8).
///
/// | metric | kind | dimensions |
/// |---|---|---|
/// | `time_limits` | counter of calls that ended after their limit | `function`; `scope`: `whole` or `attempt`; `ended`: `value` or `error` |
/// | `time_limit_overrun` | timer: how long they ran on after it | `function` |
///
/// ```swift
/// let limit = TimeLimit(within: .seconds(2), metrics: TimeLimitMetrics(named: "fetch_user"))
/// ```
///
/// Calls that end in time record nothing and cost nothing. Make one object for each function and keep it: it holds its
/// metrics, which the first late call makes.
public final class TimeLimitMetrics: Sendable {
  private struct Made: Sendable {
    let counters: [[CoreMetrics.Counter]]
    let overrun: CoreMetrics.Timer
  }

  /// The name of the function, which is the dimension `function`.
  public let name: String
  private let made: KeptMetrics<Made>

  /// Names the metrics of a function.
  ///
  /// - Parameters:
  ///   - name: The function's name. It must not be empty.
  ///   - factory: The metrics backend; by default the current one at the first late call.
  public init(named name: String, metricsFactory factory: (any MetricsFactory)? = nil) {
    require(!name.isEmpty, "The name of a function with a time limit must not be empty, because it labels a metric.")
    self.name = name
    made = KeptMetrics(factory) { factory in
      Made(
        counters: [TimeLimitExceeded.Scope.whole, .attempt].map { scope in
          ["value", "error"].map { ended in
            CoreMetrics.Counter(
              label: "time_limits",
              dimensions: [("function", name), ("scope", scope.rawValue), ("ended", ended)],
              factory: factory
            )
          }
        },
        overrun: CoreMetrics.Timer(label: "time_limit_overrun", dimensions: [("function", name)], factory: factory)
      )
    }
  }

  func record(_ overrun: TimeLimitOverrun) {
    let made = made.value
    made.counters[overrun.scope == .whole ? 0 : 1][overrun.error == nil ? 0 : 1].increment()
    made.overrun.recordNanoseconds(Int64(clamping: overrun.duration.attoseconds / 1_000_000_000))
  }
}
