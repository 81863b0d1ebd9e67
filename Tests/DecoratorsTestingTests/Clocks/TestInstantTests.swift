import DecoratorsTesting
import Testing

@Suite struct TestInstantTests {
  @Test("Instants are ordered by their offset, and durations lead from one to the other")
  func arithmetic() {
    let early = TestInstant(offset: .seconds(-1))
    let late = TestInstant().advanced(by: .milliseconds(500))
    #expect(early < late)
    #expect(early.duration(to: late) == .milliseconds(1_500))
    #expect(late.advanced(by: late.duration(to: early)) == early)
  }

  @Test("The description has a sign")
  func description() {
    #expect("\(TestInstant(offset: .milliseconds(1_500)))" == "+1.5 seconds")
    #expect("\(TestInstant(offset: .seconds(-1)))" == "-1.0 seconds")
  }
}
