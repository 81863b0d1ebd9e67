import ResilienceSimulations
import Testing

@Suite("Retry storm: a metastable failure")
struct RetryStormTests {
  @Test("U1: retries keep the failure alive after its trigger is gone, and a budget ends it")
  func metastable() async throws {
    let noRetry = try await RetryStorm.run(.noRetry, seconds: 150, seed: 1)
    let retry = try await RetryStorm.run(.retry, seconds: 150, seed: 1)
    let budget = try await RetryStorm.run(.budget, seconds: 150, seed: 1)
    for outcome in [noRetry, retry, budget] { #expect(outcome.successRate(in: 5..<20) > 0.9) }

    // Two minutes after the trigger: all retries of the clients, and hardly an answer in time.
    #expect(retry.successRate(in: 120..<150) < 0.05)
    #expect(retry.requests[120..<150].reduce(0, +) > noRetry.requests[120..<150].reduce(0, +) * 3)
    #expect(noRetry.successRate(in: 120..<150) > 0.9)
    #expect(budget.successRate(in: 120..<150) > 0.9)
    // The budget bounds the load at a fifth of the calls and one a second, over every ten seconds.
    let storm = stride(from: 30, to: 90, by: 10).map { budget.requests[$0..<$0 + 10].reduce(0, +) }
    #expect(storm.allSatisfy { $0 < 1_000 })
  }

  @Test("B3: a breaker around each attempt ends it as well, and sooner")
  func breaker() async throws {
    let budget = try await RetryStorm.run(.budget, seconds: 90, seed: 1)
    let breaker = try await RetryStorm.run(.breaker, seconds: 90, seed: 1)
    #expect(breaker.successRate(in: 60..<90) > 0.85)
    #expect(breaker.successRate(in: 60..<90) > budget.successRate(in: 60..<90))
  }
}
