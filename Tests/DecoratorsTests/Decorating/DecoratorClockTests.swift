import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct DecoratorClockTests {
  @Test("L3: the standard library's clock is read as it reads itself")
  func continuousClock() {
    let outerStart = ContinuousClock.now
    let start = DecoratorClock(ContinuousClock()).start()
    let innerStart = ContinuousClock.now
    while innerStart.duration(to: .now) < .milliseconds(1) {}
    let inner = innerStart.duration(to: .now)
    let measured = start.elapsed()
    let outer = outerStart.duration(to: .now)
    #expect(inner <= measured && measured <= outer)
  }

  @Test("L3: any other clock tells what passed on it")
  func otherClock() {
    let clock = ManualClock()
    let start = DecoratorClock(clock).start()
    clock.advance(by: .seconds(3))
    #expect(start.elapsed() == .seconds(3))
  }

  @Test func theContinuousClock_isKnownAsItselfAlsoBehindAny() {
    let stored: any Clock<Duration> = ContinuousClock()
    guard case .continuous = DecoratorClock(stored) else {
      Issue.record("The clock is read through its Instant, which costs more.")
      return
    }
    #expect(DecoratorClock(stored).setting == [])
    #expect(DecoratorClock(ManualClock()).setting == ["clock: ManualClock"])
  }

  @Test func aClockGivenForOneCall_takesThePlaceOfTheDecorators() {
    let (own, given) = (ManualClock(), ManualClock())
    let start = DecoratorClock(own).replaced(by: given).start()
    let ownStart = DecoratorClock(own).replaced(by: nil).start()
    given.advance(by: .seconds(2))
    own.advance(by: .seconds(5))
    #expect(start.elapsed() == .seconds(2))
    #expect(ownStart.elapsed() == .seconds(5))
  }

  @Test func aBlockingClock_isWaitedOn() async throws {
    let clock = RecordingClock()
    try DecoratorClock(clock).blockingSleep(for: .seconds(2))
    try await DecoratorClock(clock).sleep(for: .seconds(3))
    #expect(clock.sleeps == [.seconds(2), .seconds(3)])
  }

  @Test func aClockThatCannotBlock_stopsASynchronousWaitWithASentence() async {
    let policy = RetryPolicy(attempts: 2, backoff: .constant(.seconds(1)), clock: AsynchronousClock())
    #expect(synchronously { policy.run { "no wait" } } == "no wait")
    await #expect(throws: TimeoutError.self) { try await policy.run { () async throws in throw TimeoutError() } }
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let policy = RetryPolicy(attempts: 2, backoff: .constant(.seconds(1)), clock: AsynchronousClock())
      try? synchronously { try policy.run { () throws in throw TimeoutError() } }
    }
    let words = lastWords(exit)
    #expect(words.contains("A synchronous function waits by blocking its thread, and AsynchronousClock cannot block"))
    #expect(words.contains("give the decorator a BlockingClock, or make the function asynchronous."))
  }
}

/// A clock that can only suspend.
private struct AsynchronousClock: Clock {
  var now: ContinuousClock.Instant { .now }
  var minimumResolution: Duration { .zero }
  func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {}
}
