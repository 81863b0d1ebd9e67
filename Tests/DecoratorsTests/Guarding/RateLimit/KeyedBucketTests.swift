import Decorators
import DecoratorsTesting
import Testing

@Suite("Token buckets by key and pauses")
struct KeyedBucketTests {
  @Test("A11: a table keeps a bucket that a limit still uses")
  func keptByLimit() throws {
    let clock = ManualClock()
    let buckets = Keyed(capacity: 1) { (key: String) in
      TokenBucket(named: "\(key)", 1, per: .seconds(3_600), clock: clock)
    }
    let limit = RateLimit(by: try buckets["a"], waitingAtMost: .zero)
    #expect(throws: KeyedCapacityError.self) { try buckets["b"] }
    try limit.run {}
    #expect(throws: RateLimitedError.self) { try limit.run {} }
  }

  @Test("A11, Q8: a bucket is idle if it is full at its first rate and nobody waits")
  func idle() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(named: "api", 1, per: .seconds(1), burst: 2, clock: clock)
    #expect(bucket.isIdle)
    try await bucket.take()
    #expect(!bucket.isIdle)
    clock.advance(by: .seconds(1))
    #expect(bucket.isIdle)
    bucket.pause(for: .seconds(1))
    #expect(!bucket.isIdle)
    clock.advance(by: .seconds(3))
    #expect(bucket.isIdle)
    bucket.setRate(2, per: .seconds(1))
    #expect(!bucket.isIdle)
  }

  @Test("A11: a table drops the bucket of a key only when it is full, and refuses new keys before that")
  func dropped() async throws {
    let clock = ManualClock()
    let buckets = Keyed(capacity: 1) { (key: String) in
      TokenBucket(named: "key", 1, per: .seconds(1), burst: 2, clock: clock)
    }
    try await RateLimit(by: try buckets["a"]).run {}
    #expect(throws: KeyedCapacityError.self) { try buckets["b"] }
    clock.advance(by: .seconds(1))
    try await RateLimit(by: try buckets["b"], cost: 2).run {}
  }

  @Test("Q6: a pause lasts as long as before when the rate changes")
  func pauseOutlivesRate() async throws {
    for (count, burst) in [(1, 10), (1, 1), (100, 5)] {
      let next = try await withSimulatedTime { clock in
        let bucket = TokenBucket(10, per: .seconds(1), burst: 3, clock: clock)
        bucket.pause(for: .seconds(10))
        bucket.setRate(count, per: .seconds(1), burst: burst)
        try await bucket.take()
        return clock.now.offset
      }
      #expect(next == .seconds(10), "\(count), \(burst)")
    }
  }

  @Test("A3: a retry repeats a call that a rate limit refused, whatever 'on:' names")
  func retriesRateLimited() async throws {
    let calls = Counter()
    try await withSimulatedTime { clock in
      let limit = RateLimit(named: "api", by: TokenBucket(1, per: .seconds(5), clock: clock), waitingAtMost: .zero)
      let policy = RetryPolicy(attempts: 2, on: TimeoutError.self, clock: clock)
      for _ in 0..<2 {
        _ = try await policy.run { try await limit.run { calls.increment() } }
      }
    }
    #expect(calls.value == 2)
  }

  @Test("A3: a retry gives up on other rejections, although 'on:' is not given")
  func givesUpOnOpenCircuit() async throws {
    let calls = Counter()
    let breaker = CircuitBreaker(named: "api")
    breaker.isolate(reason: "maintenance")
    await #expect(throws: CircuitOpenError.self) {
      try await RetryPolicy(attempts: 5, backoff: .none).run {
        calls.increment()
        try await breaker.run { await Task.yield() }
      }
    }
    #expect(calls.value == 1)
  }
}
