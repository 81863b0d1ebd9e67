import DecoratorsTesting
import Testing

@testable import Decorators

private struct Response {
  var status: Int
  var headers: [String: String]
}

private struct HTTPError: RetryClassifiable {
  let status: Int
  let retryAfter: RetryAfter?

  init(_ response: Response) {
    status = response.status
    retryAfter = RetryAfter(
      response.headers["retry-after"],
      milliseconds: response.headers["retry-after-ms"],
      responseDate: response.headers["date"]
    )
  }

  var retryDecision: RetryDecision {
    .forHTTPStatus(status, retryAfter: retryAfter?.delay)
  }
}

extension HTTPError: EffectReporting {
  var callEffect: CallEffect { status == 429 ? .refused : .possible }
}

/// The examples of `Docs/RetryBudget.md`.
@Suite struct RetryBudgetGuideTests {
  @Test func sharing() {
    let budget = RetryBudget(named: "payments")

    let order = RetryPolicy(attempts: 3, on: TimeoutError.self, budget: budget)
    let receipts = RetryPolicy(attempts: 5, on: TimeoutError.self, budget: budget)
    #expect(order.attempts == 3 && receipts.attempts == 5)
  }

  @Test func idempotency() async {
    let budget = RetryBudget(named: "payments")
    let charge = RetryPolicy(attempts: 3, idempotent: false, budget: budget)
    let calls = Counter()
    try? await charge.with(clock: RecordingClock()).run { () async throws in
      calls.increment()
      throw HTTPError(Response(status: 429, headers: ["retry-after": "2"]))
    }
    #expect(calls.value == 3)
    try? await charge.run { () async throws in
      calls.increment()
      throw HTTPError(Response(status: 500, headers: [:]))
    }
    #expect(calls.value == 4)
  }

  @Test func retryAfter() {
    #expect(
      HTTPError(Response(status: 503, headers: ["retry-after": "2"])).retryDecision == .retry(after: .seconds(2))
    )
    #expect(HTTPError(Response(status: 500, headers: ["retry-after": "2"])).retryDecision == .retry)
    #expect(HTTPError(Response(status: 429, headers: [:])).retryDecision == .retry)
    #expect(HTTPError(Response(status: 404, headers: [:])).retryDecision == .giveUp)
    let honored = [413, 429, 503, 301].allSatisfy { RetryAfter.isHonored(onStatus: $0) }
    #expect(honored && !RetryAfter.isHonored(onStatus: 500))
  }

  @Test func testing() async {
    let budget = RetryBudget(named: "payments", perSecond: 0.1, clock: ManualClock())
    let policy = RetryPolicy(attempts: 3, backoff: .none, budget: budget)
    try? await policy.run { () async throws in throw TimeoutError() }
    #expect(budget.used == 1 && !budget.allowsRetry)
  }

  @Test("U1: the picture of the guide: of 100 failing calls a second, 23 are repeated")
  func picture() {
    let clock = ManualClock()
    let budget = RetryBudget(named: "payments", clock: clock)
    var granted = 0
    for second in 0..<60 {
      for _ in 0..<100 {
        budget.deposit()
        if budget.take(), second >= 40 { granted += 1 }
      }
      clock.advance(by: .seconds(1))
    }
    #expect((440...480).contains(granted))
  }

  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    try expectExamples(of: "RetryBudget.md", in: #filePath)
  }
}
