import ExampleTesting
import Foundation
import Testing

@Suite struct StandardStreamsTests {
  @Test("S11: a reader that has gone is told on standard error and by the exit code, not by a silent end")
  func closedPipe() async throws {
    let ends = try Descriptors.make {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
      return ends
    }
    close(ends[0])
    let ending = try await Counter.run(["--json", Counter.keptLog], output: .descriptor(ends[1]))
    close(ends[1])
    #expect(ending == .init(output: "", error: "log-error-counter: standard output: Broken pipe\n", code: 1))
  }

  @Test func fullDisk_isTold() async throws {
    let ending = try await Counter.run(["--json", Counter.keptLog], output: .file("/dev/full"))
    #expect(
      ending == .init(output: "", error: "log-error-counter: standard output: No space left on device\n", code: 1)
    )
  }

  @Test func closedStandardOutput_isTold() async throws {
    let ending = try await Counter.run(["--json", Counter.keptLog], output: .closed)
    #expect(ending == .init(output: "", error: "log-error-counter: standard output: Bad file descriptor\n", code: 1))
  }

  @Test func closedStandardError_isNoReasonToFail() async throws {
    let ending = try await Counter.run(["--json", "/nowhere", Counter.keptLog], error: .closed)
    #expect(ending.output.hasPrefix(#"{"lines": 415, "matches": 14, "#))
    #expect(ending.code == 1)
  }

  @Test("S11: progress goes to standard error, and only to a terminal")
  func progress() async throws {
    let terminal = try Terminal()
    let child = try Counter.start(["--json", Counter.keptLog], error: .descriptor(terminal.forProgram))
    let ending = try await child.ending()
    #expect(ending.output.hasPrefix(#"{"lines": 415, "#))
    #expect(terminal.shown() == "\r\u{1B}[K415 lines, 14 matches\r\u{1B}[K")
  }

  @Test func complaintOnATerminal_hasALineOfItsOwn() async throws {
    let terminal = try Terminal()
    let child = try Counter.start(
      ["--json", Counter.keptLog, "/nowhere"],
      error: .descriptor(terminal.forProgram)
    )
    _ = try await child.ending()
    #expect(
      terminal.shown() == "\r\u{1B}[K415 lines, 14 matches\r\u{1B}[K"
        + "log-error-counter: Cannot read \"/nowhere\": there is no such file. Check the path.\r\n"
    )
  }
}
