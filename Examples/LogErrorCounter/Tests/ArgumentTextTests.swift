import ExampleTesting
import Foundation
import Testing

@testable import LogErrorCounter

@Suite struct ArgumentTextTests {
  @Test(
    arguments: [
      [], Array("é🎈\u{FFFD}\u{10FFE9}\u{10FFFF}".utf8), [0x63, 0xE9], [0xE9, 0x2E], [0xF4, 0x8F, 0xBF], [0xC3, 0x28],
      Array(1...255),
    ] as [[UInt8]]
  )
  func noByteIsLostOnTheWayThroughTheParser(bytes: [UInt8]) {
    #expect(ArgumentText(argument: ArgumentText.parserArgument(bytes)).bytes == bytes)
  }

  @Test func whatIsUTF8_isLeftAsItIs() {
    #expect(ArgumentText.parserArgument("--match=é🎈".utf8) == "--match=é🎈")
  }

  @Test func description_isOneLineOfUTF8() {
    #expect("\("a\nb\\é" as ArgumentText)" == #"a\nb\é"#)
    #expect("\(ArgumentText(argument: "caf\u{10FFE9}\n"))" == #"caf\xE9\x0A"#)
  }

  /// Runs the counter in a shell, which passes any bytes on.
  func run(_ script: String, _ arguments: String...) async throws -> ChildProcess.Ending {
    try await ChildProcess("/bin/sh", ["-c", "exec \(script)", Counter.program] + arguments).ending().withoutTime
  }

  @Test func textThatIsNotUTF8_isFound() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("latin1.log", Array("caf".utf8) + [0xE9, 0x0A] + Array("café\n".utf8))
    for script in [#""$0" --json --match "$(printf 'caf\351')" "$1""#, #""$0" --json --match="$(printf '\351')" "$1""#]
    {
      let file = (path: path, lines: 2, matches: 1)
      let result = json(lines: 2, matches: 1, bytes: 11, batches: 1, files: [file])
      #expect(try await run(script, path) == .init(output: result, error: "", code: 0))
    }
  }

  @Test func fileWhoseNameIsNotUTF8_isRead() async throws {
    let folder = try TemporaryFolder()
    let ending = try await run(
      #""$0" --json "$(cp "$1" "$2/$(printf 'caf\351')"; printf "$2/caf\351")" "$(printf "$2/gone\351")""#,
      Counter.keptLog,
      folder.url.path
    )
    let file = (path: folder.path("caf\u{FFFD}"), lines: 415, matches: 14)
    #expect(ending.output == json(lines: 415, matches: 14, bytes: 46_255, batches: 1, files: [file]))
    #expect(
      ending.error
        == "log-error-counter: Cannot read \"\(folder.path("gone"))\\xE9\": No such file or directory.\n"
    )
    #expect(ending.code == 1)
  }

  @Test func nameThatIsNotUTF8_isRefused() async throws {
    let ending = try await run(#""$0" --job "$(printf 'caf\351')" "$1""#, Counter.keptLog)
    #expect(ending.error.contains(#"--job takes UTF-8, not 'caf\xE9'"#))
    #expect(ending.code == 64)
  }

  @Test func pathWithALineFeed_isOneLineOfComplaint() async throws {
    let ending = try await Counter.run(["--json", "/nowhere/a\nb"])
    #expect(
      ending.error == "log-error-counter: Cannot read \"/nowhere/a\\nb\": there is no such file. Check the path.\n"
    )
    #expect(ending.code == 1)
  }
}
