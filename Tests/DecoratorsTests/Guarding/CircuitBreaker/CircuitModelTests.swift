import DecoratorsTesting
import Testing

@testable import Decorators

/// Random events against a slow circuit that follows the table of states word by word.
@Suite struct CircuitModelTests {
  @Test("B1 to B12: random events lead to what the table of states says", arguments: 0..<200)
  func followsTheTable(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rules = ReferenceCircuit.Rules.random(using: &random)
    let circuit = DrivenCircuit { rules.apply(to: &$0) }
    var reference = ReferenceCircuit(rules: rules)
    var calls: [(call: DrivenCircuit.Call, permit: ReferenceCircuit.Permit)] = []
    var time = 0

    for step in 0..<600 {
      let before = circuit.circuit.state
      let clock = Double(time) / 1_000
      switch Int.random(in: 0..<100, using: &random) {
      case 0..<40:
        let call = circuit.ask(at: clock)
        let permit = reference.ask(at: time)
        try #require(call.isAdmitted == (permit != nil), "\(seed), \(step)")
        if let permit { calls.append((call, permit)) }
        #expect(before != .isolated || !call.isAdmitted)
      case 40..<75:
        guard let index = calls.indices.randomElement(using: &random) else { continue }
        let (call, permit) = calls.remove(at: index)
        let kinds: [CircuitOutcome.Kind] = [.success, .success, .failure, .failure, .ignored, .cancelled]
        let (kind, isSlow) = (kinds.randomElement(using: &random)!, Int.random(in: 0..<4, using: &random) == 0)
        let former = circuit.snapshot(at: clock)
        let counted = circuit.end(call, kind, isSlow: isSlow, at: clock)
        reference.end(permit, kind, isSlow: isSlow, at: time)
        if counted == .stale { isSame(circuit.snapshot(at: clock), as: former) }
        #expect(before != .isolated || circuit.circuit.state == .isolated)
      case 75..<97:
        time += [0, 1, 90, 100, 500, 1_000, 4_999, 5_001, 31_000].randomElement(using: &random)!
      case 97 where Bool.random(using: &random):
        circuit.isolate("test", at: clock)
        reference.isolate()
      case 98 where Bool.random(using: &random):
        circuit.disable(at: clock)
        reference.disable()
      default:
        guard Int.random(in: 0..<3, using: &random) == 0 || before == .isolated || before == .disabled else { continue }
        circuit.close(at: clock)
        reference.close(at: time)
      }
      try compare(circuit, reference, at: time, "seed \(seed), step \(step)")
    }
    checkEvents(circuit)
  }

  private func compare(_ circuit: DrivenCircuit, _ reference: ReferenceCircuit, at time: Int, _ place: String) throws {
    let shown = circuit.snapshot(at: Double(time) / 1_000)
    let counts = reference.counts(at: time)
    try #require(shown.state == reference.shownState(at: time), "\(place)")
    try #require(shown.calls == counts.calls, "\(place)")
    try #require(shown.failures == counts.failures, "\(place)")
    try #require(shown.slow == counts.slow, "\(place)")
    try #require(shown.runningProbes == reference.runningProbes(at: time), "\(place)")
    try #require(shown.refused == reference.refused && shown.stale == reference.stale, "\(place)")
    try #require(shown.reopenings == reference.reopenings, "\(place)")
    try #require(shown.retryAfter == reference.retryAfter(at: time).map { .microseconds($0) }, "\(place)")
    #expect(circuit.circuit.probes.running.count + circuit.circuit.probes.counts.calls <= circuit.circuit.rules.probes)
    #expect(shown.failures <= shown.calls && shown.slow <= shown.calls && shown.failures >= 0 && shown.slow >= 0)
  }

  private func isSame(_ new: CircuitSnapshot, as old: CircuitSnapshot) {
    #expect(new.state == old.state && new.calls == old.calls && new.failures == old.failures && new.slow == old.slow)
    #expect(new.runningProbes == old.runningProbes && new.reopenings == old.reopenings && new.stale == old.stale + 1)
  }

