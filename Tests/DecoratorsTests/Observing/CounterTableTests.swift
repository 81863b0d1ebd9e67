import CoreMetrics
import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

/// A metrics backend that is a value, as some are.
private struct ValueFactory: MetricsFactory {
  let made: TestMetrics
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    made.makeCounter(label: label, dimensions: dimensions)
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    made.makeRecorder(label: label, dimensions: dimensions, aggregate: aggregate)
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    made.makeTimer(label: label, dimensions: dimensions)
  }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

/// A backend that counts the counters it makes, also those with the same name.
private final class CountingBackend: MetricsFactory {
  let made = Counter()
  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    made.increment()
    return NOOPMetricsHandler.instance
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    NOOPMetricsHandler.instance
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { NOOPMetricsHandler.instance }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}

@Suite struct CounterTableTests {
  private static let results = ["won", "lost"]

  private func table(_ factory: (any MetricsFactory)?) -> CounterTable {
    CounterTable(label: "hedges", dimension: "result", values: Self.results, factory: factory)
  }

  private func count(_ metrics: TestMetrics, _ result: String, of function: String = "search") throws -> Int64 {
    try metrics.expectCounter("hedges", [("function", function), ("result", result)]).totalValue
  }

  @Test("L8, V8: the first event of a function makes the counters of all values, by the factory of that time, and once")
  func countersAreKept() throws {
    let (first, second) = (TestMetrics(), TestMetrics())
    let table = table(nil)
    withMetricsFactory(first) { table.increment("search", "won") }
    #expect(first.counters.count == 2)
    #expect(try count(first, "won") == 1)
    #expect(try count(first, "lost") == 0)
    withMetricsFactory(second) {
      table.increment("search", "won")
      table.increment("search", "lost")
    }
    #expect(second.counters.isEmpty)
    #expect(try count(first, "won") == 2)
    #expect(try count(first, "lost") == 1)
  }

  @Test("V8: names that are made up for each call are counted, too")
  func manyNames() throws {
    let metrics = TestMetrics()
    let table = table(metrics)
    for number in 0..<1_500 { table.increment("search \(number)", "won") }
    table.increment("search 1499", "won")
    #expect(metrics.counters.count == 3_000)
    #expect(try count(metrics, "won", of: "search 1499") == 2)
  }

  @Test("V8: calls that run now make their counters once for each function and backend")
  func sharedTables() {
    let (first, second) = (CountingBackend(), CountingBackend())
    func increment(_ factory: (any MetricsFactory)?) {
      CounterTable.shared(label: "hedges", dimension: "result", values: Self.results, factory: factory)
        .increment("search", "won")
    }
    for _ in 1...3 { increment(first) }
    withMetricsFactory(first) { for _ in 1...3 { increment(nil) } }
    #expect(first.made.value == 2)
    for _ in 1...3 { increment(second) }
    #expect(first.made.value == 2 && second.made.value == 2)
  }

  @Test("V8: a backend that is a value counts, also if another one of its type was used before")
  func backendsThatAreValues() throws {
    let (first, second) = (TestMetrics(), TestMetrics())
    for metrics in [first, second] {
      CounterTable.shared(
        label: "hedges",
        dimension: "result",
        values: Self.results,
        factory: ValueFactory(made: metrics)
      )
      .increment("search", "won")
    }
    #expect(try count(first, "won") == 1)
    #expect(try count(second, "won") == 1)
  }

  @Test("V8: fallbacks and hedges that run now make no counter for each call")
  func callsThatRunNow() async throws {
    let backend = CountingBackend()
    for _ in 1...5 {
      _ = withFallback(on: .any, named: "page", metricsFactory: backend, to: { _ in 0 }) { throw TimeoutError() }
      let value = try await withHedging(after: .zero, metricsFactory: backend, named: "page") { attempt in
        if attempt.number == 1 { try await Task.sleep(for: .seconds(60)) }
        return attempt.number
      }
      #expect(value == 2)
    }
    // Two reasons, and three results.
    #expect(backend.made.value == 5)
  }
}
