import DecoratorPrimitives
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct TokenClaimTests {
  private let clock = ManualClock()

  @Test("Q2: a wait that would reach the deadline of the call is refused at once, a shorter one is not")
  func deadlines() async throws {
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    try await bucket.take()
    let claim = TokenClaim(1, of: [bucket.source])
    let refused = TokenClaim.Outcome.refused(retryAfter: .seconds(1))
    #expect(try await claim.take(TokenClaim.Patience(lessThan: .seconds(1))) == refused)
    #expect(try await claim.take(TokenClaim.Patience(atMost: .seconds(5), lessThan: .seconds(1))) == refused)
    #expect(try await claim.take(TokenClaim.Patience(atMost: .milliseconds(999))) == refused)
    let task = Task { try await claim.take(TokenClaim.Patience(atMost: .seconds(1), lessThan: .milliseconds(1_001))) }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    #expect(try await task.value == .taken(waited: .seconds(1)))
  }

  @Test("An error of the clock ends the wait, and the next in the queue takes its turn")
  func brokenClock() async throws {
    let bucket = TokenBucket(1, per: .seconds(1), clock: BrokenClock())
    try await bucket.take()
    for _ in 0..<3 {
      await #expect(throws: BrokenClock.Failure.self) { try await bucket.take() }
    }
    #expect(bucket.expectedWait() == .seconds(1))
  }
}
