/// The name of a timed function, its sinks and its clock.
///
/// ```swift
/// let timing = TimingPolicy(named: "push_metric", to: [.metric(), .log(slowerThan: .seconds(1))])
/// try await timing.run { try await gateway.push(totals) }
/// let push = decorated(by: timing, named: "push_metric") { (totals: Totals) async throws in … }
/// ```
///
/// It is a ``CallObserver``. It reports under its own name, whatever name `run(named:)` or a wrapped function has. Each
/// call reports exactly one duration to each sink: when it returns, throws or is cancelled (L2). The duration is the
/// time from the start of the call to its end, suspensions included (L3). Around a retry it is therefore the total,
/// with all attempts and the waits between them; inside a retry it is that of one attempt (L4). Apart from the sinks, a
/// call costs two readings of the clock.
///
/// A policy holds the Timers of its metrics (L8). Make it once and keep it, in a `let` beside the function it times. A
/// policy that is made for each call makes its Timers for each call.
public struct TimingPolicy: Sendable {
  /// What a policy says. It never changes, and policies that are copied share it, so that a copy costs one reference.
  final class Settings: Sendable {
    let name: String
    let sinks: [TimingSink]
    let report: TimingReport
    let clock: DecoratorClock

    init(name: String, sinks: [TimingSink], report: TimingReport, clock: DecoratorClock) {
      self.name = name
      self.sinks = sinks
      self.report = report
      self.clock = clock
    }
  }

  let settings: Settings

  /// The function's name, which is the metric's `function` dimension.
  public var name: String { settings.name }

  /// Makes a policy.
  ///
  /// - Parameters:
  ///   - name: The function's name. It becomes the value of a metric's dimension, so it should be stable and unique.
  ///   - sinks: Where each duration goes, in this order; by default a metric and a log line at level `.debug`.
  ///   - clock: The clock that measures; by default the `ContinuousClock`.
  public init(
    named name: String,
    to sinks: [TimingSink] = TimingSink.standard,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    require(!name.isEmpty, "The name of a timed function must not be empty, because it labels a metric.")
    let reports = sinks.map { $0.makeReport(name) }
    let report =
      reports.count == 1
      ? reports[0]
      : TimingReport { duration, outcome, makeCall in
        for report in reports { report.receive(duration, outcome, makeCall) }
      }
    settings = Settings(name: name, sinks: sinks, report: report, clock: DecoratorClock(clock))
  }

  private init(_ settings: Settings) { self.settings = settings }

  /// The same policy, with the same Timers, on another clock.
  ///
  /// - Parameter clock: The clock that measures.
  public func with(clock: any Clock<Duration>) -> Self {
    Self(Settings(name: name, sinks: settings.sinks, report: settings.report, clock: DecoratorClock(clock)))
  }
}

// MARK: The decorator

extension TimingPolicy: CallObserver {
  /// When a call began, on the policy's clock.
  @frozen
  public struct Span {
    @usableFromInline let start: StartTime

    @inlinable @inline(__always)
    init(start: StartTime) { self.start = start }
  }

  @inlinable @inline(__always)
  public func begin<Input>(_ input: Input, at site: CallSite) -> Span { Span(start: started()) }

  @inlinable @inline(__always)
  public func end<Input, Output>(
    _ span: consuming Span,
    of input: Input,
    returning output: Output,
    at site: CallSite
  ) {
    recordSuccess(since: span.start, at: site.place)
  }

  @inlinable @inline(__always)
  public func end<Input>(
    _ span: consuming Span,
    of input: Input,
    throwing error: any Error,
    at site: CallSite
  ) {
    record(error, since: span.start, at: site.place)
  }

  // Both ends are plain functions, so that a caller holds little more than their calls.

  @usableFromInline
  func started() -> StartTime { settings.clock.start() }

  @usableFromInline
  func recordSuccess(since start: StartTime, at place: CallPlace) {
    let duration = start.elapsed()
    settings.report.receive(duration, .success) { timedCall(duration, .success, nil, at: place) }
  }

  @usableFromInline
  func record(_ error: any Error, since start: StartTime, at place: CallPlace) {
    let duration = start.elapsed()
    let outcome = CallOutcome(throwing: error)
    settings.report.receive(duration, outcome) { timedCall(duration, outcome, error, at: place) }
  }

  private func timedCall(
    _ duration: Duration,
    _ outcome: CallOutcome,
    _ error: (any Error)?,
    at place: CallPlace
  ) -> TimedCall {
    TimedCall(
      name: name,
      duration: duration,
      outcome: outcome,
      error: error,
      place: place
    )
  }
}

extension TimingPolicy {
  public var traits: DecoratorTraits { DecoratorTraits(.timed) }
}

extension TimingPolicy: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `timed(named: "fetch", to: metric(label: "function_duration"))`.
  public var description: String {
    let sinks = settings.sinks.isEmpty ? "nothing" : settings.sinks.map(\.description).joined(separator: ", ")
    let shown = ["named: \"\(name)\"", "to: \(sinks)"] + settings.clock.setting
    return "timed(\(shown.joined(separator: ", ")))"
  }
}
