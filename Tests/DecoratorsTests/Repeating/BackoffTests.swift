import Decorators
import DecoratorsTesting
import Testing

@Suite struct BackoffTests {
  private func first(_ count: Int, of backoff: Backoff, seed: UInt64 = 1) -> [Duration] {
    Array(backoff.delays(using: SeededGenerator(seed: seed)).prefix(count))
  }

  @Test func constant_isTheSameDelayAgainAndAgain() {
    #expect(first(3, of: .constant(.seconds(2), jitter: .none)) == [.seconds(2), .seconds(2), .seconds(2)])
    #expect(first(2, of: .none) == [.zero, .zero])
  }

  @Test func linear_growsByItsIncrementUpToItsCap() {
    let backoff = Backoff.linear(from: .seconds(1), by: .seconds(2), cap: .seconds(6), jitter: .none)
    #expect(first(5, of: backoff) == [.seconds(1), .seconds(3), .seconds(5), .seconds(6), .seconds(6)])
    let own = Backoff.linear(from: .milliseconds(300), jitter: .none)
    #expect(first(3, of: own) == [.milliseconds(300), .milliseconds(600), .milliseconds(900)])
  }

  @Test func exponential_growsByItsFactorUpToItsCap() {
    let doubled = Backoff.exponential(from: .milliseconds(250), cap: .seconds(1), jitter: .none)
    #expect(first(4, of: doubled) == [.milliseconds(250), .milliseconds(500), .seconds(1), .seconds(1)])
    let tripled = Backoff.exponential(from: .seconds(1), factor: 3, jitter: .none)
    #expect(first(5, of: tripled) == [.seconds(1), .seconds(3), .seconds(9), .seconds(27), .seconds(30)])
  }

  @Test func aListOfDelays_endsWithItsLast() {
    let backoff = Backoff.delays([.seconds(1), .seconds(5)], jitter: .none)
    #expect(first(9, of: backoff) == [.seconds(1), .seconds(5)])
  }

  @Test("R1: the delay is capped first and randomised after, so that callers stay apart at the cap")
  func fullJitter_spreadsDelaysAtTheCap() {
    let backoff = Backoff.exponential(from: .seconds(1), cap: .seconds(10))
    let delays = first(500, of: backoff).dropFirst(10)
    #expect(delays.allSatisfy { $0 >= .zero && $0 <= .seconds(10) })
    #expect(Set(delays).count > 450)
    #expect(delays.contains { $0 < .seconds(2) } && delays.contains { $0 > .seconds(8) })
    let mean = delays.reduce(.zero, +) / delays.count
    #expect(mean > .milliseconds(4_500) && mean < .milliseconds(5_500))
  }

  @Test("R1: full jitter is the default of every shape")
  func everyShape_hasFullJitterByDefault() {
    let shapes: [Backoff] = [
      .constant(.seconds(8)), .linear(from: .seconds(8)), .exponential(from: .seconds(8)), .delays([.seconds(8)]),
    ]
    for backoff in shapes {
      let firsts = (0..<200).map { first(1, of: backoff, seed: $0)[0] }
      #expect(firsts.allSatisfy { $0 <= .seconds(8) })
      #expect(firsts.contains { $0 < .seconds(2) } && firsts.contains { $0 > .seconds(6) })
    }
  }

  @Test func equalJitter_keepsHalfTheDelay() {
    let delays = first(200, of: .constant(.seconds(4), jitter: .equal))
    #expect(delays.allSatisfy { $0 >= .seconds(2) && $0 <= .seconds(4) })
    #expect(Set(delays).count > 150)
  }

  @Test("R2: decorrelated delays are drawn between the first and three times the delay before")
  func decorrelated_followsTheDelayBefore() {
    let delays = first(500, of: .decorrelated(from: .seconds(1), cap: .seconds(60)))
    var previous = Duration.seconds(1)
    for delay in delays {
      #expect(delay >= .seconds(1) && delay <= min(.seconds(60), previous * 3) + .nanoseconds(1))
      previous = delay
    }
    #expect(zip(delays, delays.dropFirst()).contains { $1 < $0 })
    #expect(delays.contains { $0 > .seconds(30) })
    #expect(Set(delays).count > 450)
  }

