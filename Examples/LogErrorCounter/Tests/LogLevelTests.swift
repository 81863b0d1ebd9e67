import ExampleTesting
import Logging
import Testing

@testable import LogErrorCounter

@Suite struct LogLevelTests {
  @Test(
    arguments: [
      (nil, .warning), ("trace", .trace), ("DEBUG", .debug), ("warn", .warning), ("Warning", .warning),
      ("critical", .critical),
    ] as [(String?, Logger.Level)]
  )
  func knownNames(name: String?, level: Logger.Level) {
    #expect(LogLevel(named: name).level == level)
    #expect(LogLevel(named: name).complaint == nil)
  }

  @Test(arguments: ["", "loud\n"]) func anythingElse_isTheDefaultWithOneLineOfComplaint(name: String) async throws {
    let ending = try await Counter.run(["--json", Counter.keptLog], environment: ["LOG_LEVEL": name])
    #expect(ending.output.hasPrefix(#"{"lines": 415, "matches": 14, "#))
    #expect(ending.error.hasPrefix("log-error-counter: LOG_LEVEL is one of trace, debug, "))
    #expect(ending.error.hasSuffix(", not '\(onOneLine(name))': taken for warning\n"))
    #expect(ending.error.count { $0 == "\n" } == 1)
    #expect(ending.code == 0)
  }
}
