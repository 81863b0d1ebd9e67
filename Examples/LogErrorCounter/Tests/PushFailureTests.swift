import Decorators
import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct PushFailureTests {
  @Test(
    "S10: what a push retries is its own policy: 5xx, 408, 429, time-outs and lost connections",
    arguments: [
      .answered(status: 500, reason: ""), .answered(status: 502, reason: ""), .answered(status: 503, reason: ""),
      .answered(status: 599, reason: ""), .answered(status: 408, reason: ""), .answered(status: 429, reason: ""),
      .timedOut(after: .seconds(5)), .disconnected("Connection refused"),
    ] as [PushFailure]
  )
  func retried(failure: PushFailure) {
    #expect(failure.retryDecision == .retry)
    #expect(!failure.isRefusal)
  }

  @Test(
    "S10: other answers are not retried",
    arguments: [
      .answered(status: 400, reason: ""), .answered(status: 401, reason: ""), .answered(status: 404, reason: ""),
      .answered(status: 413, reason: ""), .answered(status: 301, reason: ""), .answered(status: 600, reason: ""),
      .answered(status: 400, reason: "", retryAfter: .seconds(1)), .impossible("no HTTP"),
    ] as [PushFailure]
  )
  func notRetried(failure: PushFailure) {
    #expect(failure.retryDecision == .giveUp)
    #expect(failure.isRefusal)
  }

  @Test("R9: a delay that the server asks for takes the place of the backoff")
  func serverDelay() {
    let failure = PushFailure.answered(status: 503, reason: "", retryAfter: .seconds(7))
    #expect(failure.retryDecision == .retry(after: .seconds(7)))
  }
}
