import ExampleTesting
import Foundation
import Testing

@Suite struct ValidInputTests {
  @Test func emptyFile_isNoLines() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("empty.log", [])
    let ending = try await Counter.run(["--json", path])
    let file = (path: path, lines: 0, matches: 0)
    #expect(
      ending.withoutTime
        == .init(output: json(lines: 0, matches: 0, bytes: 0, batches: 0, files: [file]), error: "", code: 0)
    )
  }

  @Test func emptyInput_isNoLines() async throws {
    let ending = try await Counter.run(["--json"], reading: "")
    let file = (path: "-", lines: 0, matches: 0)
    #expect(
      ending.withoutTime
        == .init(output: json(lines: 0, matches: 0, bytes: 0, batches: 0, files: [file]), error: "", code: 0)
    )
  }

  @Test func binaryFile_isCountedSilently() async throws {
    let folder = try TemporaryFolder()
    let bytes = Array(0...255) + Array("\0ERROR\0\n".utf8) + [0xFF, 0xFE] + Array("ERROR".utf8)
    let path = try folder.file("binary", bytes as [UInt8])
    let ending = try await Counter.run(["--json", path])
    let file = (path: path, lines: 3, matches: 2)
    #expect(
      ending.withoutTime
        == .init(output: json(lines: 3, matches: 2, bytes: 271, batches: 1, files: [file]), error: "", code: 0)
    )
  }

  @Test func gzip_isRecognisedByContentInFilesAndStandardInput() async throws {
    let folder = try TemporaryFolder()
    let compressed = try await gzip(Data(contentsOf: URL(filePath: Counter.keptLog)))
    let path = try folder.file("no-extension", compressed + compressed)
    let ending = try await Counter.run(["--json", path, "-"], input: .file(path))
    let files = [(path: path, lines: 830, matches: 28), (path: "-", lines: 830, matches: 28)]
    #expect(
      ending.withoutTime
        == .init(output: json(lines: 1660, matches: 56, bytes: 185_020, batches: 2, files: files), error: "", code: 0)
    )
  }

  @Test func fifo_isReadToItsEnd() async throws {
    let folder = try TemporaryFolder()
    let fifo = try Fifo(at: folder.path("fifo"))
    let child = try Counter.start(["--json", fifo.path])
    let writer = await fifo.openForWriting()
    _ = write(writer, "ERROR\nfine", 10)
    close(writer)
    let file = (path: fifo.path, lines: 2, matches: 1)
    #expect(
      try await child.ending().withoutTime
        == .init(output: json(lines: 2, matches: 1, bytes: 10, batches: 1, files: [file]), error: "", code: 0)
    )
  }

  @Test func lineOfTwoGigabytes_isOneLineInFlatMemory() async throws {
    let folder = try TemporaryFolder()
    let size = 2_000_000_000
    let path = try folder.file("long.log", [])
    truncate(path, size)
    let server = try StandInServer()
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, "--batch", "1", path, "-"], input: .pipe)
    try await server.requests.wait(for: "the push after the line") {
      $0.contains { $0.value(of: "app_errors_lines") == 1 }
    }
    let peak = try peakMemory(of: child)
    child.closeInput()
    let ending = try await child.ending()
    #expect(ending.output.hasPrefix(#"{"lines": 1, "matches": 0, "bytes": 2000000000, "batches": 1, "#))
    #expect(ending.error == "")
    #expect(ending.code == 0)
    #expect(peak < 100_000_000, "the peak was \(peak) bytes")
  }

  /// The most memory that a running process had resident, in bytes.
  private func peakMemory(of child: ChildProcess) throws -> Int {
    let status = try String(contentsOf: URL(filePath: "/proc/\(child.identifier)/status"), encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
    return try #require(Int(line.split(separator: " ", omittingEmptySubsequences: true)[1])) * 1024
  }
}
