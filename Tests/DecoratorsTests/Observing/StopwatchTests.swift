import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct StopwatchTests {
  @Test("L3: the standard library's clock is read as it reads itself")
  func continuousClock() {
    let outerStart = ContinuousClock.now
    let elapsed = ContinuousClock().startedStopwatch()
    let innerStart = ContinuousClock.now
    while innerStart.duration(to: .now) < .milliseconds(1) {}
    let inner = innerStart.duration(to: .now)
    let measured = elapsed()
    let outer = outerStart.duration(to: .now)
    #expect(inner <= measured && measured <= outer)
  }

  @Test("L3: any other clock tells what passed on it")
  func otherClock() {
    let clock = ManualClock()
    let elapsed = clock.startedStopwatch()
    clock.advance(by: .seconds(3))
    #expect(elapsed() == .seconds(3))
  }
}
