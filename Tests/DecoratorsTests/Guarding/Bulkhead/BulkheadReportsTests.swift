import Decorators
import DecoratorsTesting
import Testing

@Suite("Bulkheads, reports of changes")
struct BulkheadReportsTests {
  @Test("A6: changes from several threads are reported one at a time and in order")
  func inOrder() async {
    let numbers = ValueRecorder<Int>()
    let running = Counter()
    let overlaps = Counter()
    let bulkhead = Bulkhead(
      named: "api",
      atMost: 1,
      limitDidChange: { change in
        if running.increment() != numbers.values.count + 1 { overlaps.increment() }
        numbers.append(change.number)
      }
    )
    await withTaskGroup(of: Void.self) { group in
      for start in 0..<4 {
        group.addTask { for step in 0..<250 { bulkhead.resize(to: 1 + (start * 31 + step * 7) % 97) } }
      }
    }
    #expect(numbers.values == Array(1...numbers.values.count))
    #expect(overlaps.value == 0)
  }

  @Test("A10, K10: the largest bounds of an adaptive limit do not overflow")
  func largestBounds() async throws {
    try await withSimulatedTime { clock in
      let bulkhead = Bulkhead(named: "api", atMost: .adaptive(from: .max, in: 1...(.max)), clock: clock)
      for _ in 0..<50 { try await bulkhead.run { try await clock.sleep(for: .milliseconds(100)) } }
      #expect(bulkhead.limit > 0)
    }
  }
}
