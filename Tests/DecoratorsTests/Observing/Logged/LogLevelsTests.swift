import Decorators
import DecoratorsTesting
import Testing

@Suite struct LogLevelsTests {
  @Test(
    "L1: by default a cancelled call has the level of a successful one, failures are errors, and rejections warnings"
  )
  func defaults() {
    #expect(
      LogLevels() == LogLevels(call: .debug, success: .debug, failure: .error, rejected: .warning, cancelled: .debug)
    )
    #expect(LogLevels(rejected: nil) == LogLevels(rejected: nil, cancelled: .debug))
    #expect(LogLevels(success: .info).cancelled == .info)
    #expect(LogLevels(success: nil).cancelled == nil)
    #expect(LogLevels(failure: .warning).cancelled == .debug)
  }
}
