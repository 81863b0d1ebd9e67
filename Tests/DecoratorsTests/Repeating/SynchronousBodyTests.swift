import Decorators
import DecoratorsTesting
import Testing

/// A body that does not wait, in asynchronous code: the wait between its attempts must not block the thread.
@Suite struct SynchronousBodyTests {
  let clock = SuspendingOnlyClock()
  let calls = Counter()

  /// Fails at every odd call.
  private func flaky() throws -> Int {
    let number = calls.increment()
    if number % 2 == 1 { throw TimeoutError(number: number) }
    return number
  }

  @Test("R18: in asynchronous code every form that runs now suspends, also around a body that does not wait")
  func inAsynchronousCode_everyFormThatRunsNowSuspends() async throws {
    let policy = RetryPolicy.everySecond(2, clock: clock)
    #expect(try await policy.run { try flaky() } == 2)
    #expect(try await withRetry(policy) { _ in try flaky() } == 4)
    #expect(try await withRetry(policy, clock: clock) { attempt in try flaky() + attempt.number } == 8)
    #expect(
      try await withRetry(attempts: 2, backoff: .constant(.seconds(1), jitter: .none), clock: clock) { try flaky() }
        == 8
    )
    #expect(await withRetry(policy, onResult: { $0 < 10 }) { _ in calls.increment() } == 10)
    #expect(try await DecoratorStack(policy, .timed(named: "flaky", to: [])).run { try flaky() } == 12)
    #expect(try await Pipeline([policy]).run { try flaky() } == 14)
    #expect(clock.time.sleeps == Array(repeating: .seconds(1), count: 7))
  }

  @Test("R18: typed throws stay typed, and what does not throw needs no try")
  func inAsynchronousCode_typedThrowsStayTyped() async {
    do {
      try await RetryPolicy.everySecond(2, clock: clock).run { () throws(TimeoutError) in throw TimeoutError(number: 1)
      }
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 1)
    }
    #expect(await RetryPolicy.everySecond(2, clock: clock).run { 7 } == 7)
  }

  @Test func inSynchronousCode_theSameFormsBlock() throws {
    let clock = RecordingClock()
    let policy = RetryPolicy.everySecond(2, clock: clock)
    #expect(try policy.run { try flaky() } == 2)
    #expect(try withRetry(policy) { _ in try flaky() } == 4)
    #expect(
      try withRetry(attempts: 2, backoff: .constant(.seconds(1), jitter: .none), clock: clock) { try flaky() } == 6
    )
    #expect(clock.sleeps == Array(repeating: .seconds(1), count: 3))
  }

  @MainActor
  @Test func onAnActor_theBodyStaysThere() async throws {
    var count = 0
    try await RetryPolicy.everySecond(3, clock: clock).run { () throws in
      MainActor.assertIsolated()
      count += 1
      if count < 3 { throw TimeoutError() }
    }
    #expect(count == 3)
  }
}
