import ExampleTesting
import Testing

@Suite("batch-api")
struct BatchAPITests {
  @Test("All lines arrive in batches, each once although a call was refused for a while")
  func batches() async throws {
    let server = try StandInServer(.answer(503), .answer(200), .reset)
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let lines = (1...23).map { "id \"\($0)\"" }
    let file = try folder.file("ids", lines.joined(separator: "\n").utf8)
    let arguments = ["--batch", "5", "--rate", "100", "--concurrent", "2", server.root + "/users", file]
    let ending = try await Examples.run("batch-api", arguments)
    #expect(ending == .init(output: "23 lines in 5 calls\n", error: "", code: 0))
    let bodies = Set(server.requests.events.map(\.body))
    let expected = stride(from: 0, to: 23, by: 5).map { start in
      "[" + lines[start..<min(start + 5, 23)].map { "\"\($0.replacing("\"", with: "\\\""))\"" }.joined(separator: ",")
        + "]"
    }
    #expect(bodies == Set(expected))
    #expect(server.requests.events.count == 7)
    #expect(server.requests.events.allSatisfy { $0.line == "POST /users HTTP/1.1" })
  }

  @Test("A call that the API will never take is not repeated, and ends the program")
  func refused() async throws {
    let server = try StandInServer(thenAlways: .answer(400))
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let file = try folder.file("ids", "a\n".utf8)
    let ending = try await Examples.run("batch-api", [server.root, file])
    #expect(ending.code != 0)
    #expect(ending.error.contains("400"))
    #expect(server.requests.events.count == 1)
  }
}
