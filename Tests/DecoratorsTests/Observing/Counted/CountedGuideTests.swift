import Decorators
import DecoratorsTesting
import Foundation
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
    func lines(of text: String) -> String {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        .joined(separator: "\n")
    }
    let path = URL(filePath: #filePath).pathComponents.prefix { $0 != "Tests" }.dropFirst().joined(separator: "/")
    let tested = lines(of: try String(contentsOf: URL(filePath: #filePath), encoding: .utf8))
    let page = try String(contentsOf: URL(filePath: "/\(path)/Docs/Counted.md"), encoding: .utf8)
    for example in page.split(separator: "```swift\n").dropFirst() {
      let example = String(example.prefix(upTo: example.range(of: "```")!.lowerBound))
      #expect(tested.contains(lines(of: example)), "Not in the tests:\n\(example)")
    }
  }
}

private struct GatewayDown: Error {}

private struct Remote {
  func push(_ totals: [Int]) async throws {}
}

private let gateway = Remote()
private let totals = [1, 2]

@Sendable private func fetchUser(_ id: Int) async throws -> String { "user \(id)" }
