import DecoratorPrimitives
import DecoratorsTesting
import Testing

@Suite("Simulated time, decorators that wait")
struct SimulatedWaitTests {
  @Test("a token bucket's waits take simulated time")
  func tokens() async throws {
    let end = try await withSimulatedTime { clock in
      let bucket = TokenBucket(1, per: .seconds(60), clock: clock)
      for _ in 0..<10 { try await bucket.take() }
      return clock.now.offset
    }
    #expect(end == .seconds(540))
  }

  @Test("sleeps in tasks outside of the simulation move its time too")
  func outside() async throws {
    let end = try await withSimulatedTime { clock in
      try await Task.detached { try await clock.sleep(for: .seconds(5)) }.value
      return clock.now.offset
    }
    #expect(end == .seconds(5))
  }

  @Test("X4: a fault that ignores cancellation takes its time")
  func deafFault() async throws {
    let end = await withSimulatedTime { clock in
      let faults = Faults.first(1, .ignoringCancellation(for: .seconds(5)), clock: clock)
      let limited = AsyncFunction(named: "fetch") { () async throws in 7 }
        .faulty(by: faults)
        .decorated(by: TimeLimit(within: .seconds(1), clock: clock))
      _ = try? await limited()
      return clock.now.offset
    }
    #expect(end == .seconds(5))
  }

  @Test("the loads of caches and coalescers run in the simulation, whoever sleeps meanwhile")
  func loads() async throws {
    let ends = try await withSimulatedTime { clock in
      let coalesced = AsyncFunction(named: "fetch") { (_: Int) async throws in try await clock.sleep(for: .seconds(5)) }
        .coalesced()
      let cache = MemoCache<Int, Int>(
        capacity: 8,
        freshness: Freshness(timeToLive: .seconds(5), staleFor: .seconds(100)),
        clock: clock
      )
      @Sendable func load() async throws {
        _ = try await cache.value(for: 1) { () async throws in
          try await clock.sleep(for: .seconds(1))
          return 1
        }
      }
      return try await withThrowingTaskGroup(of: Void.self) { group in
        // With a load outside of the simulation, its time would jump to this wake-up.
        group.addTask { try? await clock.sleep(for: .seconds(1_000)) }
        defer { group.cancelAll() }
        var ends: [Duration] = []
        try await coalesced(1)
        ends.append(clock.now.offset)
        try await load()
        ends.append(clock.now.offset)
        _ = try await cache.values(for: [2, 3]) { (keys: [Int]) async throws in
          try await clock.sleep(for: .seconds(2))
          return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) })
        }
        ends.append(clock.now.offset)
        // A stale value is returned at once, and renewed in the background.
        try await clock.sleep(for: .seconds(10))
        try await load()
        ends.append(clock.now.offset)
        try await clock.sleep(for: .seconds(2))
        ends.append(clock.now.offset)
        return ends
      }
    }
    #expect(ends == [5, 6, 8, 18, 20].map { .seconds($0) })
  }

  @Test("a load that is still running when the body returns ends all the same")
  func loadThatStays() async throws {
    for _ in 0..<100 {
      let started = ValueRecorder<Task<Int, Never>>()
      await withSimulatedTime { _ in
        let executor = withUnsafeCurrentTask { $0?.unownedTaskExecutor?.asTaskExecutor() }
        started.append(
          Task(executorPreference: executor) {
            for _ in 0..<10 { await Task.yield() }
            return 7
          }
        )
      }
      #expect(await started.values[0].value == 7)
    }
  }
}
