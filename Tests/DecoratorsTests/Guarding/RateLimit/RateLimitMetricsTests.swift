import CoreMetrics
import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct RateLimitMetricsTests {
  private let clock = ManualClock()

  private func bucket() -> TokenBucket<ManualClock> {
    TokenBucket(named: "api", 1, per: .seconds(1), clock: clock)
  }

  @Test("V8: waits are timed and refusals counted; a call that passes at once makes no metrics")
  func metrics() async throws {
    let metrics = TestMetrics()
    let bucket = bucket()
    let never = RateLimit(by: bucket, waitingAtMost: .zero, metricsFactory: metrics)
    let always = RateLimit(by: bucket, metricsFactory: metrics)
    try await never.run {}
    #expect(metrics.timers.isEmpty && metrics.counters.isEmpty)
    for _ in 0..<3 { try? await never.run {} }
    let refused = try metrics.expectCounter("rate_limit_refused", [("limit", "api")])
    #expect(refused.totalValue == 3)
    let task = Task { try await always.run {} }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    try await task.value
    #expect(try metrics.expectTimer("rate_limit_wait", [("limit", "api")]).values == [1_000_000_000])
    #expect(refused.totalValue == 3)
  }

  @Test("L8: limits that are made for one call share the metrics of their bucket")
  func kept() async throws {
    let factory = CountedFactory()
    let bucket = bucket()
    try await withMetricsFactory(factory) {
      try await bucket.take()
      for _ in 0..<5 { try? await withRateLimit(by: bucket, waitingAtMost: .zero) {} }
    }
    #expect(factory.made.value == 2)
  }

  @Test("V9: refusals are logged once a minute of the bucket's clock, with their count")
  func log() async throws {
    let log = LogRecorder()
    let bucket = bucket()
    let limit = RateLimit(by: bucket, waitingAtMost: .zero, logger: log.logger)
    try await limit.run {}
    for _ in 0..<4 { try? await limit.run(named: "fetch") {} }
    #expect(log.entries.map(\.level) == [.warning])
    #expect(log.entries[0].metadata["call.function"] == "fetch")
    clock.advance(by: .seconds(60))
    try await limit.run {}
    try? await limit.run {}
    #expect(log.entries.map { $0.metadata["call.refused"]?.description } == ["1", "4"])
  }
}

/// Counts the metrics it makes, and drops what they record.
private final class CountedFactory: MetricsFactory {
  let made = Counter()

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    made.increment()
    return NOOPMetricsHandler.instance
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    made.increment()
    return NOOPMetricsHandler.instance
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made.increment()
    return NOOPMetricsHandler.instance
  }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}
