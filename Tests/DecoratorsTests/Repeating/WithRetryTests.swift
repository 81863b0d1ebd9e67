import Decorators
import DecoratorsTesting
import Testing

@Suite struct WithRetryTests {
  let clock = RecordingClock()
  let calls = Counter()

  @Test("R4: attempts count calls in total, sync and async, also of a body that gets its attempt")
  func attempts_areCallsInTotal() async {
    #expect(throws: TimeoutError.self) {
      try withRetry(.everySecond(4), clock: clock) { _ in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(calls.value == 4)
    #expect(clock.sleeps.count == 3)

    await #expect(throws: TimeoutError.self) {
      try await withRetry(.everySecond(3), clock: clock) { (_: RetryAttempt) async throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(calls.value == 7)
    #expect(clock.sleeps.count == 5)
  }

  @Test func typedThrows_stayTyped() async {
    do {
      try synchronously { () throws(TimeoutError) in
        try withRetry(.everySecond(2), clock: clock) { attempt throws(TimeoutError) in
          throw TimeoutError(number: attempt.number)
        }
      }
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 2)
    }
    do {
      try await withRetry(attempts: 2, backoff: .none) { () async throws(TimeoutError) in throw TimeoutError(number: 8)
      }
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 8)
    }
  }

  @Test func withoutAClock_thatOfThePolicyIsUsed() async {
    let policy = RetryPolicy.everySecond(2, clock: clock)
    let other = RecordingClock()
    #expect(synchronously { withRetry(policy, onResult: { $0 < 2 }) { _ in calls.increment() } } == 2)
    #expect(await withRetry(policy, onResult: { $0 < 4 }) { (_: RetryAttempt) async in calls.increment() } == 4)
    #expect(clock.sleeps.count == 2)
    #expect(synchronously { withRetry(policy, clock: other, onResult: { $0 < 6 }) { _ in calls.increment() } } == 6)
    #expect(clock.sleeps.count == 2 && other.sleeps.count == 1)
  }

  @Test func settingsInPlaceOfAPolicy_meanTheSame() async {
    #expect(throws: ProgrammingError.self) {
      try withRetry(
        attempts: 4,
        backoff: .constant(.seconds(2), jitter: .none),
        within: .seconds(60),
        on: TimeoutError.self,
        ConnectionError.self,
        clock: clock
      ) { () throws in
        switch calls.increment() {
        case 1: throw TimeoutError()
        case 2: throw ConnectionError()
        default: throw ProgrammingError()
        }
      }
    }
    #expect(clock.sleeps == [.seconds(2), .seconds(2)])
    await #expect(throws: TimeoutError.self) {
      try await withRetry(attempts: 2, backoff: .none, when: { _ in .giveUp }, clock: clock) { () async throws in
        calls.increment()
        throw TimeoutError()
      }
    }
    #expect(calls.value == 4)
  }

  @Test func aClockKnownOnlyAsAny_isTaken() async throws {
    let asynchronous: any Clock<Duration> = clock
    let blocking: any BlockingClock<Duration> = clock
    let policy = RetryPolicy.everySecond(2)
    let backoff = Backoff.constant(.seconds(1), jitter: .none)
    _ = synchronously { withRetry(attempts: 2, backoff: backoff, clock: blocking, onResult: { _ in true }) { 1 } }
    _ = await withRetry(attempts: 2, backoff: backoff, clock: asynchronous, onResult: { _ in true }) { () async in 1 }
    _ = synchronously { withRetry(policy, clock: blocking, onResult: { _ in true }) { (_: RetryAttempt) in 1 } }
    _ = await withRetry(policy, clock: asynchronous, onResult: { _ in true }) { (_: RetryAttempt) async in 1 }
    #expect(clock.sleeps == Array(repeating: .seconds(1), count: 4))
  }

  @Test func withoutAClock_theContinuousOneIsUsed() async throws {
    let policy = RetryPolicy(attempts: 2, backoff: .none, within: .seconds(3_600))
    #expect(synchronously { withRetry(policy, onResult: { $0 < 2 }) { _ in calls.increment() } } == 2)
    #expect(await withRetry(policy, onResult: { $0 < 4 }) { (_: RetryAttempt) async in calls.increment() } == 4)
    #expect(synchronously { withRetry(attempts: 2, backoff: .none, onResult: { $0 < 6 }) { calls.increment() } } == 6)
    #expect(await withRetry(attempts: 2, backoff: .none, onResult: { $0 < 8 }) { () async in calls.increment() } == 8)
  }

  @Test func theAttempt_knowsItsNumberAndTheErrorsBefore() async throws {
    let seen = ValueRecorder<(Int, [TimeoutError])>()
    try await withRetry(.everySecond(3), clock: clock) { (attempt: RetryAttempt) async throws in
      seen.append((attempt.number, attempt.errors.compactMap { $0 as? TimeoutError }))
      if attempt.number < 3 { throw TimeoutError(number: attempt.number) }
    }
    try synchronously {
      try withRetry(.everySecond(2), clock: clock) { attempt in
        seen.append((attempt.number, attempt.errors.compactMap { $0 as? TimeoutError }))
        if attempt.number < 2 { throw TimeoutError(number: 9) }
      }
    }
    #expect(seen.values.map(\.0) == [1, 2, 3, 1, 2])
    #expect(
      seen.values.map(\.1) == [
        [], [TimeoutError(number: 1)], [TimeoutError(number: 1), TimeoutError(number: 2)], [],
        [TimeoutError(number: 9)],
      ]
    )
  }

  @Test func aRefusedResult_isRetriedAndTheLastOneReturned() async {
    let last = synchronously {
      withRetry(.everySecond(3), clock: clock, onResult: { $0 < 10 }) { _ in calls.increment() }
    }
    #expect(last == 3)
    let accepted = await withRetry(.everySecond(9), clock: clock, onResult: { $0 < 6 }) { (_: RetryAttempt) async in
      calls.increment()
    }
    #expect(accepted == 6)
    #expect(clock.sleeps.count == 4)
  }
}
