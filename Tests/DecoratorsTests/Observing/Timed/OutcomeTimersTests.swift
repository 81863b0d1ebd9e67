import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite struct OutcomeTimersTests {
  private struct Refused: Error {}

  @Test("L8: first calls that come together all record into the Timers that one of them made")
  func concurrentFirstCalls() async {
    for _ in 0..<50 {
      let factory = CountingFactory()
      let policy = TimingPolicy(named: "work", to: [.metric(factory: factory)])
      await withTaskGroup { group in
        for _ in 0..<8 {
          group.addTask { for _ in 0..<10 { policy.run {} } }
        }
      }
      #expect(factory.recorded.values.count == 80)
      #expect(Set(factory.recorded.values).count == 1)
    }
  }

  @Test("L8: a call that ends while another one makes the Timers does not wait for it, and its Timers are kept")
  func aCallWhileTheTimersAreMade() {
    let policy = Locked<TimingPolicy?>(nil)
    let factory = CountingFactory(whileMaking: { number in
      guard number == 1 else { return }
      let policy = policy.withLock { $0 }
      BlockingThread { try? policy?.run { () throws in throw Refused() } }.join()
    })
    let timing = TimingPolicy(named: "work", to: [.metric(factory: factory)])
    policy.withLock { $0 = timing }
    timing.run {}
    timing.run {}
    // 1 and 6 to 8 are those of the first call, 2 to 5 those of the other thread, each success, failure, rejected and
    // cancelled.
    #expect(factory.made.value == 8)
    #expect(factory.recorded.values == [3, 2, 2])
  }
}
