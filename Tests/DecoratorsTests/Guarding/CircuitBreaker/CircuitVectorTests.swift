import DecoratorsTesting
import Testing

@testable import Decorators

/// Sequences of events and what they must lead to, in seconds.
@Suite struct CircuitVectorTests {
  private func circuit(_ change: (inout CircuitRules) -> Void = { _ in }) -> DrivenCircuit {
    DrivenCircuit { rules in
      rules.window = .time(.seconds(10))
      rules.minimumCalls = 4
      change(&rules)
    }
  }

  private func opened() -> DrivenCircuit {
    let circuit = circuit()
    for kind in [.success, .failure, .success] as [CircuitOutcome.Kind] { circuit.call(kind, at: 0) }
    #expect(circuit.state(at: 0.9) == .closed)
    circuit.call(.failure, at: 1)
    return circuit
  }

  @Test("B1, B3: half of the minimum of calls failed: it opens, and asks are refused until its time is over")
  func opens() throws {
    let circuit = opened()
    #expect(circuit.state(at: 1) == .open)
    let refusal = try #require(circuit.ask(at: 5.999).refusal)
    #expect(refusal.retryAfter == .milliseconds(1) && refusal.state == .open)
    for _ in 0..<3 { #expect(circuit.ask(at: 6).isAdmitted) }
    #expect(circuit.ask(at: 6).refusal?.state == .halfOpen)
    #expect(circuit.circuit.refused == 2)
  }

  @Test("B2, B7, B6: a stale success decides nothing, two failed probes reopen for twice as long, two good ones close")
  func probes() {
    let circuit = circuit()
    for kind in [.success, .failure, .success] as [CircuitOutcome.Kind] { circuit.call(kind, at: 0) }
    let early = circuit.ask(at: 0.9)
    circuit.call(.failure, at: 1)
    let probes = (0..<3).map { _ in circuit.ask(at: 6) }
    #expect(circuit.end(early, .success, at: 6.5) == .stale)
    #expect(circuit.circuit.stale == 1 && circuit.state(at: 6.5) == .halfOpen)

    circuit.end(probes[0], .failure, at: 7)
    #expect(circuit.state(at: 7) == .halfOpen)
    circuit.end(probes[1], .failure, at: 7)
    #expect(circuit.state(at: 7) == .open && circuit.circuit.reopenings == 1)
    #expect(circuit.ask(at: 16.999).refusal?.retryAfter == .milliseconds(1))

    let again = (0..<3).map { _ in circuit.ask(at: 17) }
    circuit.end(again[0], .success, at: 17)
    #expect(circuit.state(at: 17) == .halfOpen)
    circuit.end(again[1], .success, at: 17)
    #expect(circuit.state(at: 17) == .closed && circuit.circuit.reopenings == 0)
    #expect(circuit.snapshot(at: 17).calls == 0)
    #expect(circuit.end(again[2], .failure, at: 17) == .stale)
    #expect(circuit.snapshot(at: 17).calls == 0 && circuit.circuit.stale == 2)
  }

  @Test("B9: a cancelled or ignored probe proves nothing, and gives its place to the next call")
  func cancelledProbe() {
    for kind in [.cancelled, .ignored] as [CircuitOutcome.Kind] {
      let circuit = opened()
      let probes = (0..<3).map { _ in circuit.ask(at: 6) }
      #expect(circuit.ask(at: 6).refusal != nil)
      circuit.end(probes[0], kind, at: 6)
      #expect(circuit.state(at: 6) == .halfOpen)
      #expect(circuit.ask(at: 6).isAdmitted)
      #expect(circuit.ask(at: 6).refusal != nil)
    }
  }

  @Test("B8, B10: probes that never end lose their places after their lease, and their outcomes are stale")
  func lease() {
    let circuit = opened()
    let lost = (0..<3).map { _ in circuit.ask(at: 6) }
    #expect(circuit.ask(at: 20).refusal?.retryAfter == .seconds(16))
    #expect(circuit.ask(at: 35.999).refusal?.retryAfter == .milliseconds(1))
    #expect(circuit.snapshot(at: 36).retryAfter == nil && circuit.snapshot(at: 36).runningProbes == 0)
    for _ in 0..<3 { #expect(circuit.ask(at: 36).isAdmitted) }
    #expect(circuit.ask(at: 36).refusal?.retryAfter == .seconds(30))
    #expect(circuit.circuit.lostProbes == 3)
    #expect(circuit.end(lost[0], .success, at: 40) == .stale)
    #expect(circuit.snapshot(at: 40).calls == 0)
  }

  @Test("B8: a late probe whose place nobody has taken still counts")
  func lateProbe() {
    let circuit = opened()
    let probe = circuit.ask(at: 6)
    #expect(circuit.end(probe, .success, at: 40) == .success)
    #expect(circuit.snapshot(at: 40).calls == 1)
  }

  @Test("B3: a success can be the call that completes the minimum and opens the circuit")
  func successOpens() {
    let circuit = DrivenCircuit { $0.minimumCalls = 20 }
    for _ in 0..<19 { circuit.call(.failure, at: 0) }
    #expect(circuit.state(at: 0) == .closed)
    circuit.call(.success, at: 0)
    #expect(circuit.state(at: 0) == .open)
  }

  @Test("B3: an outcome leaves a window over time with its tenth")
  func windowOverTime() {
    let circuit = circuit { $0.minimumCalls = 100 }
    circuit.call(.failure, at: 0.5)
    #expect(circuit.snapshot(at: 9.99).failures == 1)
    #expect(circuit.snapshot(at: 10).failures == 0)
    circuit.call(.success, at: 9.99)
    #expect(circuit.snapshot(at: 9.99).calls == 2)
    circuit.call(.success, at: 10)
    #expect(circuit.snapshot(at: 10).calls == 2 && circuit.snapshot(at: 10).failures == 0)
    circuit.call(.failure, at: 1_000_000)
    #expect(circuit.snapshot(at: 1_000_000).calls == 1)
    #expect(circuit.snapshot(at: 1_000_009.99).calls == 1)
    #expect(circuit.snapshot(at: 1_000_010).calls == 0)
  }

  @Test("B3: a window over calls holds the last ones")
  func windowOverCalls() {
    let circuit = circuit {
      $0.window = .calls(4)
      $0.failureRate = 0.75
    }
    for kind in [.failure, .failure, .success, .success, .failure] as [CircuitOutcome.Kind] {
      circuit.call(kind, at: 0)
    }
    #expect(circuit.snapshot(at: 1_000_000).calls == 4)
    #expect(circuit.snapshot(at: 1_000_000).failures == 2)
    circuit.call(.failure, at: 1_000_000)
    #expect(circuit.state(at: 1_000_000) == .closed)
    circuit.call(.failure, at: 1_000_000)
    #expect(circuit.state(at: 1_000_000) == .open)
  }

  @Test("B4: what is ignored or cancelled inside changes no counts")
  func ignored() {
    let circuit = circuit()
    circuit.call(.failure, at: 0)
    for _ in 0..<100 {
      circuit.call(.ignored, at: 0)
      circuit.call(.cancelled, at: 0)
    }
    #expect(circuit.snapshot(at: 0).calls == 1 && circuit.state(at: 0) == .closed)
  }

  @Test("B11: isolating makes calls in flight stale, and closing begins at 0 of 0")
  func isolating() {
    let circuit = circuit()
    circuit.call(.failure, at: 1)
    let running = circuit.ask(at: 2)
    circuit.isolate("maintenance", at: 3)
    #expect(circuit.end(running, .success, at: 4) == .stale)
    #expect(circuit.ask(at: 1_000_000).refusal?.retryAfter == nil)
    #expect(circuit.ask(at: 1_000_000).refusal?.isolationReason == "maintenance")
    circuit.isolate("another reason", at: 5)
    #expect(circuit.changes.count == 1)
    #expect(circuit.ask(at: 6).refusal?.isolationReason == "maintenance")
    circuit.close(at: 7)
    #expect(circuit.state(at: 7) == .closed)
    #expect(circuit.snapshot(at: 7).calls == 0 && circuit.snapshot(at: 7).failures == 0)
  }

  @Test("B11: a disabled circuit lets all through and goes on counting")
  func disabling() {
    let circuit = circuit()
    circuit.disable(at: 0)
    for _ in 0..<10 { circuit.call(.failure, at: 0) }
    #expect(circuit.state(at: 0) == .disabled)
    #expect(circuit.snapshot(at: 0).failureRate == 1)
    circuit.close(at: 0)
    #expect(circuit.snapshot(at: 0).calls == 0)
  }

  @Test("B11: closing a closed circuit empties its window and reports no change")
  func closingTwice() {
    let circuit = circuit()
    circuit.call(.failure, at: 0)
    let running = circuit.ask(at: 0)
    circuit.close(at: 0)
    #expect(circuit.snapshot(at: 0).calls == 0)
    #expect(circuit.end(running, .failure, at: 0) == .stale)
    #expect(circuit.changes.isEmpty)
  }

  @Test("B6: the open time doubles up to its limit, with jitter on top, and is at least what the error asks for")
  func openTimes() {
    let rules = CircuitRules.test
    let times = (0..<6).map { rules.openTime(reopenings: $0, hint: nil, draw: 1) }
    #expect(times == [5, 10, 20, 40, 60, 60].map { .seconds($0) })
    #expect(rules.openTime(reopenings: .max, hint: nil, draw: 1) == .seconds(60))

    var random = rules
    random.jitter = 0.5
    #expect(random.openTime(reopenings: 0, hint: nil, draw: 0.5) == .milliseconds(6_250))
    #expect(random.openTime(reopenings: 9, hint: nil, draw: 1) == .seconds(90))

    #expect(rules.openTime(reopenings: 0, hint: .seconds(7), draw: 0) == .seconds(7))
    #expect(rules.openTime(reopenings: 2, hint: .seconds(7), draw: 0) == .seconds(20))
    #expect(rules.openTime(reopenings: 0, hint: .seconds(1_000_000), draw: 0) == .seconds(60))
    #expect(rules.openTime(reopenings: 0, hint: .seconds(-3), draw: 0) == .seconds(5))
  }

  @Test("B7: a half-open circuit decides as soon as no other outcome could change it", arguments: 1...12)
  func decidesAsSoonAsItIsCertain(probes: Int) {
    for rate in [0.01, 0.1, 0.25, 1.0 / 3, 0.5, 0.7, 1] {
      let failures = leastCount(of: probes, reaching: rate)
      #expect(Double(failures) / Double(probes) >= rate)
      #expect(failures == 1 || Double(failures - 1) / Double(probes) < rate)
      for (kind, limit, end) in [
        (CircuitOutcome.Kind.failure, failures, CircuitState.open), (.success, probes - failures + 1, .closed),
      ] {
        let circuit = halfOpen(probes: probes, rate: rate)
        for count in 1...limit {
          #expect(circuit.state(at: 100) == .halfOpen)
          circuit.call(kind, at: 100)
          #expect((circuit.circuit.state == end) == (count == limit), "\(rate), \(count) of \(limit)")
        }
      }
    }
  }

  private func halfOpen(probes: Int, rate: Double) -> DrivenCircuit {
    let circuit = DrivenCircuit {
      $0.probes = probes
      $0.failureRate = rate
      $0.minimumCalls = 1
    }
    circuit.call(.failure, at: 0)
    circuit.end(circuit.ask(at: 100), .ignored, at: 100)
    return circuit
  }

  @Test("B7: 7 of 100 are a share of 0.07")
  func exactShares() {
    #expect(leastCount(of: 100, reaching: 0.07) == 7)
    #expect(leastCount(of: 100, reaching: 0.29) == 29)
    #expect(leastCount(of: 3, reaching: 0.5) == 2)
    #expect(leastCount(of: 10, reaching: 1) == 10)
  }

  @Test("B5: slow calls open the circuit at a share of their own, whether they fail or not")
  func slow() {
    let circuit = circuit {
      $0.slowRate = 0.75
      $0.failureRate = 1
    }
    circuit.call(.success, isSlow: true, at: 0)
    circuit.call(.failure, isSlow: true, at: 0)
    circuit.call(.success, at: 0)
    circuit.call(.success, at: 0)
    #expect(circuit.state(at: 0) == .closed)
    for _ in 0..<4 { circuit.call(.success, isSlow: true, at: 0) }
    #expect(circuit.state(at: 0) == .open)
    #expect(circuit.changes.map(\.reason) == [.slowRate])
    circuit.call(.success, isSlow: true, at: 5)
    circuit.call(.success, isSlow: true, at: 5)
    #expect(circuit.state(at: 5) == .halfOpen)
    circuit.call(.success, isSlow: true, at: 5)
    #expect(circuit.changes.map(\.reason).last == .probesSlow)
    #expect(circuit.state(at: 14.9) == .open)
  }

  @Test("B5, B7: with a share for slow calls, probes close only if they are neither failed nor slow")
  func slowProbes() {
    let circuit = circuit { $0.slowRate = 0.3 }
    for _ in 0..<4 { circuit.call(.failure, at: 0) }
    for _ in 0..<2 { circuit.call(.success, at: 5) }
    #expect(circuit.state(at: 5) == .halfOpen)
    circuit.call(.success, at: 5)
    #expect(circuit.state(at: 5) == .closed)
  }

  @Test("B12: after closing, the share of calls that is let in rises evenly")
  func ramp() throws {
    let circuit = circuit { $0.recovery = .gradually(over: .seconds(32)) }
    for _ in 0..<4 { circuit.call(.failure, at: 0) }
    for _ in 0..<2 { circuit.call(.success, at: 5) }
    #expect(circuit.state(at: 5) == .closed && !circuit.circuit.admitsAll)

    #expect(circuit.ask(at: 5).isAdmitted)
    #expect(circuit.ask(at: 5).refusal?.retryAfter == .milliseconds(3_200))
    func admitted(at time: Double, of count: Int) -> Int { (0..<count).count { _ in circuit.ask(at: time).isAdmitted } }
    #expect(admitted(at: 13, of: 400) == 100)
    #expect(admitted(at: 21, of: 400) == 200)
    #expect(admitted(at: 29, of: 400) == 300)
    #expect(circuit.snapshot(at: 29).admittedShare == 0.75)
    #expect(circuit.snapshot(at: 29).retryAfter == .milliseconds(3_200))
    #expect(circuit.snapshot(at: 36).retryAfter == .seconds(1))
    #expect(admitted(at: 37, of: 400) == 400)
    #expect(circuit.circuit.admitsAll && circuit.snapshot(at: 37).admittedShare == 1)
    #expect(circuit.circuit.state == .closed)
  }

  @Test("B12: calls let in by the ramp count, and can open the circuit again")
  func rampThatFails() {
    let circuit = circuit { $0.recovery = .gradually(over: .seconds(32)) }
    for _ in 0..<4 { circuit.call(.failure, at: 0) }
    for _ in 0..<2 { circuit.call(.success, at: 5) }
    for _ in 0..<4 { circuit.call(.failure, at: 36.9) }
    #expect(circuit.state(at: 36.9) == .open && circuit.circuit.reopenings == 0)
    for _ in 0..<2 { circuit.call(.success, at: 50) }
    #expect(!circuit.circuit.admitsAll)
    circuit.close(at: 50)
    #expect(circuit.circuit.admitsAll)
  }

  @Test("B12: an operator who closes lets calls in gradually, but not after a circuit that let all in")
  func rampAfterClosing() {
    let circuit = circuit { $0.recovery = .gradually(over: .seconds(32)) }
    circuit.isolate("maintenance", at: 0)
    circuit.close(at: 0)
    #expect(!circuit.circuit.admitsAll)
    circuit.disable(at: 0)
    #expect(circuit.circuit.admitsAll)
    circuit.close(at: 0)
    #expect(circuit.circuit.admitsAll)
  }

  @Test("A5: a clock that runs back makes no index and no time negative, and no wait longer")
  func clockRunsBack() {
    let circuit = circuit()
    circuit.call(.failure, at: 95)
    circuit.call(.failure, at: 3)
    #expect(circuit.snapshot(at: 3).failures == 2)
    circuit.call(.failure, at: 95)
    circuit.call(.failure, at: 95)
    #expect(circuit.ask(at: 0).refusal?.retryAfter == .seconds(5))
    for _ in 0..<3 { #expect(circuit.ask(at: 100).isAdmitted) }
    #expect(circuit.ask(at: 2).refusal?.retryAfter == .seconds(30))
  }

  @Test("B10: a refusal has the type of the error that opened the circuit")
  func openedBy() {
    let circuit = circuit()
    for _ in 0..<3 { circuit.call(.failure, at: 0, error: TimeoutError.self) }
    circuit.call(.failure, at: 0, error: ConnectionError.self)
    #expect(circuit.ask(at: 1).refusal?.openedBy == ConnectionError.self)
    for _ in 0..<2 { circuit.call(.success, at: 5) }
    circuit.isolate("", at: 6)
    #expect(circuit.ask(at: 6).refusal?.openedBy == nil)
  }

  @Test("B11, A6: each change is reported once, numbered in order, with the counts that caused it")
  func changes() {
    let circuit = opened()
    let probe = circuit.ask(at: 6)
    circuit.end(probe, .success, at: 6)
    circuit.end(circuit.ask(at: 6), .success, at: 6)
    let changes = circuit.changes
    #expect(changes.map(\.from) == [.closed, .open, .halfOpen])
    #expect(changes.map(\.to) == [.open, .halfOpen, .closed])
    #expect(changes.map(\.reason) == [.failureRate, .openTimeOver, .probesSucceeded])
    #expect(changes.map(\.number) == [1, 2, 3])
    #expect(changes[0].before.calls == 4 && changes[0].before.failures == 2)
    #expect(changes[0].after.retryAfter == .seconds(5))
    #expect(changes[2].before.calls == 2 && changes[2].after.calls == 0)
  }
}
