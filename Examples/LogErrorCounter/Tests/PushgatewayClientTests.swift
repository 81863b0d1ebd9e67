import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct PushgatewayClientTests {
  /// Short, so that a server which hangs is soon given up.
  static let limit = Duration.milliseconds(250)

  func failure(of server: StandInServer, within limit: Duration = .seconds(60)) async throws -> PushFailure? {
    try await failure(root: server.root, within: limit)
  }

  func failure(root: String, within limit: Duration = .seconds(60)) async throws -> PushFailure? {
    let group = try PushgatewayGroup(root: root, job: "nightly", instance: "a/b")
    let client = PushgatewayClient(group: group, exposition: Exposition(metric: "m"))
    do {
      try await client.push(Totals(lines: 5, matches: 2), within: limit)
      await client.shutDown()
      return nil
    } catch {
      await client.shutDown()
      return try #require(error as? PushFailure)
    }
  }

  @Test("S1: a push replaces its group with PUT, so that nothing of an earlier one stays")
  func request() async throws {
    let server = try StandInServer(.answer(202))
    defer { server.stop() }
    #expect(try await failure(of: server) == nil)
    let request = try #require(server.requests.events.first)
    #expect(request.line == "PUT /metrics/job/nightly/instance@base64/YS9i HTTP/1.1")
    #expect(request.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
    #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
    #expect(request.body == Exposition(metric: "m").body(Totals(lines: 5, matches: 2)))
  }

  @Test func answerThatIsNone_carriesStatusAndReasonOnOneLine() async throws {
    let server = try StandInServer(.answer(400, body: "bad metric\r\n  name\n"), .answer(500))
    defer { server.stop() }
    #expect(try await failure(of: server) == .answered(status: 400, reason: "bad metric name"))
    #expect(try await failure(of: server) == .answered(status: 500, reason: "Internal Server Error"))
  }

  @Test("R9: Retry-After is read from the answer")
  func retryAfter() async throws {
    let server = try StandInServer(
      .answer(503, headers: ["Retry-After": "7"]),
      .answer(429, headers: ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]),
      .answer(503, headers: ["Retry-After": "soon"]),
      .answer(
        503,
        headers: ["Date": "Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After": "Sun, 06 Nov 1994 08:50:07 GMT"]
      )
    )
    defer { server.stop() }
    #expect(
      try await failure(of: server) == .answered(status: 503, reason: "Service Unavailable", retryAfter: .seconds(7))
    )
    #expect(try await failure(of: server) == .answered(status: 429, reason: "Too Many Requests", retryAfter: nil))
    #expect(try await failure(of: server) == .answered(status: 503, reason: "Service Unavailable", retryAfter: nil))
    #expect(
      try await failure(of: server) == .answered(status: 503, reason: "Service Unavailable", retryAfter: .seconds(30))
    )
  }

  @Test func redirection_isNotFollowed() async throws {
    let server = try StandInServer(.answer(307, headers: ["Location": "/elsewhere"]))
    defer { server.stop() }
    #expect(try await failure(of: server) == .answered(status: 307, reason: "Temporary Redirect"))
    #expect(server.requests.events.count == 1)
  }

  @Test func serverThatHangs_isTimedOut() async throws {
    let server = try StandInServer(.hang)
    defer { server.stop() }
    #expect(try await failure(of: server, within: Self.limit) == .timedOut(after: Self.limit))
  }

  @Test(arguments: [StandInServer.Act.reset, .resetInMidBody, .closeInMidBody])
  func connectionThatIsLost_isNoAcknowledgement(act: StandInServer.Act) async throws {
    let server = try StandInServer(act)
    defer { server.stop() }
    let failure = try await failure(of: server)
    guard case .disconnected = failure else {
      Issue.record("\(act) is \(failure.debugDescription)")
      return
    }
  }

  @Test func portWhereNobodyListens_isDisconnected() async throws {
    let failure = try await failure(root: "http://127.0.0.1:\(refusingPort())")
    #expect(failure == .disconnected("Connection refused"))
  }

  @Test func hugeAnswer_isNotReadToItsEnd() async throws {
    let server = try StandInServer(.answer(200, body: String(repeating: "x", count: 10_000_000)))
    defer { server.stop() }
    #expect(try await failure(of: server) == nil)
  }

  @Test func serverThatSpeaksNoHTTP_isNotTriedAgain() async throws {
    let server = try StandInServer(.speak("220 mail.example ESMTP\r\n"))
    defer { server.stop() }
    let failure = try await failure(of: server)
    #expect(failure?.isRefusal == true, "\(failure.debugDescription)")
  }

  @Test func cancellation_isNoFailure() async throws {
    let server = try StandInServer(.hang)
    defer { server.stop() }
    let group = try PushgatewayGroup(root: server.root, job: "j", instance: nil)
    let client = PushgatewayClient(group: group, exposition: Exposition(metric: "m"))
    let push = Task { try await client.push(Totals()) }
    try await server.requests.wait(for: "the push") { $0.count == 1 }
    push.cancel()
    await #expect(throws: CancellationError.self) { try await push.value }
    await client.shutDown()
  }
}
