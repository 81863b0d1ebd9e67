import Decorators
import DecoratorsTesting
import Foundation
import Testing

/// The examples of `Docs/Freshness.md`.
@Suite("The guide to freshness", .timeLimit(.minutes(1)))
struct FreshnessGuideTests {
  @Test("F8: an example with a cache of its own")
  func rates() async throws {
    let rates = MemoCache<String, Double>(
      capacity: 256,
      freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600), refreshingAfter: .seconds(45)),
      named: "rates"
    )
    let rate = AsyncFunction(fetchRate).memoized(in: rates)
    let dollar = try await rate("USD")

    #expect(dollar == 1.5 && rates.peek("USD") == 1.5)
    let found = try await rates.values(for: ["USD", "EUR", "CHF"]) { missing in try await fetchRates(missing) }
    #expect(found == ["USD": 1.5, "EUR": 2, "CHF": 2])

    let failures = rates.loadStatistics.failures  // also `successes`, `rejected`, `cancelled`, `totalTime` …
    rates.report()  // adds what happened since the last report to metrics
    #expect(failures == 0 && rates.loadStatistics.successes == 2)
  }

  @Test("F8: a cache in place")
  func inPlace() async throws {
    let price = AsyncFunction(fetchPrice)
      .memoized(in: MemoCache(capacity: 256, freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600))))
    #expect(try await price("tea", 2) == 9.5)
    #expect(price.peek("tea", 2) == 9.5)
  }

  @Test("M9: pages by weight")
  func pages() throws {
    let pages = MemoCache<String, Page>(
      capacity: 64 << 20,
      freshness: Freshness(timeToLive: { _, page in page.maxAge }, staleFor: .seconds(60)),
      weighing: { _, page in page.body.count },
      keepingErrors: { error in error is NotFound ? .seconds(5) : nil }
    )
    pages.insert(Page(body: "tea", maxAge: .seconds(5)), for: "/")
    #expect(pages.weight == 3)

    pages.resize(to: 16 << 20)  // under memory pressure; the least recently used pages leave at once
    pages.removeExpired()  // there is no timer, so call this if large values may never be asked for again
    #expect(pages.capacity == 16 << 20 && pages.count == 1)
  }

  @Test("F8: a test with a clock")
  func testing() async throws {
    let clock = ManualClock()
    let cache = MemoCache<String, Double>(
      freshness: Freshness(timeToLive: .seconds(10), staleFor: .seconds(20)),
      clock: clock
    )
    cache.insert(1.5, for: "USD")
    clock.advance(by: .seconds(15))
    #expect(try await cache.value(for: "USD") { () async throws in 1.6 } == 1.5)
    while cache.peek("USD") == nil { await Task.yield() }
    #expect(cache.peek("USD") == 1.6)
  }

  @Test("Every example of the guide is a piece of this file")
  func examplesAreTested() throws {
    let source = URL(filePath: #filePath)
    var root = source
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let tested = lines(of: try String(contentsOf: source, encoding: .utf8))
    let page = try String(contentsOf: root.appending(path: "Docs/Freshness.md"), encoding: .utf8)
    let examples = page.split(separator: "```swift\n").dropFirst().map {
      $0.prefix(upTo: $0.range(of: "```")!.lowerBound)
    }
    #expect(examples.count >= 7)
    for example in examples {
      #expect(tested.contains(lines(of: String(example))), "Not in the tests:\n\(example)")
    }
  }

  /// Spaces that only align comments do not count.
  private func lines(of text: String) -> String {
    text.split(separator: "\n").map { line in line.split(separator: " ").joined(separator: " ") }
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

private struct NotFound: Error {}

private struct Page: Sendable {
  var body = ""
  var maxAge: Duration?
}

private func fetchRate(_ currency: String) async throws -> Double { 1.5 }

private func fetchRates(_ currencies: [String]) async throws -> [String: Double] {
  Dictionary(uniqueKeysWithValues: currencies.map { ($0, 2) })
}

private func fetchPrice(_ item: String, _ count: Int) async throws -> Double { 9.5 }
