import ArgumentParser
import ExampleTesting
import Logging
import Testing

@testable import LogErrorCounter

@Suite struct CounterCommandTests {
  @Test func noArguments_areTheDocumentedDefaults() throws {
    #expect(
      try CounterCommand.parse([]).settings
        == Settings(
          texts: ["ERROR"],
          batch: 1000,
          inputs: ["-"],
          group: nil,
          exposition: Exposition(metric: "app_errors"),
          json: false,
          logLevel: .warning
        )
    )
  }

  @Test func allOptions_areTaken() throws {
    let arguments = [
      "--match", "FATAL", "a", "--match", "--panic", "--batch", "1", "--push", "http://h:1/", "--job", "j",
      "--instance", "i", "--metric", "m", "--json", "-", "b",
    ]
    #expect(
      try CounterCommand.parse(arguments).settings
        == Settings(
          texts: ["FATAL", "--panic"],
          batch: 1,
          inputs: ["a", "-", "b"],
          group: PushgatewayGroup(root: "http://h:1", job: "j", instance: "i"),
          exposition: Exposition(metric: "m"),
          json: true,
          logLevel: .warning
        )
    )
  }

  @Test(arguments: [
    ["--batch", "0"], ["--batch", "-1"], ["--batch", "x"], ["--metric", "a-b"], ["--push", "host"],
    ["--push", "http://h", "--job", ""], ["--match"], ["--unknown"],
    ["--job", "caf\u{10FFE9}"], ["--instance", "caf\u{10FFE9}"],
  ])
  func whatCannotBeMeant_isRefusedWithExitCode64(arguments: [String]) {
    let error = #expect(throws: (any Error).self) { try CounterCommand.parse(arguments) }
    #expect(error.map { CounterCommand.exitCode(for: $0).rawValue } == 64)
  }
}
