import ExampleTesting
import Testing

@Suite struct KeptLogTests {
  @Test func keptLog_asATable() async throws {
    let ending = try await Counter.run([Counter.keptLog])
    #expect(
      ending.withoutTime
        == .init(
          output: """
            lines  matches  file
              415       14  \(Counter.keptLog)

            46255 bytes in S s, 1 batch

            """,
          error: "",
          code: 0
        )
    )
  }

  @Test("S11: standard output carries the result and nothing else")
  func keptLogAsJSON() async throws {
    let ending = try await Counter.run(["--json", Counter.keptLog])
    let file = (path: Counter.keptLog, lines: 415, matches: 14)
    #expect(
      ending.withoutTime
        == .init(output: json(lines: 415, matches: 14, bytes: 46_255, batches: 1, files: [file]), error: "", code: 0)
    )
  }

  @Test func severalFilesAndStandardInput_areCountedInOrder() async throws {
    let child = try Counter.start(["--json", "--batch", "100", Counter.keptLog, "-", Counter.keptLog], input: .pipe)
    await child.write("ERROR\nfine\nERROR at the end")
    child.closeInput()
    let files = [
      (path: Counter.keptLog, lines: 415, matches: 14), (path: "-", lines: 3, matches: 2),
      (path: Counter.keptLog, lines: 415, matches: 14),
    ]
    #expect(
      try await child.ending().withoutTime
        == .init(output: json(lines: 833, matches: 30, bytes: 92_537, batches: 11, files: files), error: "", code: 0)
    )
  }

  @Test(arguments: [
    ([], 1), (["--match", "a"], 2), (["--match", "a", "--match", "ERROR"], 3), (["--match", "aba", "--match", "b"], 1),
    (["--match", ""], 4), (["--match", "c\nERROR"], 2), (["--match", "--"], 1), (["--match", "error"], 0),
  ])
  func lineCountsOnce_whicheverTextMatches(options: [String], matches: Int) async throws {
    let ending = try await Counter.run(["--json"] + options, reading: "ababa a\nERROR ERROR\na -- c\n\n")
    let file = (path: "-", lines: 4, matches: matches)
    #expect(ending.withoutTime.output == json(lines: 4, matches: matches, bytes: 28, batches: 1, files: [file]))
  }

  @Test func helpIsOnStandardOutput_andUsageErrorsAreNot() async throws {
    let help = try await Counter.run(["--help"])
    #expect(help.code == 0)
    #expect(help.error == "")
    #expect(help.output.contains("--match <TEXT>"))
    let misuse = try await Counter.run(["--batch", "0"])
    #expect(misuse.code == 64)
    #expect(misuse.output == "")
    #expect(misuse.error.hasPrefix("Error: --batch takes a number of lines of at least 1, not 0\n"))
  }
}
