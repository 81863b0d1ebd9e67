import ExampleTesting
import Foundation
import Testing

@Suite struct SignalTests {
  @Test(
    "S3: a signal ends the wait for input, and what was read is flushed, printed and pushed",
    arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)]
  )
  func waitingForInput(signal: Int32, code: Int32) async throws {
    let server = try StandInServer()
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, "--batch", "2"], input: .pipe)
    // One write into an empty pipe is one read.
    await child.write("ERROR 1\nfine 2\nERROR 3\nERROR 4 has no en")
    try await server.requests.wait(for: "the push of the batch") {
      $0.contains { $0.value(of: "app_errors_lines") == 2 }
    }
    child.send(signal)
    let ending = try await child.ending()
    #expect(ending.output.hasPrefix(#"{"lines": 4, "matches": 3, "bytes": 40, "batches": 2, "pushes": 2, "#))
    #expect(ending.error == "")
    #expect(ending.code == code)
    #expect(server.requests.events.last?.value(of: "app_errors") == 3)
  }

  @Test func withoutAPush_theResultIsPrinted() async throws {
    let folder = try TemporaryFolder()
    let fifo = try Fifo(at: folder.path("fifo"))
    let child = try Counter.start([Counter.keptLog, fifo.path])
    let writer = await fifo.openForWriting()
    // With a writer there, the counter is past the log and reads the pipe.
    child.send(SIGINT)
    let ending = try await child.ending()
    close(writer)
    #expect(ending.output.contains("  415       14  \(Counter.keptLog)\n"))
    #expect(ending.code == 130)
  }

  @Test("S3: a signal ends a push that hangs; the flush is tried once")
  func hangingPush() async throws {
    let server = try StandInServer(thenAlways: .hang)
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, Counter.keptLog])
    try await server.requests.wait(for: "the push that hangs") { $0.count == 1 }
    child.send(SIGTERM)
    try await server.requests.wait(for: "the flush") { $0.count >= 2 }
    server.stopConnections()
    let ending = try await child.ending()
    #expect(ending.output.contains(#""lines": 415, "matches": 14, "#))
    #expect(ending.output.contains(#""pushes": 0, "push_retries": 0, "#))
    #expect(ending.error.contains("the final totals were not acknowledged: "))
    #expect(ending.code == 143)
    #expect(server.requests.events.count == 2)
  }

  @Test func gzipThatASignalCutsShort_isNotCalledTruncated() async throws {
    let compressed = try await gzip(Data(contentsOf: URL(filePath: Counter.keptLog)))
    let server = try StandInServer()
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, "--batch", "100"], input: .pipe)
    await child.write(compressed.dropLast(1000))
    try await server.requests.wait(for: "a push of lines") { $0.contains { $0.value(of: "app_errors_lines") ?? 0 > 0 } }
    child.send(SIGINT)
    let ending = try await child.ending()
    #expect(ending.error == "")
    #expect(ending.code == 130)
  }

  @Test func duringTheWaitOfARetry_theFlushIsMadeAtOnce() async throws {
    let server = try StandInServer(.answer(503, headers: ["Retry-After": "3600"]))
    defer { server.stop() }
    let child = try Counter.start(["--json", "--push", server.root, Counter.keptLog])
    try await child.error.wait(for: "the warning") { $0.joined().contains("push failed, trying again") }
    child.send(SIGINT)
    let ending = try await child.ending()
    #expect(ending.output.contains(#""pushes": 1, "push_retries": 0, "#))
    #expect(ending.code == 130)
  }

  @Test func secondSignal_endsTheProcessAtOnce() async throws {
    let server = try StandInServer(thenAlways: .hang)
    defer { server.stop() }
    // Nobody takes the result, so that the process never ends by itself, however soon the flush is over.
    let output = try FullPipe()
    let child = try Counter.start(
      ["--json", "--push", server.root, Counter.keptLog],
      output: .descriptor(output.forProgram)
    )
    try await server.requests.wait(for: "the push that hangs") { $0.count == 1 }
    child.send(SIGINT)
    try await server.requests.wait(for: "the flush that hangs") { $0.count >= 2 }
    child.send(SIGTERM)
    let ending = try await child.ending()
    #expect(ending.code == 143)
  }

  @Test func secondSignal_endsTheWaitForWhoTakesTheResult() async throws {
    let server = try StandInServer(.hang, thenAlways: .answer(400))
    defer { server.stop() }
    let output = try FullPipe()
    let child = try Counter.start(
      ["--json", "--push", server.root, Counter.keptLog],
      output: .descriptor(output.forProgram)
    )
    try await server.requests.wait(for: "the push that hangs") { $0.count == 1 }
    child.send(SIGINT)
    // The complaint comes before the result.
    try await child.error.wait(for: "the complaint") { $0.joined().contains("not acknowledged") }
    child.send(SIGTERM)
    let ending = try await child.ending()
    #expect(ending.code == 143)
  }
}
