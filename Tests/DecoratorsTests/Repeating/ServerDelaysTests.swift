import Decorators
import DecoratorsTesting
import Testing

@Suite struct ServerDelaysTests {
  let clock = RecordingClock()
  let calls = Counter()

  private func policy(_ attempts: Int, serverDelays: ServerDelays = .capped(at: .seconds(60))) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: .exponential(from: .seconds(1), jitter: .none),
      serverDelays: serverDelays
    )
  }

  @Test("R9: a server-directed delay is waited for instead of the backoff's and costs no attempt")
  func directedDelays_costNoAttempt() {
    #expect(throws: TimeoutError.self) {
      try policy(2).with(clock: clock).run { () throws in
        if calls.increment() <= 3 { throw StatusError(status: 503, retryAfter: .seconds(7)) }
        throw TimeoutError()
      }
    }
    #expect(clock.sleeps == [.seconds(7), .seconds(7), .seconds(7), .seconds(1)])
    #expect(calls.value == 5)
  }

  @Test("R9: the delay is capped, and a negative one is none")
  func directedDelays_areCapped() {
    let policy = policy(2, serverDelays: .capped(at: .seconds(5), count: 2))
    try? policy.with(clock: clock).run { () throws in
      switch calls.increment() {
      case 1: throw StatusError(status: 503, retryAfter: .seconds(3_600))
      case 2: throw StatusError(status: 503, retryAfter: .seconds(-3))
      default: throw StatusError(status: 400)
      }
    }
    #expect(clock.sleeps == [.seconds(5)])
    #expect(calls.value == 3)
  }

  @Test("R9: beyond their count, directed delays cost an attempt each")
  func directedDelaysBeyondTheCount_costAttempts() {
    try? policy(3, serverDelays: .capped(at: .seconds(60), count: 4)).with(clock: clock).run { () throws in
      calls.increment()
      throw StatusError(status: 503, retryAfter: .seconds(2))
    }
    #expect(calls.value == 7)
    #expect(clock.sleeps == Array(repeating: .seconds(2), count: 6))
  }

  @Test("R9: after a directed delay the backoff starts afresh")
  func afterADirectedDelay_theBackoffStartsAfresh() {
    try? policy(5).with(clock: clock).run { () throws in
      switch calls.increment() {
      case 3: throw StatusError(status: 503, retryAfter: .seconds(9))
      default: throw TimeoutError()
      }
    }
    #expect(clock.sleeps == [.seconds(1), .seconds(2), .seconds(9), .seconds(1), .seconds(2)])
  }

  @Test(
    "R9: jitter makes a directed delay later by up to a tenth, never earlier",
    arguments: [Backoff.exponential(from: .seconds(1)), .decorrelated(from: .seconds(1))]
  )
  func jitter_neverComesEarly(backoff: Backoff) {
    var delays: Set<Duration> = []
    for seed in 0..<200 {
      let clock = RecordingClock()
      let policy = RetryPolicy(attempts: 2, backoff: backoff, generator: SeededGenerator(seed: UInt64(seed)))
      var isFirst = true
      try? policy.with(clock: clock).run { () throws in
        defer { isFirst = false }
        throw isFirst ? StatusError(status: 429, retryAfter: .seconds(5)) : StatusError(status: 400)
      }
      #expect(clock.sleeps[0] >= .seconds(5) && clock.sleeps[0] <= .milliseconds(5_500))
      delays.insert(clock.sleeps[0])
    }
    #expect(delays.count > 150)
  }

  @Test("R9: a directed delay that reaches the total limit gives up now")
  func directedDelayBeyondTheLimit_givesUp() {
    let policy = RetryPolicy(attempts: 5, within: .seconds(10))
    #expect(throws: StatusError.self) {
      try policy.with(clock: clock).run { () throws in
        calls.increment()
        throw StatusError(status: 503, retryAfter: .seconds(10))
      }
    }
    #expect(calls.value == 1)
    #expect(clock.sleeps.isEmpty)
  }

  @Test("R9: a closure of the policy may direct the delay too")
  func aClosure_directsTheDelay() {
    let policy = RetryPolicy(attempts: 2, backoff: .none, when: { _ in .retry(after: .seconds(4)) })
    try? policy.with(clock: clock).run { () throws in
      if calls.increment() == 2 { throw CancellationError() }
      throw TimeoutError()
    }
    #expect(clock.sleeps.count == 1 && clock.sleeps[0] == .seconds(4))
  }
}
