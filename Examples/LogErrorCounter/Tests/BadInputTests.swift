import ExampleTesting
import Foundation
import Testing

@Suite struct BadInputTests {
  /// What is bad costs one line that names it and the exit code; the rest is counted and printed.
  func expect(_ path: String, isToldAs complaint: String, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    let ending = try await Counter.run(["--json", path, Counter.keptLog])
    let file = (path: Counter.keptLog, lines: 415, matches: 14)
    #expect(
      ending.withoutTime
        == .init(
          output: json(lines: 415, matches: 14, bytes: 46_255, batches: 1, files: [file]),
          error: "log-error-counter: Cannot read \"\(path)\": \(complaint)\n",
          code: 1
        ),
      sourceLocation: sourceLocation
    )
  }

  @Test func missingFile() async throws {
    try await expect("/nowhere/app.log", isToldAs: "there is no such file. Check the path.")
  }

  @Test func directory() async throws {
    try await expect("/", isToldAs: "it is a directory. Name a file in it.")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file")) func unreadableFile() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("secret.log", "ERROR\n".utf8)
    chmod(path, 0)
    try await expect(path, isToldAs: "permission denied. Run as a user who may read it, or change its mode.")
  }

  @Test func fileGoneBeforeItIsOpened() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("gone.log", "ERROR\n".utf8)
    let child = try Counter.start(["--json", "-", path], input: .pipe)
    unlink(path)
    await child.write("ERROR\n")
    child.closeInput()
    let file = (path: "-", lines: 1, matches: 1)
    #expect(
      try await child.ending().withoutTime
        == .init(
          output: json(lines: 1, matches: 1, bytes: 6, batches: 1, files: [file]),
          error: "log-error-counter: Cannot read \"\(path)\": there is no such file. Check the path.\n",
          code: 1
        )
    )
  }

  @Test func truncatedGzip_isCountedAsFarAsItGoes() async throws {
    let folder = try TemporaryFolder()
    let compressed = try await gzip(Data(contentsOf: URL(filePath: Counter.keptLog)))
    let path = try folder.file("cut.log.gz", compressed.dropLast(2000))
    let ending = try await Counter.run(["--json", path, Counter.keptLog])
    #expect(ending.code == 1)
    #expect(ending.error.hasPrefix("log-error-counter: Cannot read \"\(path)\": "))
    #expect(ending.error.split(separator: "\n").count == 1)
    let counted = try JSONDecoder().decode(Result.self, from: Data(ending.output.utf8))
    #expect(counted.files.map(\.path) == [path, Counter.keptLog])
    #expect((1..<415).contains(counted.files[0].lines))
    #expect(counted.lines == counted.files[0].lines + 415)
  }

  @Test func closedStandardInput() async throws {
    let ending = try await Counter.run(["--json"], input: .closed)
    #expect(
      ending.withoutTime
        == .init(
          output: json(lines: 0, matches: 0, bytes: 0, batches: 0, files: []),
          error: """
            log-error-counter: Cannot read "standard input": it is closed, or not open for reading. \
            Open it before reading it.

            """,
          code: 1
        )
    )
  }

  @Test func closedStandardInput_isNoMatterWhereItIsNotRead() async throws {
    let ending = try await Counter.run(["--json", Counter.keptLog], input: .closed)
    #expect(ending.code == 0)
    #expect(ending.error == "")
  }

  struct Result: Decodable {
    struct File: Decodable {
      var path: String
      var lines: Int
    }
    var lines: Int
    var files: [File]
  }
}
