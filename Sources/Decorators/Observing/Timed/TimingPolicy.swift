/// What a timed function is called and where its durations go.
///
/// ```swift
/// let timing = TimingPolicy(named: "push_metric", to: [.metric(), .log(slowerThan: .seconds(1))])
/// try await withTiming(timing) { try await gateway.push(totals) }
/// ```
///
/// A policy holds the Timers of its metrics (L8). Make it once and keep it, in a `let` beside the function it times:
/// one made anew for each call makes its Timers anew as well.
public struct TimingPolicy: Sendable {
  /// The function's name, which is the metric's `function` dimension.
  public let name: String

  private let report: TimingReport

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
  ///   - sinks: Where each duration goes, in this order; by default a metric and a log line at level `.debug`.
  public init(named name: String, to sinks: [TimingSink] = [.metric(), .log()]) {
    precondition(
      !name.isEmpty,
      "A timed function needs a name, since it becomes a metric's dimension; this one is empty."
    )
    self.name = name
    let reports = sinks.map { $0.makeReport(name) }
    report =
      reports.count == 1
      ? reports[0]
      : TimingReport { duration, outcome, makeCall in
        for report in reports { report.receive(duration, outcome, makeCall) }
      }
  }

  @usableFromInline
  func recordSuccess(lasting duration: Duration, fileID: String, function: String, line: UInt) {
    report.receive(duration, .success) {
      TimedCall(
        name: name,
        duration: duration,
        outcome: .success,
        error: nil,
        location: SourceLocation(fileID: fileID, line: line),
        function: function
      )
    }
  }

  @usableFromInline
  func record(_ error: any Error, lasting duration: Duration, fileID: String, function: String, line: UInt) {
    let outcome = CallOutcome(throwing: error)
    report.receive(duration, outcome) {
      TimedCall(
        name: name,
        duration: duration,
        outcome: outcome,
        error: error,
        location: SourceLocation(fileID: fileID, line: line),
        function: function
      )
    }
  }
}
