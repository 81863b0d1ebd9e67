import Decorators
import Testing

@Suite struct OutcomeTimersTests {
  @Test("L8: first calls that come together make one Timer, and each is recorded")
  func concurrentFirstCalls() async {
    for _ in 0..<50 {
      let factory = CountingFactory()
      let policy = TimingPolicy(named: "work", to: [.metric(factory: factory)])
      await withTaskGroup { group in
        for _ in 0..<8 {
          group.addTask { for _ in 0..<10 { policy.run {} } }
        }
      }
      #expect(factory.made.value == 1)
      #expect(factory.recorded.value == 80)
    }
  }
}