  private func checkEvents(_ circuit: DrivenCircuit) {
    let changes = circuit.changes
    for (change, next) in zip(changes, changes.dropFirst()) {
      #expect(change.to == next.from && change.number < next.number)
    }
    for change in changes {
      #expect(change.from != change.to)
      if change.from == .isolated { #expect([.closed, .disabled].contains(change.reason)) }
    }
    #expect(circuit.events.count == 1 + changes.count + circuit.circuit.lostProbes)
  }
}

/// The table of states, with no thought for speed. Times are whole milliseconds.
private struct ReferenceCircuit {
  struct Rules {
    var isTimed: Bool
    var window: Int
    var minimum: Int
    var failureRate: Double
    var slowRate: Double?
    var probes: Int
    var ramp: Int?
    let openFor = 5_000
    let longestOpen = 20_000
    let lease = 30_000

    static func random(using random: inout SeededGenerator) -> Self {
      let isTimed = Bool.random(using: &random)
      return Self(
        isTimed: isTimed,
        window: isTimed ? [1_000, 10_000, 30_000].randomElement(using: &random)! : .random(in: 8...20, using: &random),
        minimum: .random(in: 1...8, using: &random),
        failureRate: [0.1, 0.25, 0.5, 0.75, 1].randomElement(using: &random)!,
        slowRate: [nil, nil, 0.25, 0.5, 1].randomElement(using: &random)!,
        probes: .random(in: 1...5, using: &random),
        ramp: [nil, 1_024, 8_192].randomElement(using: &random)!
      )
    }

    func apply(to rules: inout CircuitRules) {
      rules.window = isTimed ? .time(.milliseconds(window)) : .calls(window)
      rules.minimumCalls = minimum
      rules.failureRate = failureRate
      rules.slowRate = slowRate
      rules.probes = probes
      rules.openFor = .milliseconds(openFor)
      rules.longestOpen = .milliseconds(longestOpen)
      rules.probeLease = .milliseconds(lease)
      rules.recovery = ramp.map { .gradually(over: .milliseconds($0)) } ?? .atOnce
    }
  }

  struct Outcome {
    let time: Int
    let isFailure: Bool
    let isSlow: Bool
  }

  struct Permit {
    let generation: Int
    let probe: Int?
  }

  enum Place {
    case running(probe: Int, since: Int)
    case ended(Outcome)
  }

  let rules: Rules
  var state = CircuitState.closed
  var generation = 0
  var outcomes: [Outcome] = []
  var reopenings = 0
  var until = 0
  var places: [Place] = []
  var nextProbe = 0
  var rampStart: Int?
  var saved = 0
  var refused = 0
  var stale = 0

  init(rules: Rules) { self.rules = rules }

  mutating func ask(at now: Int) -> Permit? {
    switch state {
    case .disabled: return Permit(generation: generation, probe: nil)
    case .isolated: return refuse()
    case .closed:
      guard let rampStart, let length = rules.ramp, now - rampStart < length else {
        self.rampStart = nil
        return Permit(generation: generation, probe: nil)
      }
      saved += now - rampStart
      guard saved >= length else { return refuse() }
      saved -= length
      return Permit(generation: generation, probe: nil)
    case .open:
      guard now >= until else { return refuse() }
      enter(.halfOpen)
      return probe(at: now)
    case .halfOpen:
      places = places.filter { !isOverdue($0, at: now) }
      return places.count < rules.probes ? probe(at: now) : refuse()
    }
  }

  private mutating func refuse() -> Permit? {
    refused += 1
    return nil
  }

  private mutating func probe(at now: Int) -> Permit {
    nextProbe += 1
    places.append(.running(probe: nextProbe, since: now))
    return Permit(generation: generation, probe: nextProbe)
  }

  private func isOverdue(_ place: Place, at now: Int) -> Bool {
    if case .running(_, let since) = place { now - since >= rules.lease } else { false }
  }