  @Test("R3: no attempt number overflows, whatever the shape", arguments: [Jitter.none, .full, .equal])
  func tenThousandAttempts_stayWithinTheCap(jitter: Jitter) {
    let longest = Backoff.longestDelay
    let shapes: [(Backoff, cap: Duration)] = [
      (.exponential(from: .milliseconds(100), jitter: jitter), .seconds(30)),
      (.exponential(from: .milliseconds(100), factor: 1e300, cap: .seconds(Int64.max), jitter: jitter), longest),
      (.exponential(from: .seconds(Int64.max), cap: .seconds(Int64.max), jitter: jitter), longest),
      (.linear(from: .seconds(Int64.max), cap: .seconds(Int64.max), jitter: jitter), longest),
      (.constant(.seconds(Int64.max), jitter: jitter), longest),
      (.decorrelated(from: .milliseconds(1), cap: .seconds(Int64.max)), longest),
    ]
    for (backoff, cap) in shapes {
      #expect(first(10_000, of: backoff).allSatisfy { $0 >= .zero && $0 <= cap })
    }
  }

  @Test("R11: one backoff gives each call its own delays from the start")
  func twoCalls_doNotShareDelays() {
    let backoff = Backoff.exponential(from: .seconds(1), jitter: .none)
    var one = backoff.delays()
    #expect(one.next() == .seconds(1))
    var other = backoff.delays()
    #expect(one.next() == .seconds(2))
    #expect(other.next() == .seconds(1))
  }

