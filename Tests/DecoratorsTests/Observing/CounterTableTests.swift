import DecoratorsTesting
import Testing

@testable import Decorators

@Suite struct CounterTableTests {
  @Test("L8: a counter is made when it is first needed, by the factory of that time, and then kept")
  func countersAreKept() throws {
    let (first, second) = (TestMetrics(), TestMetrics())
    let table = CounterTable(label: "hedges", dimension: "result", factory: nil)
    withMetricsFactory(first) { table.increment("search", "won") }
    withMetricsFactory(second) {
      table.increment("search", "won")
      table.increment("search", "lost")
    }
    #expect(second.counters.isEmpty)
    #expect(try first.expectCounter("hedges", [("function", "search"), ("result", "won")]).totalValue == 2)
    #expect(try first.expectCounter("hedges", [("function", "search"), ("result", "lost")]).totalValue == 1)
  }

  @Test("V8: names that are made up for each call are counted, too")
  func manyNames() throws {
    let metrics = TestMetrics()
    let table = CounterTable(label: "hedges", dimension: "result", factory: metrics)
    for number in 0..<1_500 { table.increment("search \(number)", "won") }
    table.increment("search 1499", "won")
    #expect(metrics.counters.count == 1_500)
    #expect(try metrics.expectCounter("hedges", [("function", "search 1499"), ("result", "won")]).totalValue == 2)
  }
}
