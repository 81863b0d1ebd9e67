import DecoratorsTesting
import Testing

/// The examples of `Docs/Testing.md`.
@Suite(.timeLimit(.minutes(10)))
struct TestingGuideTests {
  @Test("R1, R4: backoff doubles between three attempts")
  func backoff() async throws {
    let clock = RecordingClock()
    let backoff = Backoff.exponential(from: .milliseconds(250), jitter: .none)
    let fetch = retrying(attempts: 3, backoff: backoff, clock: clock) { (id: Int) async throws in
      try await server.answer(id)
    }

    await #expect(throws: ServerDown.self) { try await fetch(7) }
    #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500)])
  }

  @Test("R6: the total limit gives up instead of sleeping past its end")
  func totalLimit() {
    let clock = RecordingClock()
    let calls = ValueRecorder<TestInstant>()

    #expect(throws: ServerDown.self) {
      try withRetry(attempts: 100, backoff: .constant(.seconds(4), jitter: .none), within: .seconds(30), clock: clock) {
        calls.append(clock.now)
        clock.advance(by: .seconds(6))
        throw ServerDown()
      }
    }
    #expect(calls.values.map(\.offset) == [.seconds(0), .seconds(10), .seconds(20)])
    #expect(clock.sleeps == [.seconds(4), .seconds(4)])
  }

  @Test("T3: a sleep past a time limit ends at its instant")
  func timeLimit() async {
    let clock = RecordingClock()
    await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .seconds(2), clock: clock) { try await clock.sleep(for: .seconds(5)) }
    }
    #expect(clock.sleeps == [.seconds(5)] && clock.now.offset == .seconds(2))
  }

  @Test("T3: a whole client in simulated time")
  func simulatedTime() async {
    await withSimulatedTime { clock in
      let faults = Faults.first(1, .hang, clock: clock)
      let fetch = faulty(by: faults) { (id: Int) async throws in "user \(id)" }
        .timeLimited(eachAttempt: .seconds(2), clock: clock)
        .retrying(attempts: 3, backoff: .constant(.seconds(1), jitter: .none), clock: clock)
        .fallingBack(on: .any, to: "nobody")

      #expect(await fetch(42) == "user 42")
      #expect(clock.now.offset == .seconds(3))  // an attempt that hangs for 2 s, and a wait
    }
  }

  @Test("R2: a seeded generator makes jitter repeatable")
  func jitter() throws {
    func sleeps(seed: UInt64) -> [Duration] {
      let clock = RecordingClock()
      let policy = RetryPolicy(attempts: 4, generator: SeededGenerator(seed: seed), clock: clock)
      try? policy.run { throw ServerDown() }
      return clock.sleeps
    }

    #expect(sleeps(seed: 7) == sleeps(seed: 7))
    #expect(sleeps(seed: 7) != sleeps(seed: 8))
    #expect(zip(sleeps(seed: 7), [100, 200, 400]).allSatisfy { $0 <= .milliseconds($1) })
  }

  @Test("R5: cancelled while it waits, a retry gives the last error back")
  func cancelledWait() async throws {
    let clock = ManualClock()
    let upload = Task {
      try await withRetry(attempts: 3, backoff: .constant(.seconds(60), jitter: .none), clock: clock) {
        try await server.answer(1)
      }
    }

    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(59))
    #expect(clock.sleepers.map(\.deadline.offset) == [.seconds(60)])

    upload.cancel()
    await #expect(throws: ServerDown.self) { try await upload.value }
    try clock.checkNoSleepers()
  }

  @Test("A synchronous retry blocks a thread of its own")
  func synchronousRetry() async throws {
    let clock = ManualClock()
    async let answer = onOwnThread {
      try withRetry(RetryPolicy(attempts: 2), clock: clock) { attempt in
        if attempt.number == 1 { throw ServerDown() }
        return "up again"
      }
    }

    let next = await clock.sleepers(atLeast: 1)
    clock.advance(to: next[0].deadline)
    #expect(try await answer == "up again")
  }

  @Test("M10: what was loaded once is loaded again when its time to live is over")
  func timeToLive() {
    let clock = RecordingClock()
    let loads = ValueRecorder<String>()
    let user = memoized(capacity: 256, timeToLive: .seconds(60), clock: clock) { (id: String) in
      loads.append(id)
      return "user \(id)"
    }

    _ = user("42")
    clock.advance(by: .seconds(59))
    _ = user("42")
    #expect(loads.values == ["42"])
    clock.advance(by: .seconds(1))
    _ = user("42")
    #expect(loads.values == ["42", "42"])
  }

  @Test("C9: waits of code that chooses its own clock")
  func noWaits() async {
    await withDecoratorsForTesting(waits: .none) {
      await #expect(throws: ServerDown.self) { try await shop.price(of: "tea") }
    }
    #expect(shop.calls.values.count == 5)
  }

  @Test("L9: the log line of a retry names the caller's file and line")
  func logLine() throws {
    let recorder = LogRecorder()
    let policy = RetryPolicy(attempts: 2, backoff: .none, logger: recorder.logger)

    let line: UInt = #line + 1
    try? policy.run(named: "fetch") { throw ServerDown() }

    let warning = try #require(recorder.entries.first)
    #expect(warning.level == .warning)
    #expect(warning.metadata["call.function"] == "fetch")
    #expect(warning.fileID == #fileID && warning.line == line)
  }
}

@Suite struct TestingGuidePageTests {
  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws { #expect(try untestedExamples(of: "Testing") == []) }
}

private struct ServerDown: Error {}

private struct Server {
  func answer(_ id: Int) async throws -> String { throw ServerDown() }
}

private let server = Server()

private struct Shop {
  let calls = ValueRecorder<String>()

  func price(of item: String) async throws -> String {
    try await withRetry(attempts: 5, backoff: .constant(.seconds(3_600))) {
      calls.append(item)
      return try await server.answer(1)
    }
  }
}

private let shop = Shop()
