import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/Counted.md`.
@Suite struct CountedGuideTests {
  @Test func wrappedFunctions() async throws {
    let metrics = TestMetrics()
    try await withMetricsFactory(metrics) { () async throws in
      let slug = counted(named: "slug") { (title: String) in title.lowercased() }
      print(slug("Release Notes"))  // no `try`: the closure does not throw

      let fetch = AsyncFunction(fetchUser).counted(named: "fetch_user")  // a function that exists
      _ = try await fetch(42)
    }
    #expect(metrics.counters.map(\.totalValue).reduce(0, +) == 2)
  }

  private struct Gateway {
    let counting = CountingPolicy(named: "push_metric")

    func push() async throws {
      try await counting.run { try await gateway.push(totals) }
    }
  }

  @Test func aPolicy() async throws {
    let metrics = TestMetrics()
    try await withMetricsFactory(metrics) { () async throws in try await Gateway().push() }
    #expect(metrics.counters.map(\.totalValue).reduce(0, +) == 1)
  }

  @Test func testing() throws {
    let metrics = TestMetrics()
    let policy = CountingPolicy(named: "push", metricsFactory: metrics)

    try? policy.run { () throws in throw GatewayDown() }

    let failures = try metrics.expectCounter("function_calls", [("function", "push"), ("outcome", "failure")])
    #expect(failures.totalValue == 1)
  }

  @Test func everyExampleOfTheGuide_isAPieceOfThisFile() throws {
    try expectExamples(of: "Counted.md", in: #filePath)
  }
}

private struct GatewayDown: Error {}

private struct Remote {
  func push(_ totals: [Int]) async throws {}
}

private let gateway = Remote()
private let totals = [1, 2]

@Sendable private func fetchUser(_ id: Int) async throws -> String { "user \(id)" }
