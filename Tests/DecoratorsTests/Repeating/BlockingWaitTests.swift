import Decorators
import DecoratorsTesting
import Testing

@Suite struct BlockingWaitTests {
  @Test func clockThatCanBlock_isHandedOn() {
    let clock = RecordingClock()
    let handedOn: any BlockingClock<Duration> = BlockingWait.clock(clock)
    #expect(handedOn as? RecordingClock === clock)
  }
}
