import Decorators
import DecoratorsTesting
import Testing

@Suite struct WithLoggingTests {
  struct Refused: Error, CustomStringConvertible {
    var description: String { "the password was s3cret" }
  }

  private let recorder = LogRecorder()
  private let clock = RecordingClock()
  private var logger: Logger { recorder.logger }
  private var quiet: Logger {
    var logger = recorder.logger
    logger.logLevel = .info
    return logger
  }
  private var entries: [LogRecorder.Entry] { recorder.entries }
  private var messages: [String] { entries.map { "\($0.message)" } }

  @Test("L2: a call that returns writes a call record and one result record, with the same id")
  func returning() {
    let policy = LoggingPolicy(logger: logger, callID: { "7f" })
    let result = withLogging(policy, named: "work", clock: clock) {
      clock.advance(by: .milliseconds(1500))
      return 42
    }
    #expect(result == 42)
    #expect(messages == ["work called", "work succeeded"])
    #expect(entries.map(\.level) == [.debug, .debug])
    #expect(entries.first?.metadata == ["call.function": "work", "call.id": "7f"])
    #expect(
      entries.last.map { Set($0.metadata.keys) } == [
        "call.function", "call.id", "call.outcome", "call.duration.seconds",
      ]
    )
    #expect(entries.last?.metadata["call.outcome"] == "success")
    #expect(entries.last?.metadata["call.duration.seconds"].map { "\($0)" } == "1.5")
  }

  @Test func loggerOfTheCall_takesThePlaceOfThePolicys() async {
    let policys = LogRecorder()
    let policy = LoggingPolicy(logger: policys.logger)
    withLogging(policy, logger: logger, named: "work") {}
    await withLogging(policy, logger: logger, named: "later") { () async in }
    #expect(messages == ["work called", "work succeeded", "later called", "later succeeded"])
    withLogging(policy, logger: quiet, named: "silent") {}
    let anyClock: any Clock<Duration> = clock
    withLogging(policy, logger: logger, named: "timed", clock: anyClock) {}
    #expect(messages.suffix(2) == ["timed called", "timed succeeded"])
    #expect(policys.entries.isEmpty)
  }

  @Test("L2, L5: a call that fails is an error with its type, and its error passes unchanged")
  func throwing() {
    #expect(throws: Refused.self) {
      try withLogging(LoggingPolicy(logger: logger), named: "work", clock: clock) { () throws in throw Refused() }
    }
    #expect(messages == ["work called", "work failed"])
    #expect(entries.last?.level == .error)
    #expect(entries.last?.metadata["call.outcome"] == "failure")
    #expect(entries.last?.metadata["call.error.type"].map { "\($0)".hasSuffix("WithLoggingTests.Refused") } == true)
    #expect(entries.last?.metadata["call.error.description"] == nil)
    #expect(entries.last?.error == nil)
    #expect(!entries.contains { "\($0)".contains("s3cret") })
  }

  @Test("L1: a cancelled call is logged as quietly as a successful one")
  func cancelled() async {
    let policy = LoggingPolicy(logger: logger)
    let task = Task { [clock] in
      withUnsafeCurrentTask { $0?.cancel() }
      try await withLogging(policy, named: "work", clock: clock) { try await Task.sleep(for: .seconds(3600)) }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(messages == ["work called", "work was cancelled"])
    #expect(entries.map(\.level) == [.debug, .debug])
    #expect(entries.last?.metadata["call.outcome"] == "cancelled")
    #expect(entries.last?.metadata["call.error.type"] == "Swift.CancellationError")
  }

  @Test("L1: a real error that comes back in a cancelled task is no error record")
  func realErrorAfterCancellation() async {
    for policy in [LoggingPolicy(logger: logger), LoggingPolicy(logger: quiet)] {
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        try withLogging(policy, named: "work") { () throws in throw Refused() }
      }
      await #expect(throws: Refused.self) { try await task.value }
    }
    #expect(messages == ["work called", "work was cancelled"])
    #expect(entries.allSatisfy { $0.level == .debug })
  }

  private struct Full: Rejection {
    var name: String { "orders" }
    var retryAfter: Duration? { nil }
  }

  @Test("L1, A3: a rejected call is no error record, and is one record")
  func rejected() {
    let policy = LoggingPolicy(logger: logger, errors: .description)
    try? withLogging(policy, named: "work", clock: clock) { () throws in throw Full() }
    #expect(messages == ["work called", "work was rejected"])
    #expect(entries.map(\.level) == [.debug, .warning])
    #expect(entries.last?.metadata["call.outcome"] == "rejected")
    #expect(entries.last?.metadata["call.error.type"].map { "\($0)".hasSuffix("Full") } == true)
    #expect(entries.last?.metadata["call.error.description"] != nil)
  }

  @Test func levelsOfEachOutcome() {
    let levels = LogLevels(call: .trace, success: .info, failure: .critical, rejected: .error, cancelled: .notice)
    let policy = LoggingPolicy(logger: logger, levels: levels)
    withLogging(policy) {}
    try? withLogging(policy) { () throws in throw Refused() }
    try? withLogging(policy) { () throws in throw Full() }
    try? withLogging(policy) { () throws in throw CancellationError() }
    #expect(entries.map(\.level) == [.trace, .info, .trace, .critical, .trace, .error, .trace, .notice])
  }

  @Test func aLevelOfNilWritesNoRecord() {
    let levels = LogLevels(call: nil, success: nil, failure: nil, rejected: nil, cancelled: .info)
    let policy = LoggingPolicy(logger: logger, levels: levels)
    withLogging(policy) {}
    try? withLogging(policy) { () throws in throw Full() }
    try? withLogging(policy) { () throws in throw Refused() }
    #expect(entries.isEmpty)
    try? withLogging(policy) { () throws in throw CancellationError() }
    #expect(messages.count == 1)
  }

  @Test func aResultRecordWithoutACallRecordShowsTheArguments() {
    let policy = LoggingPolicy(logger: logger, levels: LogLevels(call: nil), arguments: .all)
    withLogging(policy, named: "work", arguments: ["id": 7]) {}
    #expect(messages == ["work succeeded"])
    #expect(entries.first?.metadata["call.arguments"] == ["id": "7"])
  }

  @Test func whileTheLevelIsOffNothingIsEvaluatedAndNoClockIsRead() async {
    let policy = LoggingPolicy(
      logger: quiet,
      arguments: .all,
      result: .value,
      callID: {
        Issue.record("A call id was made for no record.")
        return ""
      }
    )
    let clock = UnreadableClock()
    let result = withLogging(policy, clock: clock, arguments: ["id": notAsked()]) { Unprintable() }
    #expect(result.number == 42)
    let later = await withLogging(policy, clock: clock, arguments: ["id": notAsked()]) {
      await Task.yield()
      return Unprintable()
    }
    #expect(later.number == 42)
    #expect(entries.isEmpty)
  }

  private func notAsked() -> Int {
    Issue.record("Arguments were evaluated for no record.")
    return 0
  }

  @Test func aFailureWhileTheLevelIsOffIsLoggedWithoutADuration() {
    let policy = LoggingPolicy(logger: quiet, arguments: .all)
    try? withLogging(policy, named: "work", clock: UnreadableClock(), arguments: ["id": 7]) { () throws in
      throw Refused()
    }
    #expect(messages == ["work failed"])
    #expect(entries.first?.metadata["call.duration.seconds"] == nil)
    #expect(entries.first?.metadata["call.arguments"] == ["id": "7"])
  }

  @Test func aDurationForEveryCallIfAskedFor() async {
    let policy = LoggingPolicy(logger: quiet, duration: .always)
    try? withLogging(policy, clock: clock) { () throws in
      clock.advance(by: .seconds(2))
      throw Refused()
    }
    try? await withLogging(policy, clock: clock) { () async throws in
      try await clock.sleep(for: .seconds(3))
      throw Refused()
    }
    withLogging(policy, clock: clock) {}
    #expect(entries.map { $0.metadata["call.duration.seconds"].map { "\($0)" } } == ["2.0", "3.0"])
  }

  @Test("L3: time in which an asynchronous body is suspended counts")
  func suspension() async throws {
    let clock = ManualClock()
    async let done: Void = withLogging(LoggingPolicy(logger: logger), clock: clock) {
      try await clock.sleep(for: .seconds(60))
    }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(60))
    try await done
    #expect(entries.last?.metadata["call.duration.seconds"].map { "\($0)" } == "60.0")
  }

  @Test("L3: a clock that is stored as any clock measures too")
  func anyClock() async throws {
    let stored: any Clock<Duration> & Sendable = clock
    let policy = LoggingPolicy(logger: logger, levels: LogLevels(call: nil), arguments: .all)
    let line: UInt = #line + 1
    let result = withLogging(policy, named: "sync", clock: stored, arguments: ["id": 7]) {
      clock.advance(by: .seconds(2))
      return 42
    }
    #expect(result == 42)
    func fail() async throws(Refused) {
      try await withLogging(policy, clock: stored) { () async throws(Refused) in
        try? await clock.sleep(for: .seconds(3))
        throw Refused()
      }
    }
    do throws(Refused) { try await fail() } catch { let kept: Refused = error; _ = kept }
    #expect(decorated(by: policy.with(clock: stored), named: "wrapped") { (number: Int) in number }(1) == 1)
    #expect(entries.map { $0.metadata["call.duration.seconds"].map { "\($0)" } } == ["2.0", "3.0", "0.0"])
    #expect(entries.first?.metadata["call.arguments"] == ["id": "7"])
    #expect(entries.first?.line == line)
  }

  @Test("L7: without a name a call goes by its place")
  func defaultName() {
    let line: UInt = #line + 1
    withLogging(LoggingPolicy(logger: logger)) {}
    #expect(entries.allSatisfy { $0.metadata["call.function"] == "\(#fileID):\(line)" })
  }

  @Test("L9: both records name the user's file, function and line")
  func sourceOfRecords() async {
    let line: UInt = #line + 1
    await withLogging(LoggingPolicy(logger: logger)) { await Task.yield() }
    #expect(entries.count == 2)
    #expect(entries.allSatisfy { ($0.fileID, $0.function, $0.line) == (#fileID, #function, line) })
    #expect(entries.allSatisfy { $0.source == "DecoratorsTests" })
  }

  @Test func recordsGoToTheCurrentLogger() async throws {
    await withLogger(logger) { _ in
      withLogging(named: "sync") {}
      await withLogging(named: "async") { await Task.yield() }
    }
    withLogger(quiet) { _ in try? withLogging(named: "failing") { () throws in throw Refused() } }
    #expect(messages == ["sync called", "sync succeeded", "async called", "async succeeded", "failing failed"])
  }

  @Test func callIDsAreSixteenHexadecimalDigitsAndDiffer() {
    let recorder = LogRecorder()
    let policy = LoggingPolicy(logger: recorder.logger, levels: LogLevels(call: nil))
    for _ in 1...100 { withLogging(policy) {} }
    let ids = recorder.entries.compactMap { $0.metadata["call.id"].map { "\($0)" } }
    #expect(ids.count == 100)
    #expect(ids.allSatisfy { $0.count == 16 && $0.allSatisfy(\.isHexDigit) })
    #expect(Set(ids).count == 100)
  }

  @MainActor
  @Test func runsOnTheCallersActorAndCapturesAnything() async {
    var seen: [String] = []
    let policy = LoggingPolicy(logger: logger, arguments: .all)
    await withLogging(policy, arguments: ["seen": seen]) {
      MainActor.assertIsolated()
      await Task.yield()
      seen.append("after")
    }
    #expect(seen == ["after"])
    #expect(entries.first?.metadata["call.arguments"] == ["seen": "[]"])
  }

  @Test func typedThrowsAreKept() async {
    func run() throws(Refused) {
      try withLogging(LoggingPolicy(logger: logger)) { () throws(Refused) in throw Refused() }
    }
    func runAsync() async throws(Refused) {
      try await withLogging(LoggingPolicy(logger: logger)) { () async throws(Refused) in throw Refused() }
    }
    do throws(Refused) { try run() } catch { let kept: Refused = error; _ = kept }
    do throws(Refused) { try await runAsync() } catch { let kept: Refused = error; _ = kept }
    #expect(entries.count == 4)
  }
}

/// A clock that may not be read.
struct UnreadableClock: Clock {
  typealias Instant = ContinuousClock.Instant
  var now: Instant {
    Issue.record("The clock was read.")
    return ContinuousClock.now
  }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: Instant, tolerance: Duration?) async throws {}
}

/// A value that may not be formatted.
struct Unprintable: CustomStringConvertible {
  let number = 42
  var description: String {
    Issue.record("A result was formatted for no record.")
    return ""
  }
}
