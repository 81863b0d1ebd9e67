import Decorators
import DecoratorsTesting
import Testing

@Suite struct RetryDecisionTests {
  let clock = RecordingClock()
  let calls = Counter()

  private func attempts(_ policy: RetryPolicy, throwing error: any Error) -> Int {
    let before = calls.value
    try? policy.with(clock: clock).run { () throws in
      calls.increment()
      throw error
    }
    return calls.value - before
  }

  @Test("R14: without a classification every error is retried, except one whose type declines")
  func withoutClassification_everythingIsRetriedButWhatDeclines() {
    let policy = RetryPolicy(attempts: 3, backoff: .none)
    #expect(attempts(policy, throwing: ProgrammingError()) == 3)
    #expect(attempts(policy, throwing: StatusError(status: 503)) == 3)
    #expect(attempts(policy, throwing: StatusError(status: 404)) == 1)
  }

  @Test func byType_onlyThoseTypesAreRetried() {
    let policy = RetryPolicy(attempts: 3, backoff: .none, on: TimeoutError.self, StatusError.self)
    #expect(attempts(policy, throwing: TimeoutError()) == 3)
    #expect(attempts(policy, throwing: ConnectionError()) == 1)
    #expect(attempts(policy, throwing: StatusError(status: 500)) == 3)
    #expect(attempts(policy, throwing: StatusError(status: 400)) == 1)
  }

  @Test func byClosure_theClosureDecidesAboutTheListedTypes() {
    let policy = RetryPolicy(attempts: 3, backoff: .none, on: StatusError.self, TimeoutError.self) { error in
      .retry(if: (error as? StatusError)?.status == 404)
    }
    #expect(attempts(policy, throwing: StatusError(status: 404)) == 3)
    #expect(attempts(policy, throwing: StatusError(status: 503)) == 1)
    #expect(attempts(policy, throwing: TimeoutError()) == 1)
    #expect(attempts(policy, throwing: ConnectionError()) == 1)
  }

  @Test("R5: CancellationError is never retried, even when it is listed")
  func cancellationError_isNeverRetried() {
    #expect(attempts(RetryPolicy(attempts: 3, backoff: .none), throwing: CancellationError()) == 1)
    let listed = RetryPolicy(attempts: 3, backoff: .none, on: CancellationError.self) { _ in .retry }
    #expect(attempts(listed, throwing: CancellationError()) == 1)
  }
}
