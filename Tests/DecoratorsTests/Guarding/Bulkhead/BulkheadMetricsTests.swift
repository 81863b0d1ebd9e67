import CoreMetrics
import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Logging
import Testing

@Suite(.timeLimit(.minutes(10))) struct BulkheadMetricsTests {
  private let calls = HeldCalls()
  private let clock = ManualClock()
  private let metrics = TestMetrics()

  private func gauge(_ label: String) throws -> [Double] {
    try metrics.expectGauge(label, [("bulkhead", "db")]).values
  }

  private func refused(_ reason: String) throws -> Int64 {
    try metrics.expectCounter("bulkhead_refused", [("bulkhead", "db"), ("reason", reason)]).totalValue
  }

  @Test("V8: gauges follow each change, waits are timed, and refusals counted by reason")
  func metrics() async throws {
    let bulkhead = Bulkhead(
      named: "db",
      atMost: 1,
      waiting: 1,
      waitingAtMost: .seconds(3),
      metricsFactory: metrics,
      clock: clock
    )
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    #expect(try gauge("bulkhead_running").last == 1)
    #expect(try gauge("bulkhead_waiting").last == 0)
    #expect(try gauge("bulkhead_limit").last == 1)
    // Series exist before the first event.
    #expect(try refused("queue_full") == 0)
    let b = calls.start("B", bulkhead)
    await clock.sleepers(atLeast: 1)
    #expect(try gauge("bulkhead_waiting").last == 1)
    await #expect(throws: BulkheadFullError.self) { try await bulkhead.run {} }
    clock.advance(by: .seconds(3))
    await #expect(throws: BulkheadFullError.self) { try await b.value }
    #expect(try refused("queue_full") == 1)
    #expect(try refused("waited_too_long") == 1)
    #expect(try metrics.expectTimer("bulkhead_wait", [("bulkhead", "db")]).values == [3_000_000_000])
    bulkhead.resize(to: 5)
    #expect(try gauge("bulkhead_limit").last == 5)
    calls.end("A")
    try await a.value
    #expect(try gauge("bulkhead_running").last == 0)
    #expect(try gauge("bulkhead_waiting").last == 0)
  }

  @Test("V8: however many calls come together, the gauges end at the last state")
  func gaugesOfConcurrentCalls() async throws {
    for _ in 0..<20 {
      let metrics = TestMetrics()
      let bulkhead = Bulkhead(named: "db", atMost: 3, waiting: .max, metricsFactory: metrics)
      await withTaskGroup { group in
        for _ in 0..<8 {
          group.addTask { for _ in 0..<50 { try? await bulkhead.run { await Task.yield() } } }
        }
      }
      #expect(try metrics.expectGauge("bulkhead_running", [("bulkhead", "db")]).lastValue == 0)
      #expect(try metrics.expectGauge("bulkhead_waiting", [("bulkhead", "db")]).lastValue == 0)
    }
  }

  @Test("V9: refusals are logged once a minute, with their count and the place of the call")
  func log() async throws {
    let log = LogRecorder()
    let bulkhead = Bulkhead(named: "db", atMost: 1, logger: log.logger, clock: clock)
    let a = calls.start("A", bulkhead)
    await until { calls.began.values == ["A"] }
    for _ in 0..<5 { try? await bulkhead.run(named: "query") {} }
    #expect(log.entries.map(\.level) == [.warning])
    #expect(log.entries[0].metadata["call.function"] == "query")
    #expect(log.entries[0].metadata["call.refused"]?.description == "1")
    #expect(log.entries[0].metadata["call.error.type"] == "Decorators.BulkheadFullError")
    clock.advance(by: .seconds(60))
    try? await bulkhead.run {}
    #expect(log.entries.map { $0.metadata["call.refused"]?.description } == ["1", "5"])
    bulkhead.resize(to: 2)
    #expect(log.entries.last?.level == .notice)
    #expect(log.entries.last?.metadata["call.limit"]?.description == "2")
    calls.end("A")
    try await a.value
  }

  @Test("A6: a hook may use the bulkhead, because no lock is held")
  func hook() {
    let kept = Locked<Bulkhead?>(nil)
    let seen = ValueRecorder<[Int]>()
    let bulkhead = Bulkhead(
      named: "db",
      atMost: 1,
      limitDidChange: { change in
        guard let bulkhead = kept.withLock({ $0 }) else { return }
        seen.append([change.old, change.new, bulkhead.limit, bulkhead.waiting, bulkhead.running])
        if change.new < 4 { bulkhead.resize(to: change.new + 1) }
      }
    )
    kept.withLock { $0 = bulkhead }
    bulkhead.resize(to: 1)
    bulkhead.resize(to: 3)
    #expect(seen.values == [[1, 3, 3, 0, 0], [3, 4, 4, 0, 0]])
    kept.withLock { $0 = nil }
  }
}
