import DecoratorsTesting
import Generators
import Testing

@Suite("Rate limiting", .hangLimit)
struct RateLimitedTests {
  @Test("G10: Elements are delayed to the rate, and none is dropped; each iteration has a full bucket")
  func rate() async throws {
    let clock = RecordingClock()
    let limited = (1...6).rateLimited(2, per: .seconds(1), burst: 2, clock: clock)
    for iteration in 1...2 {
      var found: [Int] = []
      for try await number in limited { found.append(number) }
      #expect(found == Array(1...6))
      #expect(clock.sleeps.count == 4 * iteration)
    }
    #expect(clock.sleeps.allSatisfy { $0 == .milliseconds(500) })
  }

  @Test("Streams that share a bucket share its rate")
  func shared() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    for _ in 0..<2 { for try await _ in (1...2).rateLimited(by: bucket) {} }
    for try await _ in AsyncStream(unfolding: counter(to: 2)).rateLimited(by: bucket) {}
    #expect(clock.sleeps == Array(repeating: .seconds(1), count: 5))
  }

  @Test("G10: Cancelled while waiting, next() throws at once, has used no token, and then gives nil (G1)")
  func cancellation() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    let task = Task<Void, any Error> {
      var numbers = (1...3).rateLimited(by: bucket).makeAsyncIterator()
      let first = try await numbers.next()
      #expect(first == 1)
      await #expect(throws: CancellationError.self) { try await numbers.next() }
      let last = try await numbers.next()
      #expect(last == nil)
    }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    try await task.value
    try clock.checkNoSleepers()
    clock.advance(by: .seconds(1))
    try await bucket.take()
  }

  @Test("An error of the source passes at once, and then there are no more elements (G1)")
  func failure() async throws {
    let clock = RecordingClock()
    let source = AsyncChunkSource(chunks: [[1]], failure: .init())
    var limited = source.rateLimited(1, per: .seconds(1), clock: clock).makeAsyncIterator()
    #expect(try await limited.next() == [1])
    await #expect(throws: FailingSource.Failure()) { try await limited.next() }
    #expect(try await limited.next() == nil)
    #expect(clock.sleeps.isEmpty)
  }

  @Test("A sequence's asynchronous elements stay ended (G1)")
  func elements() async throws {
    var numbers = [1].rateLimited(1, per: .seconds(1)).makeAsyncIterator()
    #expect(try await numbers.next() == 1)
    for _ in 0..<2 { #expect(try await numbers.next() == nil) }
  }
}
