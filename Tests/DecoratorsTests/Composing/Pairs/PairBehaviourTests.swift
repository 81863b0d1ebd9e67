import Decorators
import DecoratorsTesting
import Testing

/// C7: what each ordered pair of members does at run time. ``PairModel`` says what the rules expect.
@Suite struct PairBehaviourTests {
  /// How long after the last call the objects are looked at, in milliseconds: loads that nobody waits for have ended.
  private static let afterwards = 10_001

  @Test("C7, A2, A3, A9, A12: each pair does what its members do, one around the other", arguments: PairScript.all)
  func pairs(_ script: PairScript) async throws {
    for outer in Member.allCases {
      for inner in Member.allCases {
        if let refusing = script.refusing, !(refusing == 0 ? outer : inner).isGuard { continue }
        try await compare(outer, inner, script)
      }
    }
  }

  private func compare(_ outer: Member, _ inner: Member, _ script: PairScript) async throws {
    let found = try await withSimulatedTime { clock in
      let calls = Counter()
      let probes = [MemberProbe(outer, slot: 0, clock: clock), MemberProbe(inner, slot: 1, clock: clock)]
      if let refusing = script.refusing { try await probes[refusing].refuse() }
      let function = probes[0].apply(probes[1].apply(script.function(on: clock, counting: calls)))
      var endings: [PairModel.Ending] = []
      for _ in 1...script.userCalls { endings.append(await script.call(function, on: clock)) }
      // What the calls left behind ends before the objects are looked at.
      try await clock.sleep(for: .milliseconds(Self.afterwards))
      return Report(
        endings: endings,
        calls: calls.value,
        objects: [await probes[0].object(), await probes[1].object()]
      )
    }
    #expect(found == expected(outer, inner, script), "\(outer) → \(inner), \(script.testDescription)")
  }

  private func expected(_ outer: Member, _ inner: Member, _ script: PairScript) -> Report {
    var world = PairModel.World()
    if let refusing = script.refusing {
      world.objects[refusing].refuse(as: refusing == 0 ? outer : inner)
    }
    let call = PairModel.layer(outer, 0, around: PairModel.layer(inner, 1, around: PairModel.function(script)))
    var endings: [PairModel.Ending] = []
    var now = 0
    for _ in 1...script.userCalls {
      endings.append(call(&world, now, now + script.cancelledAfter))
      now = endings[endings.count - 1].at
    }
    return Report(
      endings: endings,
      calls: world.calls,
      objects: world.objects.map { $0.read(at: now + Self.afterwards) }
    )
  }
}

/// What a test sees of its calls.
private struct Report: Hashable, Sendable, CustomTestStringConvertible {
  let outcomes: [PairModel.Outcome]
  let ends: [Int]
  let calls: Int
  let objects: [PairModel.Object]

  init(endings: [PairModel.Ending], calls: Int, objects: [PairModel.Object]) {
    outcomes = endings.map(\.outcome)
    ends = endings.map(\.at)
    self.calls = calls
    self.objects = objects
  }

  var testDescription: String { "\(outcomes) at \(ends), \(calls) calls, \(objects)" }
}

extension PairModel.Object {
  /// Refuses from now on.
  fileprivate mutating func refuse(as member: Member) {
    switch member {
    case .circuitBroken: isOpen = true
    case .bulkheaded: freeAt = PairModel.never
    default: fullAt = Member.burst * Member.tokenInterval
    }
  }

  /// The object as a test can read it.
  fileprivate func read(at now: Int) -> Self {
    var read = self
    if freeAt <= now { read.freeAt = 0 }
    if fullAt <= now { read.fullAt = 0 }
    if isOpen { read.successes = 0 }
    read.load = nil
    read.keptAt = 0
    return read
  }
}