  @Test func theDefaultCap_growsWithTheFirstDelay() {
    #expect(
      first(5, of: .exponential(from: .seconds(60), jitter: .none))
        == [.seconds(60), .seconds(120), .seconds(240), .seconds(480), .seconds(600)]
    )
    #expect(first(40, of: .exponential(from: .milliseconds(100), jitter: .none)).last == .seconds(30))
    #expect(first(11, of: .linear(from: .seconds(60), jitter: .none)).suffix(2) == [.seconds(600), .seconds(600)])
    #expect(
      first(3, of: .linear(from: .seconds(1), by: .seconds(60), jitter: .none))
        == [.seconds(1), .seconds(61), .seconds(121)]
    )
    let decorrelated = first(300, of: .decorrelated(from: .seconds(60)))
    #expect(decorrelated.allSatisfy { $0 >= .seconds(60) && $0 <= .seconds(600) })
    #expect(decorrelated.contains { $0 > .seconds(400) })
    #expect(first(1, of: .exponential(from: .seconds(Int64.max), jitter: .none)) == [Backoff.longestDelay])
    #expect(
      first(2, of: .exponential(from: .seconds(60), cap: .seconds(5), jitter: .none)) == [.seconds(5), .seconds(5)]
    )
  }

  @Test func endlessDelays_areReadOneByOneByEachCall() throws {
    let read = Counter()
    let endless = Backoff.delays(jitter: .none) {
      (1...).lazy.map { number in
        read.increment()
        return Duration.seconds(number)
      }
    }
    var delays = endless.delays()
    #expect(read.value == 0)
    #expect(delays.next() == .seconds(1))
    #expect(delays.next() == .seconds(2))
    #expect(read.value == 2)
    #expect(first(3, of: endless) == [.seconds(1), .seconds(2), .seconds(3)])
    #expect(first(3, of: .delays(repeatElement(.seconds(4), count: .max), jitter: .none)).count == 3)

    let clock = RecordingClock()
    let policy = RetryPolicy(attempts: 4, backoff: endless, clock: clock)
    for _ in 1...2 { try? policy.run { () throws in throw TimeoutError() } }
    #expect(clock.sleeps == [1, 2, 3, 1, 2, 3].map { .seconds($0) })
  }

  @Test("R9: a directed delay starts given delays afresh too")
  func aDirectedDelay_startsGivenDelaysAfresh() {
    let (clock, calls) = (RecordingClock(), Counter())
    let policy = RetryPolicy(attempts: 5, backoff: .delays([.seconds(1), .seconds(2)], jitter: .none), clock: clock)
    try? policy.run { () throws in
      throw calls.increment() == 3 ? StatusError(status: 503, retryAfter: .seconds(9)) : TimeoutError() as any Error
    }
    #expect(clock.sleeps == [1, 2, 9, 1].map { .seconds($0) })
  }

  @Test func aNegativeDelay_ofAnArray_stopsTheProgramAtOnce() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Backoff.delays([.seconds(1), .seconds(-1)])
    }
    #expect(lastWords(exit).contains("The delay of a backoff must not be negative; it was -1.0 seconds."))
  }

  @Test func aNegativeDelay_ofAnotherSequence_stopsTheProgramWhenItComes() async {
    let backoff = Backoff.delays(jitter: .none) { [.seconds(1), .seconds(-1)] }
    #expect(first(1, of: backoff) == [.seconds(1)])
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      for _ in Backoff.delays(jitter: .none, { [.seconds(1), .seconds(-1)] }).delays() {}
    }
    #expect(lastWords(exit).contains("The delay of a backoff must not be negative; it was -1.0 seconds."))
  }

  @Test("R3: a delay deep in a sequence is made from the one before it")
  func deepDelays_areExact() {
    let flat = first(100_000, of: .exponential(from: .seconds(2), factor: 1, jitter: .none))
    #expect(flat.allSatisfy { $0 == .seconds(2) })
    let slow = first(100_000, of: .exponential(from: .seconds(1), factor: 1.000_01, cap: .seconds(2), jitter: .none))
    #expect(slow == slow.sorted() && slow.last == .seconds(2))
  }

  @Test func descriptions_nameShapeAndJitter() {
    #expect("\(Backoff.none)" == "no delay")
    #expect("\(Backoff.constant(.seconds(1), jitter: .none))" == "constant(1.0 seconds)")
    #expect(
      "\(Backoff.exponential(from: .milliseconds(250)))"
        == "exponential(from: 0.25 seconds, factor: 2.0, cap: 30.0 seconds), full jitter"
    )
    #expect(
      "\(Backoff.linear(from: .seconds(1), jitter: .equal))"
        == "linear(from: 1.0 seconds, by: 1.0 seconds, cap: 30.0 seconds), equal jitter"
    )
    #expect("\(Backoff.decorrelated(from: .seconds(1)))" == "decorrelated(from: 1.0 seconds, cap: 30.0 seconds)")
    #expect("\(Backoff.delays([.seconds(1)], jitter: .none))" == "delays(1.0 seconds)")
    #expect("\(Backoff.delays(repeatElement(.zero, count: 2)))" == "delays(Repeated<Duration>), full jitter")
    #expect("\(Backoff.delays { sequence(first: .zero) { $0 } })" == "delays(a closure), full jitter")
  }

  @Test func impossibleSettings_stopWithASentence() async {
    await #expect(processExitsWith: .failure) { _ = Backoff.constant(.seconds(-1)) }
    await #expect(processExitsWith: .failure) { _ = Backoff.exponential(from: .seconds(1), factor: 0.5) }
    await #expect(processExitsWith: .failure) { _ = Backoff.exponential(from: .seconds(1), factor: .nan) }
    await #expect(processExitsWith: .failure) { _ = Backoff.decorrelated(from: .seconds(2), cap: .seconds(1)) }
    await #expect(processExitsWith: .failure) { _ = RetryPolicy(attempts: 0) }
    await #expect(processExitsWith: .failure) { _ = RetryPolicy(within: .seconds(-1)) }
    await #expect(processExitsWith: .failure) { _ = ServerDelays.capped(at: .seconds(-1)) }
    await #expect(processExitsWith: .failure) { _ = ServerDelays.accepted(upTo: .seconds(-1)) }
    await #expect(processExitsWith: .failure) { _ = RetryPolicy(keepingErrors: -1) }
  }
}
