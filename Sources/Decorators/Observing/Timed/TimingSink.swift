public import CoreMetrics
public import Logging

/// Where the duration of a call goes: a metric, a log line, or a closure in place of either.
///
/// ```swift
/// TimingPolicy(named: "push_metric", to: [.metric(), .log(level: .warning, slowerThan: .seconds(1))])
/// TimingPolicy(named: "push_metric", to: [.call { call in durations.append(call.duration) }])
/// ```
public struct TimingSink: Sendable, CustomStringConvertible {
  /// The sink as it reads in source: `log(level: debug)`.
  public let description: String

  /// Makes what reports the calls of the function with the given name.
  let makeReport: @Sendable (String) -> TimingReport

  /// A swift-metrics `Timer` that counts every call, with the dimensions `function` and `outcome`.
  ///
  /// Both dimensions are there whatever the outcome (L6), and neither grows with use (L5): `function` is the policy's
  /// name, `outcome` one of ``CallOutcome``. Each Timer is made once, at the first call that ends with its outcome, and
  /// kept by the policy (L8). A call that ends while another thread makes the Timer leaves its duration with that
  /// thread, so no caller waits for the metrics backend.
  ///
  /// - Parameters:
  ///   - label: The metric's name.
  ///   - factory: The backend. By default the one that is current when the Timer is made: the one that
  ///     `withMetricsFactory` bound, else the one `MetricsSystem` was bootstrapped with.
  public static func metric(label: String = "function_duration", factory: (any MetricsFactory)? = nil) -> TimingSink {
    precondition(!label.isEmpty, "A metric needs a label; the label of this timing sink is empty.")
    let backend = factory.map { ", factory: \(type(of: $0))" } ?? ""
    return TimingSink(description: "metric(label: \"\(label)\"\(backend))") { name in
      let timers = OutcomeTimers(label: label, function: name, factory: factory)
      return TimingReport { duration, outcome, _ in timers.record(duration, outcome) }
    }
  }

  /// A swift-log line with the metadata `function`, `outcome`, `duration.seconds` and, if the call threw, `error.type`.
  ///
  /// The error's description is not logged, since it may hold secrets. The line's source location is where the user's
  /// code wrapped the function or ran it (L9).
  ///
  /// - Parameters:
  ///   - level: The level of the line, whatever the outcome; `.debug` by default.
  ///   - logger: The logger; by default `Logger.current`, fetched when a line is due. Where none is bound, that is
  ///     swift-log's own fallback with an empty label, which writes to the backend that `LoggingSystem` had when it was
  ///     first touched.
  ///   - threshold: Only calls that took longer than this are logged; by default all. Metrics count them all the same.
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

  /// A closure, in place of a metric or a log line.
  ///
  /// It runs where the call ended, once for each call, before the caller gets the result.
  ///
  /// - Parameters:
  ///   - threshold: Only calls that took longer than this are reported; by default all.
  ///   - report: Receives what was measured.
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
