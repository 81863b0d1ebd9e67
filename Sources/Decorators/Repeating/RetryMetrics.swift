public import CoreMetrics

/// The metrics of one function's retries (V8).
///
/// | metric | kind | dimensions |
/// |---|---|---|
/// | `retries` | counter of attempts after the first | `function`; `reason`: `error`, `result`, `time_limit` or `server_delay` |
/// | `retries_given_up` | counter of calls that gave up | `function`; `reason`: a ``RetryGiveUp/Reason`` in snake case, such as `attempts_exhausted` |
/// | `function_attempts` | distribution of the attempts of a call, of calls with more than one | `function` |
///
/// ```swift
/// let policy = RetryPolicy(attempts: 5, metrics: RetryMetrics(named: "push"))
/// ```
///
/// A call that succeeds at once records nothing and costs nothing. Make one object for each function and keep it: it
/// holds its metrics, which the first failed call makes, all of them (L8).
public final class RetryMetrics: Sendable {
  enum Cause: String, CaseIterable {
    case error
    case result
    case timeLimit = "time_limit"
    case serverDelay = "server_delay"
  }

  private struct Made: Sendable {
    let retries: [Cause: CoreMetrics.Counter]
    let givenUp: [RetryGiveUp.Reason: CoreMetrics.Counter]
    let attempts: Recorder
  }

  /// The name of the function, which is the dimension `function`.
  public let name: String
  private let made: KeptMetrics<Made>

  /// Names the metrics of a function.
  ///
  /// - Parameters:
  ///   - name: The function's name. It must not be empty.
  ///   - factory: The metrics backend; by default the current one at the first failed call.
  public init(named name: String, metricsFactory factory: (any MetricsFactory)? = nil) {
    require(!name.isEmpty, "The name of a retried function must not be empty, because it labels a metric.")
    self.name = name
    made = KeptMetrics(factory) { factory in
      func counter(_ label: String, _ reason: String) -> CoreMetrics.Counter {
        CoreMetrics.Counter(label: label, dimensions: [("function", name), ("reason", reason)], factory: factory)
      }
      return Made(
        retries: .init(uniqueKeysWithValues: Cause.allCases.map { ($0, counter("retries", $0.rawValue)) }),
        givenUp: .init(
          uniqueKeysWithValues: RetryGiveUp.Reason.allCases.map { ($0, counter("retries_given_up", $0.label)) }
        ),
        attempts: Recorder(
          label: "function_attempts",
          dimensions: [("function", name)],
          aggregate: true,
          factory: factory
        )
      )
    }
  }

  func retries(because cause: Cause) { made.value.retries[cause]!.increment() }

  func givesUp(because reason: RetryGiveUp.Reason, after attempts: Int) {
    made.value.givenUp[reason]!.increment()
    ends(after: attempts)
  }

  func ends(after attempts: Int) {
    if attempts > 1 { made.value.attempts.record(attempts) }
  }
}

extension RetryGiveUp.Reason {
  /// The reason as the value of a dimension: `attempts_exhausted`.
  fileprivate var label: String {
    rawValue.map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
  }
}
