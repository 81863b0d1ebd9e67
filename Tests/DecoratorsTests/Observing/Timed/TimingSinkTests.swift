import CoreMetrics
import Decorators
import DecoratorsTesting
import Testing

@Suite struct TimingSinkTests {
  struct Refused: Error, CustomStringConvertible {
    var description: String { "the password was s3cret" }
  }

  private let clock = RecordingClock()
  private let metrics = TestMetrics()
  private let recorder = LogRecorder()

  /// One call of each outcome, the first lasting 1 s, the second 2 s, the third 3 s.
  private func callThrice(_ policy: TimingPolicy) {
    policy.with(clock: clock).run { clock.advance(by: .seconds(1)) }
    try? policy.with(clock: clock).run { () throws in
      clock.advance(by: .seconds(2))
      throw Refused()
    }
    try? policy.with(clock: clock).run { () throws in
      clock.advance(by: .seconds(3))
      throw CancellationError()
    }
  }

  @Test("L1, L5, L6: the Timer of every outcome has the same labels, function and outcome")
  func dimensions() throws {
    callThrice(TimingPolicy(named: "push", to: [.metric(factory: metrics)]))
    for (outcome, seconds) in [("success", 1), ("failure", 2), ("cancelled", 3)] {
      let timer = try metrics.expectTimer("function_duration", [("function", "push"), ("outcome", outcome)])
      #expect(timer.values == [Int64(seconds) * 1_000_000_000])
    }
    #expect(metrics.timers.count == 4)
    #expect(metrics.timers.allSatisfy { $0.dimensions.map(\.0) == ["function", "outcome"] })
  }

  @Test("L5: no error's description becomes a label")
  func noDescriptionInLabels() {
    callThrice(TimingPolicy(named: "push", to: [.metric(factory: metrics)]))
    #expect(metrics.timers.allSatisfy { !"\($0.dimensions)".contains("s3cret") })
  }

  @Test func theMetricsLabelCanBeChosen() throws {
    callThrice(TimingPolicy(named: "push", to: [.metric(label: "job_seconds", factory: metrics)]))
    #expect(metrics.timers.allSatisfy { $0.label == "job_seconds" })
  }

  @Test("L8: the factory that is current at the first call makes the Timers of all outcomes, and makes them once")
  func currentFactory() throws {
    let other = TestMetrics()
    let policy = TimingPolicy(named: "push", to: [.metric()])
    withMetricsFactory(metrics) { policy.with(clock: clock).run {} }
    withMetricsFactory(other) { callThrice(policy) }
    for (outcome, calls) in [("success", 2), ("failure", 1), ("cancelled", 1)] {
      let timer = try metrics.expectTimer("function_duration", [("function", "push"), ("outcome", outcome)])
      #expect(timer.values.count == calls)
    }
    #expect(other.timers.isEmpty)
  }

  @Test("L8: the series of every outcome exists from the first call on, whatever comes of it")
  func allSeriesAtTheFirstCall() {
    let failing = TestMetrics()
    TimingPolicy(named: "push", to: [.metric(factory: metrics)]).run {}
    try? TimingPolicy(named: "push", to: [.metric(factory: failing)]).run { () throws in throw Refused() }
    for metrics in [metrics, failing] {
      #expect(Set(metrics.timers.map { $0.dimensions[1].1 }) == ["success", "failure", "rejected", "cancelled"])
      #expect(metrics.timers.map(\.values.count).sorted() == [0, 0, 0, 1])
    }
  }

  @Test("L8: no Timer is made before its first call, and no global table keeps any")
  func timersBelongToThePolicy() {
    let first = TimingPolicy(named: "push", to: [.metric(factory: metrics)])
    #expect(metrics.timers.isEmpty)
    let counting = CountingFactory()
    for policy in [first, TimingPolicy(named: "push", to: [.metric(factory: counting)])] {
      policy.with(clock: clock).run {}
    }
    #expect(metrics.timers.count == 4)
    #expect(counting.made.value == 4)
  }

