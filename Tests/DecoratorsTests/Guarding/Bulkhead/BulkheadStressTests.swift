import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10))) struct BulkheadStressTests {
  /// How much runs, and the most that ever ran.
  private final class Load: Sendable {
    let now = Atomic(0)
    let most = Atomic(0)

    func begin(_ cost: Int) {
      let now = now.add(cost, ordering: .sequentiallyConsistent).newValue
      most.max(now, ordering: .sequentiallyConsistent)
    }
    func end(_ cost: Int) { now.subtract(cost, ordering: .sequentiallyConsistent) }
  }

  @Test(
    "A2, K2: tasks and threads that come, go and are cancelled at any moment never run too many, and lose no place",
    arguments: [BulkheadOrder.arrival, .byTaskPriority, .newestFirst]
  )
  func mixed(order: BulkheadOrder) async throws {
    let bulkhead = Bulkhead(
      named: "db",
      atMost: 4,
      waiting: 30,
      waitingAtMost: .milliseconds(2),
      order: order
    )
    let (load, done) = (Load(), Counter())
    await withTaskGroup { group in
      for worker in 0..<12 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(worker))
          for _ in 0..<150 {
            let cost = Int.random(in: 1...3, using: &random)
            let task = Task(priority: [.low, .medium, .high].randomElement(using: &random)) {
              try await bulkhead.with(cost: cost).run {
                load.begin(cost)
                defer { load.end(cost) }
                done.increment()
                await Task.yield()
              }
            }
            if Int.random(in: 0..<3, using: &random) == 0 {
              for _ in 0..<Int.random(in: 0..<5, using: &random) { await Task.yield() }
              task.cancel()
            }
            _ = try? await task.value
          }
        }
      }
      for _ in 0..<2 {
        group.addTask {
          await onOwnThread {
            for _ in 0..<150 {
              try? bulkhead.run {
                load.begin(1)
                load.end(1)
                done.increment()
              }
            }
          }
        }
      }
    }
    #expect(load.most.load(ordering: .relaxed) <= 4)
    #expect(done.value > 0)
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
    // All four places are there.
    try await bulkhead.with(cost: 4).run {}
  }

  @Test("K6: changing the limit all the time loses no place and no waiter")
  func resized() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 4, waiting: .max)
    let done = Counter()
    let resizing = Task {
      var random = SeededGenerator(seed: 1)
      while !Task.isCancelled {
        bulkhead.resize(to: Int.random(in: 1...6, using: &random))
        await Task.yield()
      }
    }
    try await withThrowingTaskGroup { group in
      for _ in 0..<10 {
        group.addTask {
          for _ in 0..<200 {
            try await bulkhead.run {
              done.increment()
              await Task.yield()
            }
          }
        }
      }
      try await group.waitForAll()
    }
    resizing.cancel()
    await resizing.value
    #expect(done.value == 2_000)
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }

  @Test("K2: threads without tasks wake each other, and none is lost")
  func threads() async {
    let bulkhead = Bulkhead(named: "db", atMost: 2, waiting: .max)
    let (load, done, ended) = (Load(), Counter(), Counter())
    for _ in 0..<8 {
      startThread {
        for _ in 0..<500 {
          try? bulkhead.run {
            load.begin(1)
            load.end(1)
            done.increment()
          }
        }
        ended.increment()
      }
    }
    await until { ended.value == 8 }
    #expect(done.value == 4_000)
    #expect(load.most.load(ordering: .relaxed) <= 2)
    #expect(bulkhead.running == 0 && bulkhead.waiting == 0)
  }

  @Test("K4: 10,000 cancelled waiters behind a live one leave nothing behind")
  func manyCancelled() async throws {
    let bulkhead = Bulkhead(named: "db", atMost: 1, waiting: .max)
    let calls = HeldCalls()
    let holder = calls.start("holder", bulkhead)
    await until { bulkhead.running == 1 }
    let first = calls.start("first", bulkhead)
    await until { bulkhead.waiting == 1 }
    let alive = Counter()
    let released = Counter()
    final class Captured: Sendable {
      let released: Counter
      init(_ released: Counter) { self.released = released }
      deinit { released.increment() }
    }
    await withTaskGroup { group in
      for _ in 0..<10_000 {
        let captured = Captured(released)
        group.addTask {
          alive.increment()
          try? await bulkhead.run { withExtendedLifetime(captured) {} }
        }
      }
      await until { bulkhead.waiting == 10_001 }
      group.cancelAll()
    }
    #expect(bulkhead.waiting == 1)
    #expect(released.value == 10_000)
    for name in ["holder", "first"] { calls.end(name) }
    try await holder.value
    try await first.value
    #expect(calls.began.values == ["holder", "first"])
  }
}
