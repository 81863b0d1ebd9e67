import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/RateLimiting.md` that limit calls.
@Suite(.timeLimit(.minutes(10))) struct RateLimitGuideTests {
  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    try expectExamples(of: "RateLimiting", from: "## Calls", to: "## Streams", atLeast: 4)
  }

  @Test func forms() async throws {
    let github = TokenBucket(named: "github", 10, per: .seconds(1), burst: 20)

    let fetch = AsyncFunction(api.repository).rateLimited(by: github, waitingAtMost: .seconds(2))  // wrap a function
    let limit = RateLimit(by: github, waitingAtMost: .zero, hints: .retryAfter)  // all settings
    let repository = try await limit.run { try await api.repository(1) }  // run a call now
    try await withRateLimit(by: github) { try await api.star(1) }
    #expect(repository == "repository 1")
    #expect(try await fetch(7) == "repository 7")

    let perHour = TokenBucket(named: "github_hour", 5_000, per: .seconds(3_600), burst: 5_000)
    let limits = RateLimits(github, perHour, waitingAtMost: .seconds(2))
    let name = try await limits.run { try await api.repository(2) }
    #expect(name == "repository 2")

    let response = Response()
    if let hint = RateLimitHint(headers: { response.headers[$0] }) { github.heed(hint) }
    #expect(github.expectedWait() > .seconds(29))
  }

  @Test func testingIt() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(named: "test", 10, per: .seconds(1), clock: clock)
    try await bucket.take()
    await #expect(throws: RateLimitedError(name: "test", retryAfter: .milliseconds(100))) {
      try await withRateLimit(by: bucket, waitingAtMost: .zero) {}
    }
    clock.advance(by: .milliseconds(100))
    try await withRateLimit(by: bucket, waitingAtMost: .zero) {}
  }
}

private struct Response {
  let headers = ["RateLimit": #""default";r=0;t=30"#]
}

private struct API: Sendable {
  func repository(_ id: Int) async throws -> String { "repository \(id)" }
  func star(_ id: Int) async throws {}
}

private let api = API()
