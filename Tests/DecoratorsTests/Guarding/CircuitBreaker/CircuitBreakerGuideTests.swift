import DecoratorsTesting
import Foundation
import Testing

/// The examples of `Docs/CircuitBreaker.md`.
@Suite(.timeLimit(.minutes(10))) struct CircuitBreakerGuideTests {
  private let api = PaymentsAPI()
  private let client = Client()
  private let server = Server()

  @Test func charging() async throws {
    let api = api
    let payments = CircuitBreaker(named: "payments")

    let charge = AsyncFunction(api.charge).circuitBroken(by: payments)  // wrap a function
    let refund = circuitBroken(by: payments) { (id: Int) async throws in  // the same circuit
      try await api.refund(id)
    }
    let receipt = try await payments.run { try await api.charge(42) }  // run a call now

    #expect(try await charge(42) == receipt)
    #expect(try await refund(42) == "refund 42")
    #expect(payments.snapshot.calls == 3)
  }

  @Test func whatCounts() async throws {
    let client = client
    let api = CircuitBreaker(
      named: "api",
      counting: { $0 is OutOfStock ? .success : .standard(for: $0) }
    )
    let get = circuitBroken(by: api, onResult: { $0.status >= 500 ? .failure : .success }) { (id: Int) async throws in
      try await client.get(id)
    }
    #expect(try await get(500).status == 500)
    await #expect(throws: OutOfStock.self) { try await api.run { throw OutOfStock() } }
    #expect(api.snapshot.calls == 2 && api.snapshot.failures == 1)
  }

  @Test func keys() async throws {
    let (client, host) = (client, "example.org")
    let breakers = Keyed(capacity: 1_000) { (host: String) in CircuitBreaker(named: "host \(host)") }
    let page = try await breakers[host].run { try await client.page(of: host) }
    #expect(page == "example.org")
    #expect(try breakers[host].name == "host example.org")
  }

  @Test func watching() {
    let search = CircuitBreaker(
      named: "search",
      didChange: { change in print("\(change.number): \(change.from) → \(change.to), \(change.reason)") }
    )
    print(search.state, search.snapshot.failureRate ?? 0)
    search.isolate(reason: "test")
    #expect(search.state == .isolated)
  }

  @Test func testing() async {
    let server = server
    let clock = ManualClock()
    let breaker = CircuitBreaker(named: "test", minimumCalls: 1, jitter: 0, clock: clock)
    await #expect(throws: ServerDown.self) { try await breaker.run { try await server.answer() } }
    await #expect(throws: CircuitOpenError.self) { try await breaker.run { try await server.answer() } }
    clock.advance(by: .seconds(5))
    #expect(breaker.state == .halfOpen)
  }

  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    let source = URL(filePath: #filePath)
    let root = (0..<5).reduce(source) { folder, _ in folder.deletingLastPathComponent() }
    let tested = lines(of: try String(contentsOf: source, encoding: .utf8))
    let page = try String(contentsOf: root.appending(path: "Docs/CircuitBreaker.md"), encoding: .utf8)
    let examples = page.split(separator: "```swift\n").dropFirst().map {
      $0.prefix(upTo: $0.range(of: "```")!.lowerBound)
    }
    #expect(examples.count == 5)
    for example in examples {
      #expect(tested.contains(lines(of: String(example))), "Not in the tests:\n\(example)")
    }
  }

  /// Without indentation and without the spaces before comments.
  private func lines(of text: String) -> String {
    text.split(separator: "\n").map { line in
      line.split(separator: " ").joined(separator: " ")
    }
    .filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

private struct PaymentsAPI {
  func charge(_ id: Int) async throws -> String { "receipt \(id)" }
  func refund(_ id: Int) async throws -> String { "refund \(id)" }
}

private struct Client {
  func get(_ id: Int) async throws -> (status: Int, body: String) { (id, "") }
  func page(of host: String) async throws -> String { host }
}

private struct Server {
  func answer() async throws { throw ServerDown() }
}

private struct ServerDown: Error {}
private struct OutOfStock: Error {}
