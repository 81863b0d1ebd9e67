import CoreMetrics
import Decorators
import DecoratorsTesting
import Testing

@Suite struct RetryMetricsTests {
  let backend = TestMetrics()
  let clock = RecordingClock()

  private func policy(attempts: Int = 3, budget: RetryBudget? = nil) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: .none,
      budget: budget,
      metrics: RetryMetrics(named: "push", metricsFactory: backend),
      clock: clock
    )
  }

  private func retries(_ reason: String) throws -> Int64 {
    try backend.expectCounter("retries", [("function", "push"), ("reason", reason)]).totalValue
  }

  private func givenUp(_ reason: String) throws -> Int64 {
    try backend.expectCounter("retries_given_up", [("function", "push"), ("reason", reason)]).totalValue
  }

  private func attempts() throws -> [Double] {
    try backend.expectRecorder("function_attempts", [("function", "push")]).values
  }

  @Test("V8: a call that succeeds at once makes no metrics")
  func success() async throws {
    try await policy().run { () async throws in }
    #expect(backend.counters.isEmpty && backend.recorders.isEmpty)
  }

  @Test("V8: retries are counted by cause, and the attempts of calls with more than one are recorded")
  func causes() async throws {
    let policy = policy(attempts: 5)
    let errors: [any Error] = [
      TimeoutError(),
      StatusError(status: 503, retryAfter: .seconds(1)),
      TimeLimitExceeded(name: "push", scope: .attempt, limit: .seconds(1), elapsed: .seconds(1)),
    ]
    let result = try await withRetry(policy, onResult: { $0 == 4 }) { attempt in
      if attempt.number <= 3 { throw errors[attempt.number - 1] }
      return attempt.number
    }
    #expect(result == 5)
    for reason in ["error", "server_delay", "time_limit", "result"] { #expect(try retries(reason) == 1) }
    #expect(try attempts() == [5])
    #expect(try givenUp("attempts_exhausted") == 0)
  }

  @Test("V8: calls that give up are counted by reason")
  func reasons() async throws {
    try? await policy().run { () async throws in throw TimeoutError() }
    try? await policy().run { () async throws in throw StatusError(status: 404) }
    try? await policy().run { () async throws in throw CancellationError() }
    let empty = RetryBudget(named: "shop", ratio: 0.001, perSecond: 0)
    try? await policy(budget: empty).run { () async throws in throw TimeoutError() }
    #expect(try givenUp("attempts_exhausted") == 1)
    #expect(try givenUp("not_retryable") == 1)
    #expect(try givenUp("cancelled") == 1)
    #expect(try givenUp("budget") == 1)
    for reason in ["delays_exhausted", "limit_reached", "server_delay_too_long", "not_idempotent", "wait_failed"] {
      #expect(try givenUp(reason) == 0)
    }
    #expect(try attempts() == [3])
  }

  @Test("V8, A10: the name labels a metric, so it must not be empty")
  func names() async {
    await #expect(processExitsWith: .failure) { _ = RetryMetrics(named: "") }
    await #expect(processExitsWith: .failure) { _ = TimeLimitMetrics(named: "") }
    #expect("\(policy())".contains(#"metrics: "push""#))
  }
}
