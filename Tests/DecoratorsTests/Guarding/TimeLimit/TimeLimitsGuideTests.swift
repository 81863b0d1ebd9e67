import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/TimeLimits.md`.
@Suite struct TimeLimitsGuideTests {
  @Test func wrapping() async throws {
    let fetch = timeLimited(within: .seconds(2), named: "fetch") { (id: Int) async throws in
      try await api.user(id)
    }
    let user = try await fetch(42)
    #expect(user == "user 42")
  }

  @Test func asking() throws {
    let pages = [1, 2, 3]
    func render(_ page: Int) {}
    for page in pages {
      try CallDeadline.current?.check()
      render(page)
    }
  }

  @Test func typedErrors() async throws {
    let item = 3
    let price = try await withTimeLimit(within: .seconds(2), orThrow: { _ in ShopError.slow }) {
      () async throws(ShopError) in try await catalogue.price(of: item)
    }
    #expect(price == 3)
  }

  @Test func attempts() async throws {
    let id = 1
    let policy = RetryPolicy(attempts: 3, within: .seconds(10)).with(eachAttempt: .seconds(4))
    let answer = try await policy.run(named: "fetch") { try await api.user(id) }
    #expect(answer == "user 1")
  }

  @Test func propagating() async throws {
    func handle(_ request: Request) async throws -> Response {
      let asked = request.headers["grpc-timeout"].flatMap(GRPCTimeout.duration) ?? .seconds(5)
      return try await withTimeLimit(within: min(asked, .seconds(5)), propagating: true, named: "handle") {
        var call = Request()
        call.headers["grpc-timeout"] = CallDeadline.current?.grpcTimeout
        return try await backend.send(call)
      }
    }
    let sent = try await handle(Request(headers: ["grpc-timeout": "3S"])).asked
    let left = try #require(sent.flatMap(GRPCTimeout.duration))
    #expect(left <= .seconds(3) && left > .zero)
  }

  @Test func testing() async throws {
    let clock = ManualClock()
    let call = Task {
      try await withTimeLimit(within: .seconds(2), clock: clock) { try await clock.sleep(for: .seconds(60)) }
    }
    await clock.sleepers(atLeast: 2)  // the function and the limit
    clock.advance(by: .seconds(2))
    await #expect(throws: TimeLimitExceeded.self) { try await call.value }
  }

  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    try expectExamples(of: "TimeLimits.md", in: #filePath)
  }
}

private enum ShopError: Error { case slow }

private struct Request { var headers: [String: String] = [:] }
private struct Response { var asked: String? }

private struct Catalogue {
  func price(of item: Int) async throws(ShopError) -> Int { item }
}

private struct Server {
  func user(_ id: Int) async throws -> String { "user \(id)" }
  func send(_ request: Request) async throws -> Response { Response(asked: request.headers["grpc-timeout"]) }
}

private let (api, backend, catalogue) = (Server(), Server(), Catalogue())
