import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct IdleTests {
  @Test("A11: a bulkhead is idle if nothing runs or waits and its limit is the first one")
  func bulkheads() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 2, waiting: 1)
    #expect(bulkhead.isIdle)
    try await bulkhead.run { #expect(!bulkhead.isIdle) }
    #expect(bulkhead.isIdle)
    bulkhead.resize(to: 3)
    #expect(!bulkhead.isIdle)
    bulkhead.resize(to: 2)
    #expect(bulkhead.isIdle)
    let adaptive = Bulkhead(named: "db", atMost: .adaptive(from: 20))
    adaptive.resize(to: 30)
    #expect(adaptive.isIdle)
  }

  @Test("A11, Q8: a bucket is idle if it is full at its first rate and nobody waits")
  func buckets() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(named: "api", 1, per: .seconds(1), burst: 2, clock: clock)
    let (limit, limits) = (RateLimit(by: bucket), RateLimits(bucket))
    func idle() -> [Bool] { [bucket.isIdle, limit.isIdle, limits.isIdle] }
    #expect(idle() == [true, true, true])
    try await bucket.take()
    #expect(idle() == [false, false, false])
    clock.advance(by: .seconds(1))
    #expect(idle() == [true, true, true])
    bucket.pause(for: .seconds(1))
    #expect(idle() == [false, false, false])
    clock.advance(by: .seconds(3))
    #expect(idle() == [true, true, true])
    bucket.setRate(2, per: .seconds(1))
    #expect(idle() == [false, false, false])
  }
}
