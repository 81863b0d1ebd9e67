import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("Lifetime")
struct LifetimeTests {
  private let clock = ManualClock()

  @Test("M10: time is counted from when the cache was made, and the deadline from now")
  func deadline() {
    clock.advance(by: .seconds(100))
    let lifetime = Lifetime(.seconds(2), on: clock)
    #expect(lifetime.now() == 0 && lifetime.deadline == 2_000_000_000)
    clock.advance(by: .milliseconds(5))
    #expect(lifetime.now() == 5_000_000 && lifetime.deadline == 2_005_000_000)
  }

  @Test("M10: a time too short to count is one nanosecond, one too long is without end")
  func extremes() {
    #expect(Lifetime(Duration(secondsComponent: 0, attosecondsComponent: 1), on: clock).nanoseconds == 1)
    let endless = Lifetime(.seconds(Int64.max), on: clock)
    clock.advance(by: .seconds(1))
    #expect(endless.nanoseconds == .max && endless.deadline == .max)
  }
}
