import CoreMetrics

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

  @usableFromInline let recorders: [TimingRecorder]

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
    recorders = sinks.map { TimingRecorder($0, name: name) }
  }

  @usableFromInline
  func recordSuccess(lasting duration: Duration, fileID: String, function: String, line: UInt) {
    record(.success, nil, lasting: duration, at: SourceLocation(fileID: fileID, line: line), in: function)
  }

  @usableFromInline
  func record(_ error: any Error, lasting duration: Duration, fileID: String, function: String, line: UInt) {
    let location = SourceLocation(fileID: fileID, line: line)
    record(CallOutcome(throwing: error), error, lasting: duration, at: location, in: function)
  }

  @inline(__always)
  private func record(
    _ outcome: CallOutcome,
    _ error: (any Error)?,
    lasting duration: Duration,
    at location: SourceLocation,
    in function: String
  ) {
    let call = TimedCall(name: name, duration: duration, outcome: outcome, error: error, location: location)
    for recorder in recorders { recorder.record(call, function: function) }
  }
}

/// A sink that knows the function it reports on.
@usableFromInline
enum TimingRecorder: Sendable {
  case metric(OutcomeTimers)
  case log(TimingLog, slowerThan: Duration?)
  case call(@Sendable (TimedCall) -> Void, slowerThan: Duration?)

  init(_ sink: TimingSink, name: String) {
    self =
      switch sink.kind {
      case .metric(let label, let factory): .metric(OutcomeTimers(label: label, function: name, factory: factory))
      case .log(let log, let threshold): .log(log, slowerThan: threshold)
      case .call(let report, let threshold): .call(report, slowerThan: threshold)
      }
  }

  func record(_ call: TimedCall, function: String) {
    switch self {
    case .metric(let timers): timers.record(call.duration, call.outcome)
    case .log(let log, let threshold): if call.isSlower(than: threshold) { log.write(call, function: function) }
    case .call(let report, let threshold): if call.isSlower(than: threshold) { report(call) }
    }
  }
}

extension TimedCall {
  fileprivate func isSlower(than threshold: Duration?) -> Bool {
    guard let threshold else { return true }
    return duration > threshold
  }
}
