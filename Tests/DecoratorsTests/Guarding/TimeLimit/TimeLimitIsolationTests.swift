import Decorators
import DecoratorsTesting
import Testing

/// Something that must not leave its actor.
private final class Basket {
  var items: [Int] = []
}

private actor Shop {
  private let basket = Basket()
  private var visits = 0

  func fill() async throws -> [Int] {
    let filled = try await withTimeLimit(within: .seconds(60)) {
      assertIsolated()
      visits += 1
      basket.items.append(visits)
      await Task.yield()
      assertIsolated()
      basket.items.append(visits)
      return basket
    }
    return filled.items
  }

  func fillLimited(by limit: TimeLimit) async throws -> Int {
    try await limit.run {
      assertIsolated()
      basket.items.append(1)
      try await Task.sleep(for: .seconds(3_600))
      return basket.items.count
    }
  }
}

@Suite(.timeLimit(.minutes(5)))
struct TimeLimitIsolationTests {
  @Test("T3: on an actor the body stays on it, with captures and results that are not Sendable")
  func onAnActor() async throws {
    let shop = Shop()
    #expect(try await shop.fill() == [1, 1])
    #expect(try await shop.fill() == [1, 1, 2, 2])
    await #expect(throws: TimeLimitExceeded.self) {
      try await shop.fillLimited(by: TimeLimit(within: .milliseconds(1)))
    }
  }

  @Test("T3: on the main actor the body stays on it") @MainActor
  func onTheMainActor() async throws {
    let basket = Basket()
    let filled = try await withTimeLimit(within: .seconds(60)) {
      MainActor.assertIsolated()
      basket.items.append(1)
      await Task.yield()
      MainActor.assertIsolated()
      return basket
    }
    #expect(filled === basket && basket.items == [1])
  }

  @Test("T3: in the pool the body may capture what is not Sendable")
  nonisolated func inThePool() async throws {
    let basket = Basket()
    var count = 0
    let filled = try await withTimeLimit(within: .seconds(60)) {
      count += 1
      basket.items.append(count)
      await Task.yield()
      count += 1
      return basket
    }
    #expect(filled === basket && count == 2)
  }

  @Test("T3: the body has the caller's task-locals and priority")
  func inherited() async throws {
    enum Local { @TaskLocal static var value = 0 }
    let priority = Task.currentPriority
    try await Local.$value.withValue(7) {
      try await withTimeLimit(within: .seconds(60)) {
        #expect(Local.value == 7)
        #expect(Task.currentPriority == priority)
      }
    }
  }

  @Test("T3, A6: limits that ring while their bodies end, on many tasks, cancel only what still runs")
  func races() async throws {
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          var generator = SeededGenerator(seed: UInt64(task))
          for _ in 0..<200 {
            let limit = Duration.microseconds(Int.random(in: 1...200, using: &generator))
            let body = Duration.microseconds(Int.random(in: 1...200, using: &generator))
            let handled = Counter()
            do {
              let value = try await withTimeLimit(within: limit) {
                try await withTaskCancellationHandler {
                  try await Task.sleep(for: body)
                } onCancel: {
                  handled.increment()
                }
                return 7
              }
              #expect(value == 7)
            } catch {
              #expect(error is TimeLimitExceeded)
            }
            #expect(handled.value <= 1)
            #expect(!Task.isCancelled)
          }
        }
      }
    }
  }

  @Test("A9, T4: a caller that is cancelled at any moment gets the body's own outcome")
  func cancelledAtAnyMoment() async {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<300 {
      let pause = Int.random(in: 0...20, using: &generator)
      let task = Task {
        try await withTimeLimit(within: .seconds(3_600)) { try await Task.sleep(for: .seconds(3_600)) }
      }
      for _ in 0..<pause { await Task.yield() }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }
}
