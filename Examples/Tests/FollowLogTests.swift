import ExampleTesting
import Foundation
import Testing

@Suite("follow-log")
struct FollowLogTests {
  private func append(_ text: String, to path: String) throws {
    let file = try FileHandle(forWritingTo: URL(filePath: path))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  @Test("Lines come as they are written, through a rotation; stopped and started again, none is repeated or missed")
  func followed() async throws {
    let folder = try TemporaryFolder()
    let log = try folder.file("app.log", "an ERROR\nfine\n".utf8)
    let arguments = ["--position", folder.path("position"), log]

    let first = try ChildProcess(Examples.program("follow-log"), arguments)
    try await first.output.wait(for: "the line that was there") { $0.joined() == "\(log):1: an ERROR\n" }
    try append("another ERROR\n", to: log)
    try await first.output.wait(for: "the line that came") { $0.joined().hasSuffix(":3: another ERROR\n") }
    try FileManager.default.moveItem(atPath: log, toPath: folder.path("app.log.1"))
    _ = try folder.file("app.log", "ERROR in the new file\n".utf8)
    try await first.output.wait(for: "the new file's line") { $0.joined().hasSuffix(":1: ERROR in the new file\n") }
    first.send(SIGTERM)
    let ending = try await first.ending()
    #expect(ending.code == 0)
    #expect(ending.output == "\(log):1: an ERROR\n\(log):3: another ERROR\n\(log):1: ERROR in the new file\n")

    try append("ERROR while nobody looked\n", to: log)
    let second = try ChildProcess(Examples.program("follow-log"), arguments)
    try await second.output.wait(for: "the line in between") { $0.joined() == "\(log):2: ERROR while nobody looked\n" }
    second.send(SIGINT)
    #expect(try await second.ending().code == 0)
  }
}