  mutating func end(_ permit: Permit, _ kind: CircuitOutcome.Kind, isSlow: Bool, at now: Int) {
    guard permit.generation == generation else { return stale += 1 }
    let counts = kind == .success || kind == .failure
    let outcome = Outcome(time: now, isFailure: kind == .failure, isSlow: isSlow)
    guard let probe = permit.probe else {
      if counts { outcomes.append(outcome) }
      if counts, state == .closed, decides(window(at: now), at: now) { enter(.open, until: now + rules.openFor) }
      return
    }
    let index = places.firstIndex { if case .running(probe, _) = $0 { true } else { false } }
    guard let index else { return stale += 1 }
    places.remove(at: index)
    guard counts else { return }
    places.append(.ended(outcome))
    decideByProbes(at: now)
  }

  private func decides(_ outcomes: [Outcome], at now: Int) -> Bool {
    outcomes.count >= rules.minimum && isTooMuch(outcomes, of: outcomes.count)
  }

  private func isTooMuch(_ outcomes: [Outcome], of total: Int) -> Bool {
    let failed = outcomes.count(where: \.isFailure)
    let slow = outcomes.count(where: \.isSlow)
    return failed > 0 && Double(failed) / Double(total) >= rules.failureRate
      || slow > 0 && Double(slow) / Double(total) >= (rules.slowRate ?? 2)
  }

  private mutating func decideByProbes(at now: Int) {
    let ended = probeOutcomes
    let worst = Outcome(time: now, isFailure: true, isSlow: true)
    if isTooMuch(ended, of: rules.probes) {
      reopenings += 1
      var time = rules.openFor
      for _ in 0..<reopenings { time = min(time * 2, rules.longestOpen) }
      enter(.open, until: now + time)
    } else if !isTooMuch(ended + Array(repeating: worst, count: rules.probes - ended.count), of: rules.probes) {
      enterClosed(at: now)
    }
  }

  private var probeOutcomes: [Outcome] {
    places.compactMap { if case .ended(let outcome) = $0 { outcome } else { nil } }
  }

  mutating func isolate() {
    guard state != .isolated else { return }
    enter(.isolated)
    outcomes = []
  }

  mutating func disable() {
    enter(.disabled)
    outcomes = []
  }

  mutating func close(at now: Int) { enterClosed(at: now) }

  private mutating func enterClosed(at now: Int) {
    let refusedCalls = [.open, .halfOpen, .isolated].contains(state)
    enter(.closed)
    if refusedCalls, let length = rules.ramp { (rampStart, saved) = (now, length) }
    outcomes = []
    reopenings = 0
  }

  private mutating func enter(_ state: CircuitState, until: Int = 0) {
    self.state = state
    self.until = until
    generation += 1
    places = []
    rampStart = nil
  }

  // MARK: Reading

  private func window(at now: Int) -> [Outcome] {
    guard rules.isTimed else { return outcomes.suffix(rules.window) }
    let part = rules.window / 10
    return outcomes.filter { $0.time / part > now / part - 10 }
  }

  func shownState(at now: Int) -> CircuitState { state == .open && now >= until ? .halfOpen : state }

  func counts(at now: Int) -> OutcomeCounts {
    let shown = state == .halfOpen ? probeOutcomes : shownState(at: now) == .halfOpen ? [] : window(at: now)
    return OutcomeCounts(
      calls: shown.count,
      failures: shown.count(where: \.isFailure),
      slow: shown.count(where: \.isSlow)
    )
  }

  func runningProbes(at now: Int) -> Int {
    places.count { if case .running = $0 { !isOverdue($0, at: now) } else { false } }
  }

  /// In microseconds.
  func retryAfter(at now: Int) -> Int? {
    switch shownState(at: now) {
    case .open: return (until - now) * 1_000
    case .halfOpen:
      guard !places.contains(where: { isOverdue($0, at: now) }), places.count == rules.probes else { return nil }
      let oldest = places.compactMap { if case .running(_, let since) = $0 { since } else { nil } }.min()!
      return (oldest + rules.lease - now) * 1_000
    case .closed:
      guard let rampStart, let length = rules.ramp, now - rampStart < length else { return nil }
      return min((rampStart + length - now) * 1_000, length * 100)
    case .isolated, .disabled: return nil
    }
  }
}
