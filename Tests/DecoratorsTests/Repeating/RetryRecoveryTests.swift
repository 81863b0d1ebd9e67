import Decorators
import DecoratorsTesting
import Testing

/// What is told of a call that succeeds after retries.
@Suite struct RetryRecoveryTests {
  let clock = RecordingClock()
  let log = LogRecorder()
  let recoveries = ValueRecorder<RetryRecovery>()
  let calls = Counter()

  private func policy(_ attempts: Int, within limit: Duration? = nil) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: .constant(.seconds(1), jitter: .none),
      within: limit,
      logger: log.logger,
      didRecover: { [recoveries] in recoveries.append($0) },
      clock: clock
    )
  }

  /// Takes five seconds, and fails twice.
  private func flaky() throws {
    clock.advance(by: .seconds(5))
    let number = calls.increment()
    if number < 3 { throw TimeoutError(number: number) }
  }

  @Test(
    "R15: a success after retries is told with its attempts, errors and the time that the failure cost",
    arguments: [true, false],
    [nil, Duration.seconds(60)]
  )
  func aSuccessAfterRetries(isAsync: Bool, limit: Duration?) async throws {
    let policy = policy(5, within: limit)
    if isAsync {
      try await policy.run(named: "push") { () async throws in try flaky() }
    } else {
      try synchronously { try policy.run(named: "push") { try flaky() } }
    }
    #expect(recoveries.values.count == 1)
    let recovery = try #require(recoveries.values.first)
    #expect(recovery.name == "push")
    #expect(recovery.attempts == 3)
    #expect(recovery.errors.compactMap { $0 as? TimeoutError } == [TimeoutError(number: 1), TimeoutError(number: 2)])
    // Two waits of a second, and two attempts of five: the first attempt does not count.
    #expect(recovery.elapsed == .seconds(12))
    #expect(!recovery.isNested)
    #expect(log.entries.map(\.level) == [.warning, .warning, .info])
    let line = try #require(log.entries.last)
    #expect("\(line.message)" == "recovered")
    #expect(line.metadata["call.function"] == "push" && line.metadata["call.attempts"] == "3")
    #expect(line.metadata["call.elapsed.seconds"].map { "\($0)" } == "12.0")
  }

  @Test func anAcceptedResultAfterARefusedOne_isARecovery() {
    #expect(withRetry(policy(3), onResult: { $0 < 2 }) { _ in calls.increment() } == 2)
    #expect(recoveries.values.map(\.attempts) == [2])
    #expect(recoveries.values[0].errors.isEmpty)
  }

  @Test func aSuccessAtOnceAndAFailure_areNone() async throws {
    try await policy(3).run { () async throws in }
    try synchronously { try policy(3, within: .seconds(9)).run { () throws in } }
    try? synchronously { try policy(2).run { () throws in throw TimeoutError() } }
    #expect(synchronously { withRetry(policy(2), onResult: { _ in true }) { _ in 1 } } == 1)
    #expect(recoveries.values.isEmpty)
    #expect(!log.entries.contains { "\($0.message)" == "recovered" })
  }

  @Test func withoutHookAndLogger_noClockIsReadForIt() throws {
    let reads = Counter()
    let policy = RetryPolicy(attempts: 3, backoff: .none, clock: StillClock(readings: reads))
    try policy.run { () throws in if calls.increment() < 3 { throw TimeoutError() } }
    #expect(reads.value == 1)
  }

  @Test("R12: a recovery inside a later attempt of another retry is nested")
  func nesting() throws {
    let (inner, outer) = (policy(2), RetryPolicy(attempts: 2, backoff: .none))
    try outer.run { () throws in
      try inner.run { () throws in if calls.increment() % 2 == 1 { throw TimeoutError() } }
      if calls.value < 4 { throw ConnectionError() }
    }
    #expect(recoveries.values.map(\.isNested) == [false, true])
  }
}
