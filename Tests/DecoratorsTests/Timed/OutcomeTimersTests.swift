import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite struct OutcomeTimersTests {
  @Test("L8: first calls that come together make one Timer, and each is recorded")
  func concurrentFirstCalls() async {
    for _ in 0..<50 {
      let factory = CountingFactory()
      let policy = TimingPolicy(named: "work", to: [.metric(factory: factory)])
      await withTaskGroup { group in
        for _ in 0..<8 {
          group.addTask { for _ in 0..<10 { withTiming(policy) {} } }
        }
      }
      #expect(factory.made.value == 1)
      #expect(factory.recorded.value == 80)
    }
  }

  @Test("L8: calls that end while the Timer is made do not wait for it, and are recorded when it is there")
  func callsWhileTheTimerIsMade() {
    let policy = Locked<TimingPolicy?>(nil)
    let factory = CountingFactory {
      let policy = policy.withLock { $0 }
      for _ in 0..<3 { policy.map { withTiming($0) {} } }
    }
    let timing = TimingPolicy(named: "work", to: [.metric(factory: factory)])
    policy.withLock { $0 = timing }
    withTiming(timing) {}
    #expect(factory.made.value == 1)
    #expect(factory.recorded.value == 4)
  }
}
