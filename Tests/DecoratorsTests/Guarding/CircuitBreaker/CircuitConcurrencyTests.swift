import Decorators
import DecoratorsTesting
import Testing

/// Many tasks and threads on one breaker.
@Suite(.timeLimit(.minutes(10))) struct CircuitConcurrencyTests {
  @Test("B1: when the open time is over, exactly as many calls run as there are probes, however many ask at once")
  func noCrowd() async {
    for _ in 0..<50 {
      let fixture = BreakerFixture()
      let breaker = fixture.breaker()
      breaker.fail(4)
      fixture.clock.advance(by: .seconds(5))
      let (gate, running, refused) = (Gate(), Counter(), Counter())
      await withTaskGroup(of: Void.self) { group in
        for _ in 0..<32 {
          group.addTask {
            do {
              try await breaker.run {
                running.increment()
                await gate.wait()
              }
            } catch { refused.increment() }
          }
        }
        await until { gate.waiting + refused.value == 32 }
        #expect(running.value == 3 && refused.value == 29)
        gate.open()
      }
      #expect(breaker.state == .closed && fixture.changes.values.count == 3)
    }
  }

  @Test("A2: every call is counted exactly once, and no probe keeps a place, however calls end")
  func everyCallOnce() async {
    let metrics = TestMetrics()
    let breaker = CircuitBreaker(
      named: "busy",
      minimumCalls: 3,
      window: .calls(10),
      openFor: .microseconds(50),
      upTo: .microseconds(200),
      probeLease: .seconds(1_000),
      metricsFactory: metrics
    )
    let (begun, refused) = (Counter(), Counter())
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(task))
          for _ in 0..<400 {
            let (kind, isYielding) = (Int.random(in: 0..<6, using: &random), Bool.random(using: &random))
            let call = Task {
              try await breaker.run {
                begun.increment()
                if isYielding { await Task.yield() }
                switch kind {
                case 0, 1: throw ConnectionError()
                case 2: throw StatusError(status: 404)
                case 3: throw CancellationError()
                default: break
                }
              }
            }
            if kind == 5 { call.cancel() }
            do { try await call.value } catch { if error is CircuitOpenError { refused.increment() } }
          }
        }
      }
    }
    #expect(breaker.snapshot.runningProbes == 0)
    let kinds = ["success", "slow", "failure", "ignored", "cancelled", "refused", "stale"]
    let counted = kinds.map { kind in
      (try? metrics.expectCounter("circuit_calls", [("circuit", "busy"), ("kind", kind)]).totalValue) ?? -1
    }
    #expect(counted[5] == breaker.snapshot.refused && counted[6] == breaker.snapshot.stale)
    // A cancelled task that asked while the circuit was not closed took nothing, and is not counted.
    #expect(counted[5] == refused.value && counted.reduce(0, +) == begun.value + refused.value)
    breaker.close()
    #expect(breaker.letsIn())
  }

  @Test("B3: outcomes of several threads are all counted")
  func threads() async {
    let breaker = CircuitBreaker(named: "threads", opensAt: 1, window: .calls(1_000_000))
    breaker.succeed(20)
    async let one: Void = onOwnThread { breaker.succeed(20_000) }
    async let two: Void = onOwnThread { breaker.fail(20_000) }
    _ = await (one, two)
    let snapshot = breaker.snapshot
    #expect(snapshot.refused == 0 && snapshot.calls == 40_020 && snapshot.failures == 20_000)
  }
}
