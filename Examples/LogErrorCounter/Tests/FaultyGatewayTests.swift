import ExampleTesting
import Foundation
import Testing

/// Whole runs against a gateway that fails.
@Suite struct FaultyGatewayTests {
  func run(_ root: String, _ options: [String] = []) async throws -> ChildProcess.Ending {
    try await Counter.run(["--json", "--push", root] + options + [Counter.keptLog]).withoutTime
  }

  func result(pushes: Int, retries: Int) -> String {
    let file = (path: Counter.keptLog, lines: 415, matches: 14)
    return json(lines: 415, matches: 14, bytes: 46_255, batches: 1, pushes: pushes, retries: retries, files: [file])
  }

  @Test("S10: after an answer of 500 the push is made again")
  func serverError() async throws {
    let server = try StandInServer(.answer(500, body: "out of order"))
    defer { server.stop() }
    let ending = try await run(server.root)
    #expect(ending.output == result(pushes: 1, retries: 1))
    #expect(ending.code == 0)
    #expect(ending.error.contains("push failed, trying again"))
    #expect(ending.error.contains("error=HTTP 500, out of order"))
    #expect(server.requests.events.map { $0.value(of: "app_errors") } == [14, 14])
  }

  @Test("R9: 503 with Retry-After is made again when the server says")
  func retryAfter() async throws {
    let server = try StandInServer(.answer(503, headers: ["Retry-After": "0"]))
    defer { server.stop() }
    let ending = try await run(server.root)
    #expect(ending.output == result(pushes: 1, retries: 1))
    #expect(ending.code == 0)
  }

  @Test(
    "S1: a connection that is lost leaves it open whether the push arrived, and it is made again",
    arguments: [StandInServer.Act.reset, .resetInMidBody, .closeInMidBody]
  )
  func lostConnection(act: StandInServer.Act) async throws {
    let server = try StandInServer(act)
    defer { server.stop() }
    let ending = try await run(server.root)
    #expect(ending.output == result(pushes: 1, retries: 1))
    #expect(ending.code == 0)
    #expect(server.requests.events.map { $0.value(of: "app_errors") } == [14, 14])
  }

  @Test("S10, S11: 400 is not made again, and the exit code says that the push failed")
  func refusal() async throws {
    let server = try StandInServer(thenAlways: .answer(400, body: "bad metric"))
    defer { server.stop() }
    let ending = try await run(server.root)
    #expect(ending.output == result(pushes: 0, retries: 0))
    #expect(ending.code == 1)
    #expect(
      ending.error.hasSuffix(
        """
        log-error-counter: \(server.root)/metrics/job/log-error-counter: \
        the final totals were not acknowledged: HTTP 400, bad metric

        """
      )
    )
    #expect(server.requests.events.count == 1)
  }

  @Test("S2, S3: while a push hangs reading goes on, and the next push carries everything since")
  func hang() async throws {
    let folder = try TemporaryFolder()
    let fifo = try Fifo(at: folder.path("fifo"))
    let server = try StandInServer(.hang)
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, "--batch", "1", "-", fifo.path], input: .pipe)
    await child.write("ERROR\n")
    try await server.requests.wait(for: "the push that hangs") { $0.count == 1 }
    await child.write(String(repeating: "ERROR\n", count: 100_000))
    child.closeInput()
    // The counter opens the next input only when it has read all of the first.
    let writer = await fifo.openForWriting()
    server.stopConnections()
    _ = write(writer, "fine", 4)
    close(writer)
    let ending = try await child.ending()
    #expect(ending.output.hasPrefix(#"{"lines": 100002, "matches": 100001, "#))
    #expect(ending.code == 0)
    #expect(server.requests.events.last?.value(of: "app_errors") == 100_001)
    #expect(server.requests.events.last?.value(of: "app_errors_lines") == 100_002)
  }
}
