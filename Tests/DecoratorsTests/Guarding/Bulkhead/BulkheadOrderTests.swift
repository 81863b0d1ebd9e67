import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(10))) struct BulkheadOrderTests {
  private let calls = HeldCalls()
  private let clock = ManualClock()

  /// Holds the only place, queues calls in this order, and ends all.
  private func order(
    _ bulkhead: Bulkhead,
    _ queued: [(String, TaskPriority)],
    between: (Int) -> Void = { _ in },
    then: () -> Void = {}
  ) async throws -> [String] {
    let holder = calls.start("holder", bulkhead)
    await until { calls.began.values == ["holder"] }
    var tasks: [Task<Void, any Error>] = []
    for (number, (name, priority)) in queued.enumerated() {
      tasks.append(calls.start(name, bulkhead, priority: priority))
      await until { bulkhead.waiting == number + 1 }
      between(number)
    }
    then()
    for name in ["holder"] + queued.map(\.0) { calls.end(name) }
    try await holder.value
    await until { bulkhead.running == 0 }
    for task in tasks { try await task.value }
    return Array(calls.began.values.dropFirst())
  }

  @Test("K9: by task priority, the highest comes first, and among equals the one that came first")
  func byTaskPriority() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 10, order: .byTaskPriority)
    let order = try await order(
      bulkhead,
      [("low 1", .low), ("high 1", .high), ("low 2", .low), ("medium", .medium), ("high 2", .high)]
    )
    #expect(order == ["high 1", "high 2", "medium", "low 1", "low 2"])
  }

  @Test("K9: who has waited longer than half of the longest wait goes first")
  func aging() async throws {
    let bulkhead = Bulkhead(
      named: "db",
      atMost: 1,
      waiting: 10,
      waitingAtMost: .seconds(10),
      order: .byTaskPriority,
      clock: clock
    )
    let order = try await order(bulkhead, [("low", .low), ("high 1", .high), ("high 2", .high)]) { number in
      if number == 0 { clock.advance(by: .seconds(2)) }
    } then: {
      clock.advance(by: .milliseconds(3_001))
    }
    #expect(order == ["low", "high 1", "high 2"])
  }

  @Test("K9: a waiting task whose priority rises moves up")
  func escalation() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 10, order: .byTaskPriority)
    let holder = calls.start("holder", bulkhead)
    await until { calls.began.values == ["holder"] }
    let first = calls.start("first", bulkhead, priority: .low)
    await until { bulkhead.waiting == 1 }
    let second = calls.start("second", bulkhead, priority: .low)
    await until { bulkhead.waiting == 2 }
    second.escalatePriority(to: .high)
    for name in ["holder", "first", "second"] { calls.end(name) }
    try await holder.value
    try await first.value
    try await second.value
    #expect(calls.began.values == ["holder", "second", "first"])
  }

  @Test("K9: newest first, once calls have waited for 100 ms without a break; before that, in order")
  func newestFirst() async throws {
    for (wait, expected) in [(99, ["A", "B", "C"]), (100, ["C", "B", "A"])] {
      let calls = BulkheadOrderTests()
      let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: 10, order: .newestFirst, clock: calls.clock)
      let order = try await calls.order(bulkhead, [("A", .medium), ("B", .medium), ("C", .medium)]) { _ in
      } then: {
        calls.clock.advance(by: .milliseconds(wait))
      }
      #expect(order == expected)
    }
  }

  @Test("K9: where places are free, a waiter that comes first by its order does not wait for a large one")
  func freePlaces() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 3, waiting: 10, order: .byTaskPriority)
    let two = calls.start("2", bulkhead.with(cost: 2))
    await until { bulkhead.running == 2 }
    let large = calls.start("large", bulkhead.with(cost: 3), priority: .low)
    await until { bulkhead.waiting == 1 }
    let small = calls.start("small", bulkhead, priority: .high)
    await until { calls.began.values == ["2", "small"] }
    for name in ["2", "large", "small"] { calls.end(name) }
    for task in [two, large, small] { try await task.value }
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }
}
