import Decorators
import DecoratorsTesting
import Testing

@Suite struct LogLevelsTests {
  @Test("L1: by default a cancelled call has the level of a successful one, and only failures are errors")
  func defaults() {
    #expect(LogLevels() == LogLevels(call: .debug, success: .debug, failure: .error, cancelled: .debug))
    #expect(LogLevels(success: .info).cancelled == .info)
    #expect(LogLevels(success: nil).cancelled == nil)
    #expect(LogLevels(failure: .warning).cancelled == .debug)
  }
}
