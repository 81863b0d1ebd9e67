import Decorators
import DecoratorsTesting

/// A breaker that needs four calls, on a clock that the test moves.
struct BreakerFixture {
  let clock = RecordingClock()
  let log = LogRecorder()
  let metrics = TestMetrics()
  let changes = ValueRecorder<CircuitChange>()
  let losses = ValueRecorder<CircuitProbeLoss>()

  func breaker(
    named name: String = "payments",
    slowerThan slowLimit: Duration? = nil,
    slowRate: Double? = nil,
    probes: Int = 3,
    recovery: CircuitRecovery = .atOnce,
    counting: (@Sendable (any Error) -> CircuitVerdict)? = nil,
    jitter: Double = 0
  ) -> CircuitBreaker {
    CircuitBreaker(
      named: name,
      minimumCalls: 4,
      window: .time(.seconds(10)),
      slowerThan: slowLimit,
      slowRate: slowRate,
      jitter: jitter,
      probes: probes,
      recovery: recovery,
      counting: counting,
      didChange: { [changes] in changes.append($0) },
      didLoseProbe: { [losses] in losses.append($0) },
      logger: log.logger,
      metricsFactory: metrics,
      generator: SeededGenerator(seed: 7),
      clock: clock
    )
  }

  /// How many calls of a kind the metrics have counted.
  func counted(_ kind: String, of name: String = "payments") -> Int64? {
    try? metrics.expectCounter("circuit_calls", [("circuit", name), ("kind", kind)]).totalValue
  }

  func changed(to state: String, of name: String = "payments") -> Int64? {
    try? metrics.expectCounter("circuit_changes", [("circuit", name), ("to", state)]).totalValue
  }

  func gauge(of name: String = "payments") -> Double? {
    try? metrics.expectGauge("circuit_state", [("circuit", name)]).lastValue
  }
}

extension CircuitBreaker {
  func succeed(_ count: Int = 1) { for _ in 0..<count { try? synchronously { try run {} } } }

  func fail(_ count: Int = 1, _ error: any Error = ConnectionError()) {
    for _ in 0..<count { try? synchronously { try run { throw error } } }
  }

  /// Whether the next call would run; it is made, and succeeds.
  func letsIn() -> Bool { (try? synchronously { try run { true } }) ?? false }
}
