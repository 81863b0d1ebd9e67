public import CoreMetrics
public import Logging

/// A destination for the duration of a call: a metric, a log line or a closure.
///
/// ```swift
/// TimingPolicy(named: "push_metric", to: [.metric(), .log(level: .warning, slowerThan: .seconds(1))])
/// TimingPolicy(named: "push_metric", to: [.call { call in durations.append(call.duration) }])
/// ```
public struct TimingSink: Sendable, CustomStringConvertible {
  /// The sink as it reads in source: `log(level: debug)`.
  public let description: String

  /// Creates the report for the function with the given name.
  let makeReport: @Sendable (String) -> TimingReport

  /// The sinks of a policy that names none: a metric and a log line at level `.debug`.
  public static let standard: [TimingSink] = [.metric(), .log()]

  /// Records every call in a swift-metrics `Timer` with the dimensions `function` and `outcome`.
  ///
  /// Every Timer has both dimensions, whatever the outcome (L6). Both have few values (L5): `function` is the name of
  /// the policy, and `outcome` is one of ``CallOutcome``.
  ///
  /// The policy owns one Timer for each outcome. The first call that ends creates all of them (L8). So the series of
  /// failures exists before the first failure, and all series are of one backend. No call waits for another one: if
  /// several first calls end at the same time, each creates Timers, and the first ones to be complete are kept.
  ///
  /// - Parameters:
  ///   - label: The name of the metric. It must not be empty. The default is `function_duration`.
  ///   - factory: The metrics backend. The default is the current factory when the Timers are created: the one that
  ///     `withMetricsFactory` has bound, or else the one that `MetricsSystem` was bootstrapped with. It must not run
  ///     this policy while it makes a Timer.
  public static func metric(label: String = "function_duration", factory: (any MetricsFactory)? = nil) -> TimingSink {
    require(!label.isEmpty, "The label of a metric must not be empty. Omit it to use `function_duration`.")
    let backend = factory.map { ", factory: \(type(of: $0))" } ?? ""
    return TimingSink(description: "metric(label: \"\(label)\"\(backend))") { name in
      let timers = OutcomeTimers(label: label, function: name, factory: factory)
      return TimingReport { duration, outcome, _ in timers.record(duration, outcome) }
    }
  }

  /// Writes a swift-log line for each call.
  ///
  /// The metadata is `call.function`, `call.outcome`, `call.duration.seconds` and, if the call threw,
  /// `call.error.type`. It wins over metadata of the logger under the same keys (L10). The line does not contain the
  /// description of the error, because that may hold secrets. The source location of the line is where your code wrapped
  /// the function or ran it (L9).
  ///
  /// - Parameters:
  ///   - level: The level of the line, for all outcomes. The default is `.debug`.
  ///   - logger: The logger. The default is `Logger.current` when the line is written. If no logger is bound, that is
  ///     the fallback of swift-log, which has an empty label. It writes to the backend that `LoggingSystem` had when
  ///     the fallback was first used.
  ///   - threshold: The sink logs only calls that took longer than this. By default it logs all calls. The threshold
  ///     does not affect metrics.
  public static func log(
    level: Logger.Level = .debug,
    logger: Logger? = nil,
    slowerThan threshold: Duration? = nil
  ) -> TimingSink {
    let log = TimingLog(level: level, logger: logger)
    let settings = ["level: \(level)"] + (logger.map { ["logger: \($0.label)"] } ?? []) + Self.setting(threshold)
    return TimingSink(description: "log(\(settings.joined(separator: ", ")))") { _ in
      TimingReport { duration, _, makeCall in
        if let threshold, duration <= threshold { return }
        log.write(makeCall)
      }
    }
  }

  /// Passes the measurements of each call to a closure.
  ///
  /// The closure runs once for each call, where the call ended, before the caller gets the result.
  ///
  /// - Parameters:
  ///   - threshold: The sink reports only calls that took longer than this. By default it reports all calls.
  ///   - report: Receives the measurements.
  public static func call(
    slowerThan threshold: Duration? = nil,
    _ report: @escaping @Sendable (consuming TimedCall) -> Void
  ) -> TimingSink {
    guard let threshold else { return TimingSink(description: "a closure") { _ in TimingReport(report) } }
    return TimingSink(description: "a closure(slowerThan: \(threshold))") { _ in
      TimingReport { (call: consuming TimedCall) in if call.duration > threshold { report(call) } }
    }
  }

  private static func setting(_ threshold: Duration?) -> [String] { threshold.map { ["slowerThan: \($0)"] } ?? [] }
}
