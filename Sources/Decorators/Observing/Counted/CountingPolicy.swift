public import CoreMetrics

/// The name of a counted function and where its calls are counted.
///
/// ```swift
/// let counting = CountingPolicy(named: "push_metric")
/// try await counting.run { try await gateway.push(totals) }
/// let push = decorated(by: counting, named: "push_metric") { (totals: Totals) async throws in … }
/// ```
///
/// Each call adds one to a swift-metrics `Counter` when it ends, under the name of the policy and its outcome (V8),
/// a ``CallOutcome``:
///
/// | `outcome` | the call |
/// |---|---|
/// | `success` | returned |
/// | `failure` | threw an error |
/// | `rejected` | threw a ``Rejection``: a decorator inside refused it, and the function did not run (A3) |
/// | `cancelled` | threw `CancellationError`, or threw any error while its task was cancelled (A12) |
///
/// It is a ``CallObserver``. Around a retry it counts calls, inside a retry it counts attempts (L4). It reads no clock.
/// To know how long calls take, use ``TimingPolicy``: its Timers also count.
///
/// A policy holds its Counters (L8): one object and four Counters. Make it once and keep it, in a `let` beside the
/// function. A policy that is made for each call makes its Counters for each call.
public struct CountingPolicy: Sendable {
  /// The function's name, which is the `function` dimension of the metric.
  public let name: String
  /// The name of the metric.
  public let label: String

  private let counters: OutcomeCounters
  private let backend: String?

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
  ///   - label: The name of the metric. It must not be empty. The default is `function_calls`.
  ///   - metricsFactory: The metrics backend. The default is the current factory when the first call ends: the one that
  ///     `withMetricsFactory` has bound, or else the one that `MetricsSystem` was bootstrapped with. That call creates
  ///     the Counters of all outcomes, so the series of failures exists, at zero, before the first failure (L8).
  public init(
    named name: String,
    label: String = "function_calls",
    metricsFactory: (any MetricsFactory)? = nil
  ) {
    require(!name.isEmpty, "The name of a counted function must not be empty, because it labels a metric.")
    require(!label.isEmpty, "The label of a metric must not be empty. Omit it to use `function_calls`.")
    self.name = name
    self.label = label
    counters = OutcomeCounters(label: label, function: name, factory: metricsFactory)
    backend = metricsFactory.map { "\(type(of: $0))" }
  }
}

// MARK: The decorator

extension CountingPolicy: CallObserver {
  public typealias Span = Void

  @inlinable @inline(__always)
  public func begin<Input>(_ input: Input, at site: CallSite) {}

  @inlinable @inline(__always)
  public func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {
    countSuccess()
  }

  @inlinable @inline(__always)
  public func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) {
    count(error)
  }

  @usableFromInline
  func countSuccess() { counters.count(.success) }

  @usableFromInline
  func count(_ error: any Error) { counters.count(CallOutcome(throwing: error)) }
}

extension CountingPolicy {
  /// It counts.
  public var traits: DecoratorTraits {
    DecoratorTraits(.counted)
  }
}

extension CountingPolicy: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `counted(named: "fetch", label: "function_calls")`.
  public var description: String {
    "counted(named: \"\(name)\", label: \"\(label)\"\(backend.map { ", metricsFactory: \($0)" } ?? ""))"
  }
}
