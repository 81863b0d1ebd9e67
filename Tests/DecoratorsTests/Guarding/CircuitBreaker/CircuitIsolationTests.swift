import Decorators
import DecoratorsTesting
import Testing

/// Breakers inside actors.
@Suite(.timeLimit(.minutes(10))) struct CircuitIsolationTests {
  @Test("B1: a call stays on its actor, also in a form that judges results, and takes no job of it")
  func actors() async throws {
    let shop = Shop()
    #expect(try await shop.sell() == 0)
    #expect(shop.breaker.snapshot.calls == 4)
    #expect(await shop.sold == 4)
  }

  @Test("B1: a wrapped call takes as many jobs of the actor as a plain one")
  func jobs() async throws {
    let shop = Shop()
    let plain = try await shop.jobs { try await $0(1) }
    #expect(plain > 0)
    let breaker = shop.breaker
    let broken = try await shop.jobs { try await AsyncFunction($0).circuitBroken(by: breaker)(1) }
    let judged = try await shop.jobs {
      try await AsyncFunction($0).circuitBroken(by: breaker, onResult: { _ in .success })(1)
    }
    #expect([broken, judged] == [plain, plain])
  }
}

private actor Shop {
  private let executor = CountingExecutor()
  /// On a clock that stands still, so that what it has counted does not leave its window on a busy machine.
  let breaker = CircuitBreaker(named: "shop", clock: ManualClock())
  private(set) var sold = 0
  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// How many jobs of this actor four calls take.
  func sell() async throws -> Int {
    let before = executor.jobs.value
    try await breaker.run { () async in
      preconditionIsolated()
      sold += 1
    }
    try await breaker.run(onResult: { _ in .success }) { () async in
      preconditionIsolated()
      sold += 1
    }
    try await breaker.run(orThrow: { $0 }) { () async throws in
      preconditionIsolated()
      sold += 1
    }
    try await breaker.run(onResult: { _ in .success }, orThrow: { $0 }) { () async throws in
      preconditionIsolated()
      sold += 1
    }
    return executor.jobs.value - before
  }

  /// How many jobs of this actor it takes to call a function that leaves it.
  func jobs(
    _ call: nonisolated(nonsending) (@escaping @Sendable (Int) async throws -> Int) async throws -> Int
  ) async rethrows -> Int {
    let before = executor.jobs.value
    _ = try await call(doubleOutside)
    return executor.jobs.value - before
  }
}

/// A function that leaves the actor of its caller.
@concurrent
@Sendable private func doubleOutside(_ number: Int) async throws -> Int { number * 2 }
