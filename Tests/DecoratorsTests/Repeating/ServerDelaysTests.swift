import Decorators
import DecoratorsTesting
import Testing

@Suite struct ServerDelaysTests {
  let clock = RecordingClock()
  let calls = Counter()
  let events = ValueRecorder<RetryEvent>()
  let endings = ValueRecorder<RetryGiveUp>()
  let log = LogRecorder()

  private func policy(
    _ attempts: Int,
    within limit: Duration? = nil,
    serverDelays: ServerDelays = .accepted(upTo: .seconds(60))
  ) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: .exponential(from: .seconds(1), jitter: .none),
      within: limit,
      serverDelays: serverDelays,
      logger: log.logger,
      willRetry: { [events] in events.append($0) },
      didGiveUp: { [endings] in endings.append($0) },
      clock: clock
    )
  }

  /// Runs a body that fails always, with the error of each call; the last one again and again.
  private func run(_ policy: RetryPolicy, isAsync: Bool, throwing errors: any Error...) async {
    func error() -> any Error { errors[min(calls.increment(), errors.count) - 1] }
    if isAsync {
      try? await policy.run { () async throws in throw error() }
    } else {
      try? synchronously { try policy.run { () throws in throw error() } }
    }
  }

  private func busy(_ delay: Duration) -> StatusError { StatusError(status: 503, retryAfter: delay) }

  @Test("R4, R9: a server-directed delay replaces the backoff's and is one of the attempts", arguments: [true, false])
  func directedDelays_areAttempts(isAsync: Bool) async {
    await run(policy(3), isAsync: isAsync, throwing: busy(.seconds(7)))
    #expect(calls.value == 3)
    #expect(clock.sleeps == [.seconds(7), .seconds(7)])
    #expect(events.values.map(\.isServerDirected) == [true, true])
    #expect(endings.values.map(\.reason) == [.attemptsExhausted])
    #expect(endings.values[0].serverDelay == .seconds(7))
  }

  @Test("R4, R9: with one attempt, a server that asks for another gets none", arguments: [true, false])
  func oneAttempt_isOneCall(isAsync: Bool) async {
    await run(policy(1), isAsync: isAsync, throwing: busy(.seconds(30)))
    #expect(calls.value == 1)
    #expect(clock.sleeps.isEmpty)
  }

  @Test(
    "R9: a directed delay of zero or less is no hint, so the backoff's delay counts",
    arguments: [true, false],
    [Duration.zero, .seconds(-3)]
  )
  func noHint_isTheBackoffsDelay(isAsync: Bool, delay: Duration) async {
    await run(policy(3), isAsync: isAsync, throwing: busy(delay))
    #expect(calls.value == 3)
    #expect(clock.sleeps == [.seconds(1), .seconds(2)])
    #expect(events.values.map(\.isServerDirected) == [false, false])
    #expect(endings.values[0].serverDelay == nil)
  }

  @Test("R9: a directed delay that is too long gives up at once and says which it was", arguments: [true, false])
  func tooLongADelay_givesUp(isAsync: Bool) async throws {
    await run(
      policy(9, serverDelays: .accepted(upTo: .seconds(5))),
      isAsync: isAsync,
      throwing: busy(.seconds(5)),
      busy(.seconds(3_600))
    )
    #expect(calls.value == 2)
    #expect(clock.sleeps == [.seconds(5)])
    #expect(endings.values.map(\.reason) == [.serverDelayTooLong])
    #expect(endings.values[0].serverDelay == .seconds(3_600))
    let line = try #require(log.entries.last)
    #expect(line.level == .error && line.metadata["call.reason"] == "serverDelayTooLong")
    #expect(line.metadata["call.server.delay.seconds"].map { "\($0)" } == "3600.0")
  }

  @Test("R9: up to a minute is waited by default")
  func byDefault_aMinuteIsWaited() async {
    await run(RetryPolicy(attempts: 2, clock: clock), isAsync: true, throwing: busy(.seconds(60)))
    #expect(calls.value == 2)
    await run(RetryPolicy(attempts: 2, clock: clock), isAsync: true, throwing: busy(.milliseconds(60_001)))
    #expect(calls.value == 3)
  }

  @Test("R9: by choice a directed delay is cut", arguments: [true, false])
  func byChoice_delaysAreCut(isAsync: Bool) async {
    await run(
      policy(3, serverDelays: .capped(at: .seconds(5))),
      isAsync: isAsync,
      throwing: busy(.seconds(3_600)),
      busy(.seconds(2))
    )
    #expect(clock.sleeps == [.seconds(5), .seconds(2)])
    #expect(endings.values.map(\.reason) == [.attemptsExhausted])
  }

  @Test("R9: a directed delay that is cut to zero is no hint, so the backoff's delay counts", arguments: [true, false])
  func cutToZero_isTheBackoffsDelay(isAsync: Bool) async {
    await run(policy(4, serverDelays: .capped(at: .zero)), isAsync: isAsync, throwing: busy(.seconds(3_600)))
    #expect(calls.value == 4)
    #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(4)])
    #expect(events.values.map(\.isServerDirected) == [false, false, false])
    #expect(endings.values.map(\.reason) == [.attemptsExhausted])
    #expect(endings.values[0].serverDelay == nil)
  }

  @Test func theEventOfAnotherError_namesNoServerDelay() async {
    await run(policy(2), isAsync: true, throwing: busy(.seconds(2)), TimeoutError())
    #expect(endings.values.map(\.serverDelay) == [nil])
    #expect(log.entries.last?.metadata["call.server.delay.seconds"] == nil)
  }

  @Test("R9: after a directed delay the backoff starts afresh")
  func afterADirectedDelay_theBackoffStartsAfresh() async {
    await run(
      policy(6),
      isAsync: false,
      throwing: TimeoutError(),
      TimeoutError(),
      busy(.seconds(9)),
      TimeoutError()
    )
    #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(9), .seconds(1), .seconds(2)])
  }

  @Test(
    "R9: jitter makes a directed delay later by up to a tenth, never earlier",
    arguments: [Backoff.exponential(from: .seconds(1)), .decorrelated(from: .seconds(1))]
  )
  func jitter_neverComesEarly(backoff: Backoff) {
    var delays: Set<Duration> = []
    for seed in 0..<200 {
      let clock = RecordingClock()
      let policy = RetryPolicy(attempts: 2, backoff: backoff, generator: SeededGenerator(seed: UInt64(seed)))
      try? policy.with(clock: clock).run { () throws in throw StatusError(status: 429, retryAfter: .seconds(5)) }
      #expect(clock.sleeps[0] >= .seconds(5) && clock.sleeps[0] <= .milliseconds(5_500))
      delays.insert(clock.sleeps[0])
    }
    #expect(delays.count > 150)
  }

  @Test("R9: a directed delay that reaches the total limit gives up now", arguments: [true, false])
  func directedDelayBeyondTheLimit_givesUp(isAsync: Bool) async {
    await run(policy(5, within: .seconds(10)), isAsync: isAsync, throwing: busy(.seconds(10)))
    #expect(calls.value == 1)
    #expect(clock.sleeps.isEmpty)
    #expect(endings.values.map(\.reason) == [.limitReached])
    #expect(endings.values[0].serverDelay == .seconds(10))
  }

  @Test("R9: a closure of the policy may direct the delay too")
  func aClosure_directsTheDelay() {
    let policy = RetryPolicy(attempts: 2, backoff: .none, when: { _ in .retry(after: .seconds(4)) })
    try? policy.with(clock: clock).run { () throws in throw TimeoutError() }
    #expect(clock.sleeps == [.seconds(4)])
  }
}
