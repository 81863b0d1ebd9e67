import Decorators
import DecoratorsTesting
import Testing

/// A clock that fails instead of waiting.
@Suite struct RetryWaitTests {
  let calls = Counter()
  let log = LogRecorder()
  let endings = ValueRecorder<RetryGiveUp>()

  private var policy: RetryPolicy {
    RetryPolicy(
      attempts: 5,
      backoff: .constant(.seconds(1), jitter: .none),
      logger: log.logger,
      didGiveUp: { [endings] in endings.append($0) },
      clock: BrokenClock()
    )
  }

  @Test("R17: an error of the clock ends the call with it")
  func anErrorOfTheClock_endsTheCall() async {
    await #expect(throws: BrokenClock.Failure.self) {
      try await policy.run { () async throws in throw TimeoutError(number: calls.increment()) }
    }
    #expect(calls.value == 1)
    #expect(endings.values.map(\.reason) == [.waitFailed])
    #expect(endings.values[0].attempts == 1)
    #expect(endings.values[0].waitError as? BrokenClock.Failure == BrokenClock.Failure())
    #expect(endings.values[0].error as? TimeoutError == TimeoutError(number: 1))
  }

  @Test("R17: an error of the clock is logged as what it is")
  func anErrorOfTheClock_isLoggedAsWhatItIs() async {
    try? await policy.run { () async throws in throw TimeoutError() }
    #expect(log.entries.map(\.level) == [.warning, .error])
    #expect(log.entries.last?.metadata["call.reason"] == "waitFailed")
    #expect(log.entries.last?.metadata["call.wait.error.type"] == "DecoratorsTests.BrokenClock.Failure")
    #expect(log.entries.last?.metadata["call.error.type"] == "DecoratorsTests.TimeoutError")
  }

  @Test("R17: a type that cannot hold the error of the clock gets the last error or result")
  func aTypeThatCannotHoldIt_getsTheLastErrorOrResult() async {
    await #expect(throws: TimeoutError(number: 1)) {
      try await policy.run { () async throws(TimeoutError) in throw TimeoutError(number: calls.increment()) }
    }
    #expect(await withRetry(policy, onResult: { _ in true }) { (_: RetryAttempt) async in calls.increment() } == 2)
    #expect(endings.values.map(\.reason) == [.waitFailed, .waitFailed])
    #expect(endings.values[1].error == nil)
  }

  @Test("R5: a clock that fails in a cancelled task is a cancellation")
  func aCancelledTask_isCancelled() async {
    let task = Task { [calls] in
      try await RetryPolicy(
        attempts: 5,
        backoff: .constant(.seconds(1), jitter: .none),
        willRetry: { _ in withUnsafeCurrentTask { $0?.cancel() } },
        didGiveUp: { [endings] in endings.append($0) },
        clock: BrokenClock()
      ).run { () async throws in throw TimeoutError(number: calls.increment()) }
    }
    await #expect(throws: TimeoutError(number: 1)) { try await task.value }
    #expect(endings.values.map(\.reason) == [.cancelled])
    #expect(endings.values[0].waitError == nil)
  }
}
