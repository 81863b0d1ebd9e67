import CoreMetrics
import Decorators
import DecoratorsTesting
import MetricsTestKit
import Testing

@Suite("Statistics of loads")
struct LoadStatisticsTests {
  private let clock = ManualClock()

  @Test("M9: a cache counts how its loads ended, and by choice how long they took")
  func statistics() async throws {
    let cache = MemoCache<Int, Int>(clock: clock, timingLoads: true)
    _ = cache.value(for: 1) {
      clock.advance(by: .seconds(3))
      return 1
    }
    func fails() throws -> Int {
      clock.advance(by: .seconds(5))
      throw TimeoutError()
    }
    #expect(throws: TimeoutError.self) { try synchronously { try cache.value(for: 2, fails) } }
    #expect(throws: CancellationError.self) { try cache.value(for: 2) { throw CancellationError() } }
    _ = try await cache.value(for: 3) { [clock] () async throws in
      clock.advance(by: .seconds(1))
      return 3
    }
    _ = cache.values(for: 4...6) { keys in
      clock.advance(by: .seconds(1))
      return [4: keys.count]
    }
    _ = cache.value(for: 1) { 0 }
    let expected = LoadStatistics(
      successes: 3,
      failures: 1,
      cancelled: 1,
      totalTime: .seconds(10),
      longestTime: .seconds(5)
    )
    #expect(cache.loadStatistics == expected)
    #expect(expected.count == 5 && expected.averageTime == .seconds(2))
    cache.resetCounts()
    #expect(cache.loadStatistics == LoadStatistics() && LoadStatistics().averageTime == .zero)
    #expect(cache.count == 3)
  }

  @Test("M10: a cache that does not time its loads counts them, and reads no clock for it")
  func untimed() throws {
    let cache = MemoCache<Int, Int>(clock: clock)
    _ = cache.value(for: 1) {
      clock.advance(by: .seconds(3))
      return 1
    }
    #expect(throws: TimeoutError.self) { try cache.value(for: 2) { throw TimeoutError() } }
    #expect(cache.loadStatistics == LoadStatistics(successes: 1, failures: 1))
  }

  private struct Full: Rejection {
    var name: String { "orders" }
    var retryAfter: Duration? { nil }
  }

  @Test("M10, A3: a load that a decorator inside refused is no failure, in the metrics too")
  func rejected() async throws {
    let metrics = TestMetrics()
    let cache = MemoCache<Int, Int>(named: "users", metricsFactory: metrics)
    #expect(throws: Full.self) { try synchronously { try cache.value(for: 1) { throw Full() } } }
    await #expect(throws: Full.self) { try await cache.value(for: 1) { () async throws in throw Full() } }
    #expect(cache.loadStatistics == LoadStatistics(rejected: 2) && cache.loadStatistics.count == 2)
    #expect(cache.loadStatistics.description.hasPrefix("successes: 0, failures: 0, rejected: 2, cancelled: 0, "))
    cache.report()
    #expect(try metrics.expectCounter("cache_loads", [("cache", "users"), ("outcome", "rejected")]).totalValue == 2)
  }

  @Test("M10: a cache that times its loads keeps its one time to live")
  func timedWithATimeToLive() {
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(5), clock: clock, timingLoads: true)
    #expect(cache.value(for: 1) { 1 } == 1)
    clock.advance(by: .seconds(4))
    cache.insert(2, for: 2)
    #expect(cache.value(for: 1) { 2 } == 1)
    clock.advance(by: .seconds(1))
    #expect(cache.peek(1) == nil && cache.removeExpired() == 1 && cache.keys == [2])
  }

  @Test("L8, M9: a report adds what has happened since the last one, and hits cost nothing for it")
  func report() throws {
    let metrics = TestMetrics()
    let cache = MemoCache<Int, Int>(
      capacity: 2,
      named: "numbers",
      weighing: { $1 },
      metricsFactory: metrics
    )
    for key in [1, 1, 1, 2] { _ = cache.value(for: key) { 1 } }
    #expect(throws: TimeoutError.self) { try cache.value(for: 9) { throw TimeoutError() } }
    cache.report()
    _ = cache.value(for: 3) { 1 }
    _ = cache.value(for: 3) { 1 }
    cache.resetCounts()
    _ = cache.value(for: 3) { 1 }
    cache.report()
    cache.report()
    let name = ("cache", "numbers")
    func count(_ label: String, _ dimensions: [(String, String)]) throws -> Int64 {
      try metrics.expectCounter(label, dimensions).values.reduce(0, +)
    }
    #expect(try count("cache_hits", [name]) == 4)
    #expect(try count("cache_misses", [name]) == 4)
    #expect(try count("cache_evictions", [name]) == 1)
    #expect(try count("cache_loads", [name, ("outcome", "success")]) == 3)
    #expect(try count("cache_loads", [name, ("outcome", "failure")]) == 1)
    #expect(try count("cache_loads", [name, ("outcome", "cancelled")]) == 0)
    #expect(try metrics.expectGauge("cache_entries", [name]).lastValue == 2)
    #expect(try metrics.expectGauge("cache_weight", [name]).lastValue == 2)
  }
}
