import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/Hedging.md`.
@Suite(.timeLimit(.minutes(10))) struct HedgingGuideTests {
  let budget = RetryBudget(named: "search")
  let policy = HedgePolicy(after: .seconds(60), on: NetworkError.self)

  @Test func wrapping() async throws {
    let search = AsyncFunction(named: "search") { (query: String) async throws in try await index.search(query) }
      .hedged(after: .percentile(0.95, else: .milliseconds(100)), on: NetworkError.self, budget: budget)
    let hits = try await search("tea")
    #expect(hits == ["tea"])
  }

  @Test func theAttempt() async throws {
    let replicas = [index, index]
    let hits = try await withHedging(policy, named: "search") { attempt in
      try await replicas[attempt.number - 1].search("tea")
    }
    #expect(hits == ["tea"])
    let perReplica = HedgePolicy(
      after: .seconds(60),
      when: { .retry(if: isRejection($0) || $0 is NetworkError) }
    )
    let number = try await withHedging(perReplica) { attempt in
      if attempt.number == 1 { throw OpenCircuit() }
      return attempt.number
    }
    #expect(number == 2)
  }

  @Test func losers() async throws {
    @Sendable func connect() async throws -> Connection { Connection() }
    let connection = try await withHedging(policy, discarding: { $0.close() }) { _ in try await connect() }
    #expect(!connection.isClosed)
  }

  @Test func aBudget() {
    let budget = RetryBudget(named: "search")
    #expect(budget.allowsRetry)
  }

  @Test func testing() async throws {
    let clock = ManualClock()
    let call = Task {
      try await withHedging(after: .milliseconds(100), clock: clock) { attempt in
        try await clock.sleep(for: attempt.number == 1 ? .milliseconds(250) : .milliseconds(50))
        return attempt.number
      }
    }
    await clock.sleepers(atLeast: 2)  // the attempt and the delay
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(atLeast: 2)  // both attempts
    clock.advance(by: .milliseconds(50))
    #expect(try await call.value == 2)
  }

  @Test func thePage() throws { try expectExamples(of: "Hedging.md", in: #filePath) }
}

private struct NetworkError: Error {}

private struct OpenCircuit: Rejection {
  let name = "replica"
  let retryAfter: Duration? = nil
}

private struct Index {
  func search(_ query: String) async throws -> [String] { [query] }
}

private let index = Index()

private final class Connection: Sendable {
  private let closed = Counter()
  var isClosed: Bool { closed.value > 0 }
  func close() { closed.increment() }
}
