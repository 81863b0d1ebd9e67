import Decorators
import DecoratorsTesting
import Testing

@Suite struct RunRetryingTests {
  let clock = RecordingClock()
  let calls = Counter()

  @Test("R4: attempts count calls in total, sync and async")
  func attempts_areCallsInTotal() async {
    #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(4, clock: clock).run { () throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(calls.value == 4)
    #expect(clock.sleeps.count == 3)

    await #expect(throws: TimeoutError.self) {
      try await RetryPolicy.everySecond(3, clock: clock).run { () async throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(calls.value == 7)
    #expect(clock.sleeps.count == 5)
  }

  @Test func aSuccess_endsTheCallWithoutWaiting() async throws {
    let value = try synchronously {
      try RetryPolicy.everySecond(3, clock: clock).run { () throws in calls.increment() }
    }
    let other = try await RetryPolicy.everySecond(3, clock: clock).run { () async throws in calls.increment() }
    #expect(value == 1 && other == 2)
    #expect(clock.sleeps.isEmpty)
  }

  @Test func aSuccessAfterFailures_isReturned() async throws {
    let value = try await RetryPolicy.everySecond(5, clock: clock).run { () async throws in
      if calls.increment() < 3 { throw TimeoutError() }
      return "done"
    }
    #expect(value == "done")
    #expect(clock.sleeps == [.seconds(1), .seconds(1)])
  }

  @Test func theLastError_comesBackUnchanged() {
    let error = #expect(throws: TimeoutError.self) {
      try RetryPolicy.everySecond(3, clock: clock).run { () throws in throw TimeoutError(number: calls.increment()) }
    }
    #expect(error == TimeoutError(number: 3))
  }

  @Test func typedThrows_stayTyped() async {
    do {
      try synchronously { () throws(TimeoutError) in
        try RetryPolicy.everySecond(2, clock: clock).run { () throws(TimeoutError) in throw TimeoutError(number: 7) }
      }
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 7)
    }
    do {
      try await RetryPolicy.everySecond(2, clock: clock).run { () async throws(TimeoutError) in
        throw TimeoutError(number: 8)
      }
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 8)
    }
  }

  @Test func aBodyThatIsNotSendable_runsOnItsActor() async throws {
    let tally = Tally()
    #expect(try await tally.countToThree(on: clock) == 3)
  }

  @Test("R11: calls that share a policy do not share attempts")
  func concurrentCalls_countTheirOwnAttempts() async {
    let policy = RetryPolicy.everySecond(3)
    await withTaskGroup { group in
      for _ in 0..<50 {
        group.addTask { [calls] in
          try? await policy.with(clock: RecordingClock()).run { () async throws in
            calls.increment()
            throw TimeoutError()
          }
        }
      }
    }
    #expect(calls.value == 150)
  }
}

/// Counts in its own state, which only its own executor may touch.
private actor Tally {
  private var count = 0

  func countToThree(on clock: RecordingClock) async throws -> Int {
    try await RetryPolicy.everySecond(5, clock: clock).run { () async throws in
      self.assertIsolated()
      count += 1
      await Task.yield()
      self.assertIsolated()
      if count < 3 { throw TimeoutError() }
      return count
    }
  }
}
