import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct RateLimitStressTests {
  @Test("Q1, Q4, A8: tasks and threads that come, go and are cancelled at any moment pass no faster than the rate")
  func mixed() async throws {
    let clock = ContinuousClock()
    let first = TokenBucket(named: "first", 20_000, per: .seconds(1), burst: 5)
    let second = TokenBucket(named: "second", 10_000, per: .seconds(1), burst: 50)
    let (ofFirst, ofSecond) = (Counter(), Counter())
    let start = clock.now
    await withTaskGroup { group in
      for worker in 0..<12 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(worker))
          for _ in 0..<100 {
            let longest: Duration? = Bool.random(using: &random) ? nil : .microseconds(500)
            let kind = Int.random(in: 0..<3, using: &random)
            let task = Task {
              switch kind {
              case 0: _ = try await withRateLimit(by: first, waitingAtMost: longest) { ofFirst.increment() }
              case 1: _ = try await withRateLimit(by: second, waitingAtMost: longest) { ofSecond.increment() }
              default:
                try await RateLimits(first, second, waitingAtMost: longest).run {
                  ofFirst.increment()
                  ofSecond.increment()
                }
              }
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
              for _ in 0..<Int.random(in: 0..<5, using: &random) { await Task.yield() }
              task.cancel()
            }
            _ = try? await task.value
          }
        }
      }
      group.addTask {
        await onOwnThread {
          for _ in 0..<100 { _ = try? withRateLimit(by: first) { ofFirst.increment() } }
        }
      }
      group.addTask {
        await onOwnThread {
          for _ in 0..<100 {
            try? RateLimits(second, first).run {
              ofFirst.increment()
              ofSecond.increment()
            }
          }
        }
      }
      group.addTask {
        for number in 0..<50 {
          first.setRate(number % 2 == 0 ? 10_000 : 20_000, per: .seconds(1))
          first.pause(for: .microseconds(50))
          await Task.yield()
        }
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    #expect(Double(ofFirst.value) <= 5 + 20_000 * seconds + 1)
    #expect(Double(ofSecond.value) <= 50 + 10_000 * seconds + 1)
    #expect(ofFirst.value > 0 && ofSecond.value > 0)
    #expect(first.waiting == 0 && second.waiting == 0)
    // Nobody holds a turn.
    try await RateLimits(first, second).run {}
  }

  @Test("Q5: 10,000 cancelled waiters leave the bucket in constant time each")
  func manyCancelled() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(named: "api", 1, per: .seconds(1), clock: clock)
    try await bucket.take()
    let first = Task { try await bucket.take() }
    await clock.sleepers(atLeast: 1)
    await withTaskGroup { group in
      for _ in 0..<10_000 { group.addTask { try? await bucket.take() } }
      await until { bucket.waiting == 10_000 }
      group.cancelAll()
    }
    #expect(bucket.waiting == 0)
    #expect(bucket.expectedWait() == .seconds(2))
    clock.advance(by: .seconds(1))
    try await first.value
  }
}
