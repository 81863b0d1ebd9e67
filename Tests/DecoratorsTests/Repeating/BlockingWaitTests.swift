import Decorators
import DecoratorsTesting
import Testing

@Suite struct BlockingWaitTests {
  @Test func clockThatCanBlock_isHandedOn() {
    let clock = RecordingClock()
    #expect(BlockingWait.clock(clock) === clock)
  }
}
