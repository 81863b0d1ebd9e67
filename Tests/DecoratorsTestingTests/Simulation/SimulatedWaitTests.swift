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
}
