import DecoratorsTesting
import Testing

@testable import Decorators

/// What no breaker can be made with.
@Suite struct CircuitSettingsTests {
  @Test("A10: a setting that no breaker can have stops the program with a sentence")
  func refusedSettings() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = CircuitBreaker(named: "a", opensAt: 0)
    }
    #expect(lastWords(exit).contains("'opensAt:' of a circuit breaker must be above 0 and at most 1; it was 0.0."))
  }

  @Test("A10: every setting is checked")
  func everySetting() {
    #expect(mistake() == nil)
    #expect(
      mistake(name: "") == "The name of a circuit breaker must not be empty, because it labels metrics and errors."
    )
    #expect(
      mistake { $0.failureRate = .nan } == "'opensAt:' of a circuit breaker must be above 0 and at most 1; it was nan."
    )
    #expect(
      mistake { $0.failureRate = 1.5 } == "'opensAt:' of a circuit breaker must be above 0 and at most 1; it was 1.5."
    )
    #expect(
      mistake { $0.slowRate = 0 } == "'slowRate:' of a circuit breaker must be above 0 and at most 1; it was 0.0."
    )
    #expect(
      mistake { $0.minimumCalls = 0 } == "The minimum calls of a circuit breaker must be at least 1; they were 0."
    )
    #expect(
      mistake { $0.window = .time(.zero) }
        == "The window of a circuit breaker must be longer than 0; it was 0.0 seconds."
    )
    #expect(
      mistake { $0.window = .calls(0) } == "The window of a circuit breaker must hold 1 to 1,000,000 calls; it was 0."
    )
    #expect(
      mistake { $0.window = .calls(10) }
        == "A window of 10 calls never has the 20 that a breaker waits for: lower 'minimumCalls:'."
    )
    #expect(mistake { $0.window = .calls(20) } == nil)
    #expect(
      mistake(slowLimit: .zero) == "'slowerThan:' of a circuit breaker must be longer than 0; it was 0.0 seconds."
    )
    #expect(
      mistake { $0.openFor = .seconds(-1) }
        == "'openFor:' of a circuit breaker must be longer than 0; it was -1.0 seconds."
    )
    #expect(
      mistake { $0.longestOpen = .seconds(1) }
        == "'upTo:' of a circuit breaker must be at least 'openFor:', 5.0 seconds; it was 1.0 seconds."
    )
    #expect(mistake { $0.jitter = 2 } == "The jitter of a circuit breaker must be from 0 to 1; it was 2.0.")
    #expect(mistake { $0.probes = 0 } == "A circuit breaker needs 1 to 100 probes; they were 0.")
    #expect(
      mistake { $0.probeLease = .zero }
        == "'probeLease:' of a circuit breaker must be longer than 0; it was 0.0 seconds."
    )
    #expect(
      mistake { $0.recovery = .gradually(over: .zero) }
        == "'recovery:' of a circuit breaker must be longer than 0; it was 0.0 seconds."
    )
  }

  private func mistake(
    name: String = "a",
    slowLimit: Duration? = nil,
    _ change: (inout CircuitRules) -> Void = { _ in }
  ) -> String? {
    var rules = CircuitRules.test
    change(&rules)
    return CircuitSettings(
      name: name,
      rules: rules,
      slowLimit: slowLimit,
      counting: nil,
      didChange: nil,
      didLoseProbe: nil,
      log: nil,
      metricsFactory: nil,
      generator: nil,
      clock: .continuous
    ).mistake
  }

  @Test("A10: the longest durations overflow nothing")
  func longestDurations() {
    let clock = RecordingClock()
    let longest = Duration.seconds(Int64.max)
    let breaker = CircuitBreaker(
      named: "a",
      minimumCalls: 1,
      window: .time(longest),
      slowerThan: longest,
      openFor: longest,
      jitter: 1,
      probeLease: longest,
      recovery: .gradually(over: longest),
      clock: clock
    )
    for _ in 0..<3 {
      breaker.fail()
      #expect(breaker.state == .open)
      breaker.close()
      breaker.fail(3)
      _ = breaker.snapshot
      breaker.isolate(reason: "test")
      breaker.close()
      clock.advance(by: .seconds(1_000_000_000))
    }
  }
}
