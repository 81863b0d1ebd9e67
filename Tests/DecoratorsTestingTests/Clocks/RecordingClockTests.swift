import DecoratorsTesting
import Testing

@Suite struct RecordingClockTests {
  @Test("Sleeps return at once, move the time and are recorded, sync and async alike")
  func recordsSleeps() async throws {
    let clock = RecordingClock()
    try await clock.sleep(for: .seconds(3_600))
    try clock.blockingSleep(for: .milliseconds(5))
    try await clock.sleep(until: clock.now.advanced(by: .seconds(1)))
    #expect(clock.sleeps == [.seconds(3_600), .milliseconds(5), .seconds(1)])
    #expect(clock.now.offset == .milliseconds(3_601_005))
  }

  @Test("A passed deadline is a sleep of zero and moves no time", arguments: [Duration.zero, .seconds(-5)])
  func passedDeadline(duration: Duration) async throws {
    let clock = RecordingClock()
    try await clock.sleep(until: clock.now.advanced(by: duration))
    try clock.blockingSleep(until: clock.now.advanced(by: duration))
    #expect(clock.sleeps == [.zero, .zero])
    #expect(clock.now == TestInstant())
  }

  @Test("A cancelled task's sleep throws, is not recorded and takes no time", arguments: [Duration.zero, .seconds(1)])
  func cancelled(duration: Duration) async {
    let clock = RecordingClock()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await clock.sleep(for: duration) }
      #expect(throws: CancellationError.self) { try clock.blockingSleep(for: duration) }
    }
    await task.value
    #expect(clock.sleeps.isEmpty)
    #expect(clock.now == TestInstant())
  }

  @Test("Time can pass without a sleep")
  func advance() {
    let clock = RecordingClock()
    clock.advance(by: .seconds(2))
    #expect(clock.now.offset == .seconds(2))
    #expect(clock.sleeps.isEmpty)
  }

  @Test("The longest sleep there is does not overflow")
  func hugeSleep() async throws {
    let clock = RecordingClock()
    try clock.blockingSleep(for: .seconds(Int64.max))
    #expect(clock.sleeps == [.seconds(Int64.max)])
  }

  @Test("No sleep of many tasks is lost")
  func manyTasks() async throws {
    let clock = RecordingClock()
    try await withThrowingTaskGroup { group in
      for _ in 0..<300 {
        group.addTask { try await clock.sleep(for: .seconds(1)) }
      }
      try await group.waitForAll()
    }
    #expect(clock.sleeps.count == 300)
    #expect(clock.sleeps.reduce(.zero, +) == clock.now.offset)
  }

  @Test("Its time cannot go back")
  func backwards() async {
    await #expect(processExitsWith: .failure) { RecordingClock().advance(by: .seconds(-1)) }
  }
}

// MARK: - Time limits

extension RecordingClockTests {
  @Test("T2: a time limit does not move the time, so a call that takes none is in time")
  func limitsDoNotMoveTime() async throws {
    let clock = RecordingClock()
    for _ in 0..<200 {
      let value = try await withTimeLimit(within: .seconds(2), clock: clock) {
        await Task.yield()
        return 7
      }
      #expect(value == 7)
    }
    #expect(clock.sleeps.isEmpty && clock.now == TestInstant() && clock.alarms == 0)
  }

  @Test("T3, T4: a sleep past a time limit ends at the limit's instant with a cancellation", arguments: [2, 5, 60])
  func sleepPastALimit(seconds: Int) async throws {
    let clock = RecordingClock()
    await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .seconds(2), clock: clock) { try await clock.sleep(for: .seconds(seconds)) }
    }
    #expect(clock.sleeps == [.seconds(seconds)] && clock.now.offset == .seconds(2))
    try await withTimeLimit(within: .seconds(2), clock: clock) { try await clock.sleep(for: .milliseconds(1_999)) }
    #expect(clock.alarms == 0)
  }

  @Test("T2: of two limits the nearer one cancels first, and a limit that is over does not stop the other's time")
  func nestedLimits() async throws {
    let clock = RecordingClock()
    let ends = ValueRecorder<Duration>()
    await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .seconds(10), named: "outer", clock: clock) {
        do {
          try await withTimeLimit(within: .seconds(3), named: "inner", clock: clock) {
            try await clock.sleep(for: .seconds(60))
          }
        } catch let error as TimeLimitExceeded {
          ends.append(error.elapsed)
          #expect(error.name == "inner")
        }
        try await clock.sleep(for: .seconds(60))
      }
    }
    ends.append(clock.now.offset)
    #expect(ends.values == [.seconds(3), .seconds(10)])
  }

  @Test("T7: a retry's attempts, waits and limits take their exact times")
  func attempts() async throws {
    let clock = RecordingClock()
    let begins = ValueRecorder<Duration>()
    let policy = RetryPolicy(
      attempts: 3,
      backoff: .constant(.seconds(1), jitter: .none),
      within: .seconds(10),
      clock: clock
    )
    await #expect(throws: TimeLimitExceeded.self) {
      try await policy.with(eachAttempt: .seconds(4)).run {
        begins.append(clock.now.offset)
        try await clock.sleep(for: .seconds(60))
      }
    }
    // The third attempt would begin at the end of the whole call.
    #expect(begins.values == [.seconds(0), .seconds(5)])
    #expect(clock.now.offset == .seconds(9))
  }

  @Test("A time that passes without a sleep is over for the limits too, which then have cancelled")
  func advancePastALimit() async throws {
    let clock = RecordingClock()
    await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: .seconds(2), clock: clock) {
        clock.advance(by: .milliseconds(1_999))
        #expect(!Task.isCancelled)
        clock.advance(by: .milliseconds(1))
        #expect(Task.isCancelled)
        clock.advance(by: .seconds(1))
        try Task.checkCancellation()
      }
    }
    #expect(clock.now.offset == .seconds(3) && clock.sleeps.isEmpty)
  }

  @Test("H2: a hedge starts no attempt before the time is moved past its delay")
  func hedges() async throws {
    let clock = RecordingClock()
    let starts = ValueRecorder<Int>()
    let policy = HedgePolicy(after: .milliseconds(100), clock: clock)
    for _ in 0..<200 {
      _ = await policy.run {
        starts.append(1)
        await Task.yield()
      }
    }
    #expect(starts.values.count == 200 && clock.sleeps.isEmpty && clock.alarms == 0)
  }

  @Test("K1: a call waits in a bulkhead until the time is moved past its longest wait")
  func bulkheads() async throws {
    let clock = RecordingClock()
    let bulkhead = Bulkhead(named: "disk", atMost: 1, waiting: 1, waitingAtMost: .seconds(5), clock: clock)
    let gate = AsyncStream<Void>.makeStream()
    let first = Task { try await bulkhead.run { for await _ in gate.stream {} } }
    while bulkhead.running == 0 { await Task.yield() }
    let second = Task { try await bulkhead.run {} }
    while clock.alarms == 0 { await Task.yield() }
    clock.advance(by: .seconds(5))
    await #expect(throws: BulkheadFullError.self) { try await second.value }
    gate.continuation.finish()
    try await first.value
    #expect(clock.sleeps.isEmpty)
  }
}