  @Test func durationsBeyondTheTimersRangeAreCut() throws {
    let policy = TimingPolicy(named: "push", to: [.metric(factory: metrics)])
    policy.with(clock: clock).run { clock.advance(by: .seconds(20_000_000_000)) }
    policy.with(clock: clock).run { clock.advance(by: .seconds(100)) }
    policy.with(clock: clock).run { clock.advance(by: .nanoseconds(1)) }
    let timer = try metrics.expectTimer("function_duration", [("function", "push"), ("outcome", "success")])
    #expect(timer.values == [.max, 100_000_000_000, 1])
  }

  @Test("L1, L6: the log line has the same keys in every outcome, and a type where there is an error")
  func logLines() throws {
    callThrice(TimingPolicy(named: "push", to: [.log(logger: recorder.logger)]))
    let entries = recorder.entries
    try #require(entries.count == 3)
    #expect(entries.map { $0.metadata["call.outcome"] } == ["success", "failure", "cancelled"])
    #expect(entries.map { "\($0.metadata["call.duration.seconds"] ?? "")" } == ["1.0", "2.0", "3.0"])
    #expect(entries.allSatisfy { $0.metadata["call.function"] == "push" && $0.level == .debug })
    #expect(entries[0].metadata["call.error.type"] == nil)
    #expect(entries[1].metadata["call.error.type"].map { "\($0)".hasSuffix("TimingSinkTests.Refused") } == true)
    #expect(entries[2].metadata["call.error.type"] == "Swift.CancellationError")
    #expect(entries.map { "\($0.message)" }[0] == "push took 1.0 seconds")
  }

  @Test("L5: a log line shows no error's description")
  func noDescriptionInLines() {
    callThrice(TimingPolicy(named: "push", to: [.log(logger: recorder.logger)]))
    #expect(!recorder.entries.contains { "\($0)".contains("s3cret") })
  }

  @Test("L9: a log line names the user's file, function and line")
  func sourceOfLines() throws {
    let policy = TimingPolicy(named: "push", to: [.log(logger: recorder.logger)])
    let line: UInt = #line + 1
    policy.with(clock: clock).run {}
    let entry = try #require(recorder.entries.first)
    #expect((entry.fileID, entry.function, entry.line) == (#fileID, #function, line))
    #expect(entry.source == "DecoratorsTests")
  }

  @Test func linesGoToTheCurrentLoggerAtTheLevelAsked() {
    let policy = TimingPolicy(named: "push", to: [.log(level: .notice)])
    withLogger(recorder.logger) { _ in policy.with(clock: clock).run {} }
    #expect(recorder.entries.map(\.level) == [.notice])
  }

  @Test func onlyCallsSlowerThanTheThresholdAreLoggedAndAllAreCounted() {
    let slow = ValueRecorder<Duration>()
    let sinks: [TimingSink] = [
      .metric(factory: metrics), .log(logger: recorder.logger, slowerThan: .seconds(2)),
      .call(slowerThan: .seconds(1)) { slow.append($0.duration) },
    ]
    callThrice(TimingPolicy(named: "push", to: sinks))
    #expect(metrics.timers.count == 4)
    #expect(recorder.entries.map { $0.metadata["call.outcome"] } == ["cancelled"])
    #expect(slow.values == [.seconds(2), .seconds(3)])
  }

  @Test("L2: every sink gets a call once, in their order")
  func manySinks() {
    let heard = ValueRecorder<String>()
    let sinks: [TimingSink] = [.call { _ in heard.append("first") }, .call { _ in heard.append("second") }]
    TimingPolicy(named: "push", to: sinks).with(clock: clock).run {}
    TimingPolicy(named: "push", to: []).with(clock: clock).run {}
    #expect(heard.values == ["first", "second"])
  }
}
