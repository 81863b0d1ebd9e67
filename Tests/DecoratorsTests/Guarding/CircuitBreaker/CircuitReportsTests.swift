import Decorators
import DecoratorsTesting
import Testing

/// Hooks, log lines and metrics of a breaker.
@Suite(.timeLimit(.minutes(10))) struct CircuitReportsTests {
  private let fixture = BreakerFixture()
  private var clock: RecordingClock { fixture.clock }

  @Test("V8, §9: the gauge follows the state, and changes and calls are counted by kind")
  func metrics() {
    let breaker = fixture.breaker(slowRate: 1)
    #expect(fixture.gauge() == nil)
    breaker.succeed()
    #expect(fixture.gauge() == 0)
    #expect(fixture.counted("failure") == 0 && fixture.changed(to: "open") == 0)
    breaker.fail(3)
    #expect(fixture.gauge() == 2 && fixture.changed(to: "open") == 1)
    #expect(!breaker.letsIn())
    clock.advance(by: .seconds(5))
    breaker.succeed()
    #expect(fixture.gauge() == 1 && fixture.changed(to: "half_open") == 1)
    breaker.succeed()
    #expect(fixture.gauge() == 0 && fixture.changed(to: "closed") == 1)
    breaker.isolate(reason: "test")
    #expect(fixture.gauge() == 3)
    breaker.disable()
    #expect(fixture.gauge() == 4)
    breaker.fail(1, StatusError(status: 404))
    breaker.fail(1, CancellationError())
    try? synchronously { try breaker.run(onResult: { _ in .slow }) {} }
    let counted = ["success", "slow", "failure", "ignored", "cancelled", "refused", "stale"].map { fixture.counted($0) }
    #expect(counted == [3, 1, 3, 1, 1, 1, 0])
  }

  @Test("V8, L8: a breaker without a backend makes no metrics, and one is looked up at the first call")
  func backend() {
    let metrics = TestMetrics()
    let breaker = CircuitBreaker(named: "late", clock: clock)
    withMetricsFactory(metrics) { breaker.succeed() }
    breaker.succeed()
    #expect((try? metrics.expectCounter("circuit_calls", [("circuit", "late"), ("kind", "success")]).totalValue) == 2)
  }

  @Test("V9: changes are warnings, closing is a notice, with the counts and the type of the error")
  func logLines() throws {
    let breaker = fixture.breaker(named: "pay\nments")
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    breaker.succeed(2)
    let lines = fixture.log.entries
    #expect(lines.map(\.message) == ["circuit open", "circuit half_open", "circuit closed"])
    #expect(lines.map(\.level) == [.warning, .warning, .notice])
    let metadata = lines[0].metadata.mapValues { "\($0)" }
    #expect(metadata["call.circuit"] == "pay\\nments")
    #expect(metadata["call.circuit.from"] == "closed" && metadata["call.circuit.to"] == "open")
    #expect(
      metadata["call.reason"] == "failureRate" && metadata["call.error.type"] == "DecoratorsTests.ConnectionError"
    )
    #expect(metadata["call.circuit.calls"] == "4" && metadata["call.circuit.failures"] == "4")
    #expect(metadata["call.retry.after.seconds"] == "5.0")
    #expect(lines.allSatisfy { $0.fileID.hasSuffix("BreakerFixture.swift") })
  }

  @Test("V9: refused calls get one line a minute, with their number")
  func refusedCalls() {
    let breaker = fixture.breaker()
    breaker.isolate(reason: "maintenance")
    for _ in 0..<100 {
      _ = breaker.letsIn()
      clock.advance(by: .seconds(1))
    }
    let lines = fixture.log.entries.filter { $0.message == "circuit refuses calls" }
    #expect(lines.map { "\($0.metadata["call.circuit.refused"]!)" } == ["1", "60"])
    #expect(lines.allSatisfy { $0.level == .warning && $0.metadata["call.circuit.state"] == "isolated" })
  }

  @Test("B8: a lost probe is reported once, in the order of the changes")
  func lostProbe() async throws {
    let breaker = fixture.breaker(probes: 1)
    breaker.fail(4)
    clock.advance(by: .seconds(5))
    let gate = Gate()
    let probe = Task { try await breaker.run { await gate.wait() } }
    await until { gate.waiting == 1 }
    clock.advance(by: .seconds(31))
    breaker.succeed()
    #expect(fixture.losses.values.map(\.age) == [.seconds(31)])
    #expect(fixture.losses.values.map(\.number) == [3])
    #expect(fixture.losses.values.map(\.name) == ["payments"])
    #expect(fixture.changes.values.map(\.number) == [1, 2, 4])
    let line = try #require(fixture.log.entries.first { $0.message == "circuit lost a probe" })
    #expect("\(line.metadata["call.circuit.probe.age.seconds"]!)" == "31.0")
    gate.open()
    try await probe.value
    #expect(breaker.snapshot.stale == 1 && breaker.snapshot.lostProbes == 1)
  }

  @Test("A6: a hook may use its breaker, and what it causes is reported after it")
  func hookUsesTheBreaker() {
    let seen = ValueRecorder<String>()
    let box = BreakerBox()
    let breaker = CircuitBreaker(
      named: "test",
      minimumCalls: 1,
      didChange: { change in
        seen.append("\(change.to) begins, \(box.breaker?.state == change.to)")
        if change.to == .open { box.breaker?.close() }
        seen.append("\(change.to) ends")
      },
      clock: clock
    )
    box.breaker = breaker
    breaker.fail()
    #expect(seen.values == ["open begins, true", "open ends", "closed begins, true", "closed ends"])
    box.breaker = nil
  }

  @Test("A6: while a hook runs, other threads change the circuit without waiting, and its thread reports for them")
  func slowHook() async {
    let (seen, isInside, mayLeave) = (ValueRecorder<Int>(), Counter(), Counter())
    let breaker = CircuitBreaker(
      named: "test",
      didChange: { change in
        isInside.increment()
        while change.number == 1 && mayLeave.value == 0 {}
        seen.append(change.number)
      }
    )
    async let first: Void = onOwnThread { breaker.isolate(reason: "test") }
    await until { isInside.value == 1 }
    breaker.close()
    breaker.disable()
    #expect(breaker.state == .disabled && seen.values.isEmpty && isInside.value == 1)
    mayLeave.increment()
    await first
    #expect(seen.values == [1, 2, 3])
  }

  @Test("A6: changes of many threads are reported one at a time and in order")
  func changesInOrder() async {
    let numbers = ValueRecorder<Int>()
    let inside = Counter()
    let overlaps = Counter()
    let breaker = CircuitBreaker(
      named: "test",
      minimumCalls: 1,
      didChange: { change in
        let mine = inside.increment()
        for _ in 0..<20 { numbers.append(change.number) }
        if inside.value != mine { overlaps.increment() }
      }
    )
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          for round in 0..<500 {
            switch (index + round) % 3 {
            case 0: breaker.isolate(reason: "test")
            case 1: breaker.close()
            default: breaker.fail()
            }
            if round % 16 == 0 { await Task.yield() }
          }
        }
      }
    }
    // The thread that reports may still be at it for the others, but all of them have returned, so nobody is.
    #expect(numbers.values == (1...numbers.values.count / 20).flatMap { Array(repeating: $0, count: 20) })
    #expect(overlaps.value == 0)
  }
}

private final class BreakerBox: @unchecked Sendable { var breaker: CircuitBreaker? }
