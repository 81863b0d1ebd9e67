import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite struct TimerOnDemandTests {
  @Test("L8: calls that end while the Timer is made do not wait for it, and are recorded when it is there")
  func callsWhileTheTimerIsMade() {
    let policy = Locked<TimingPolicy?>(nil)
    let factory = CountingFactory(whileMaking: {
      let policy = policy.withLock { $0 }
      for _ in 0..<3 { policy.map { $0.run {} } }
    })
    let timing = TimingPolicy(named: "work", to: [.metric(factory: factory)])
    policy.withLock { $0 = timing }
    timing.run {}
    #expect(factory.made.value == 1)
    #expect(factory.recorded.value == 4)
  }

  @Test("L8: once there is a Timer, the call that made it records for nobody who comes later")
  func theMakerDoesNotBecomeTheRecorder() {
    let events = ValueRecorder<String>()
    let policy = Locked<TimingPolicy?>(nil)
    let factory = CountingFactory(whileRecording: { number in
      events.append("\(number) begins")
      if number == 1 {
        let policy = policy.withLock { $0 }
        BlockingThread { policy.map { $0.run {} } }.join()
      }
      events.append("\(number) ends")
    })
    let timing = TimingPolicy(named: "work", to: [.metric(factory: factory)])
    policy.withLock { $0 = timing }
    timing.run {}
    #expect(events.values == ["1 begins", "2 begins", "2 ends", "1 ends"])
  }
}
