import DecoratorsTesting
import Testing

@testable import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite("MemoCache, asynchronous", .timeLimit(.minutes(10)))
struct SingleFlightTests {
  private let cache = MemoCache<Int, Int>(capacity: 4, named: "numbers")
  private let gate = Gate()
  private let loads = Counter()

  private func heldLoad() -> @Sendable () async throws -> Int {
    { [gate, loads] in
      let number = loads.increment()
      await gate.wait()
      return number
    }
  }

  @Test("M4: callers who ask meanwhile share one load")
  func oneLoad() async throws {
    let callers = (0..<20).map { _ in Task { [cache] in try await cache.value(for: 1, heldLoad()) } }
    await until { cache.cacheInfo.hits == 19 }
    gate.open()
    for caller in callers { #expect(try await caller.value == 1) }
    #expect(loads.value == 1)
    #expect(cache.cacheInfo == CacheInfo(hits: 19, misses: 1, count: 1, capacity: 4))
    #expect(try await cache.value(for: 1, heldLoad()) == 1)
  }

  @Test("M2: what is kept is the value: the task and what it captured are released")
  func keepsTheValueOnly() async throws {
    final class Captured: Sendable {}
    var captured: Captured? = Captured()
    weak let weakly = captured
    let load = { @Sendable [captured] () async in
      await Task.yield()
      return captured == nil ? 0 : 1
    }
    captured = nil
    func run(_ load: @escaping @Sendable () async -> Int) async -> Int { await cache.value(for: 1, load) }
    #expect(await run(load) == 1)
    _ = consume load
    await until { weakly == nil }
    #expect(cache.peek(1) == 1)
  }

  @Test("M1, M6: a failure is shared with those who wait, and the next call loads again")
  func failureIsShared() async throws {
    let callers = (0..<5).map { _ in
      Task { [cache, gate, loads] in
        try await cache.value(for: 1) { () async throws -> Int in
          loads.increment()
          await gate.wait()
          throw TimeoutError(number: 7)
        }
      }
    }
    await until { cache.cacheInfo.hits == 4 }
    gate.open()
    for caller in callers {
      await #expect(throws: TimeoutError(number: 7)) { try await caller.value }
    }
    #expect(loads.value == 1 && cache.cacheInfo.count == 0)
    #expect(try await cache.value(for: 1) { () async throws in 5 } == 5)
  }

  @Test("M1: a load that throws CancellationError of itself is not kept")
  func cancellationOfTheLoad() async throws {
    await #expect(throws: CancellationError.self) {
      try await cache.value(for: 1) { () async throws -> Int in throw CancellationError() }
    }
    #expect(try await cache.value(for: 1) { () async throws in 5 } == 5)
  }

  @Test("M4: the load outlives the caller who started it, while another waits")
  func leaderLeaves() async throws {
    let leader = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    await until { gate.waiting == 1 }
    let other = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    await until { cache.cacheInfo.hits == 1 }
    leader.cancel()
    await #expect(throws: CancellationError.self) { try await leader.value }
    gate.open()
    #expect(try await other.value == 1)
    #expect(cache.peek(1) == 1)
  }

  @Test("M4: the last waiter to leave cancels the load, and new calls start a fresh one while it still runs")
  func lastWaiterCancels() async throws {
    let wasCancelled = ValueRecorder<Bool>()
    let callers = (0..<3).map { _ in
      Task { [cache, gate, loads] in
        try await cache.value(for: 1) { () async throws -> Int in
          let number = loads.increment()
          await gate.wait()
          wasCancelled.append(Task.isCancelled)
          return number
        }
      }
    }
    await until { cache.cacheInfo.hits == 2 && gate.waiting == 1 }
    for caller in callers { caller.cancel() }
    for caller in callers {
      await #expect(throws: CancellationError.self) { try await caller.value }
    }
    let fresh = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    await until { gate.waiting == 2 }
    gate.open()
    #expect(try await fresh.value == 2)
    await until { wasCancelled.values.count == 1 }
    #expect(wasCancelled.values == [true])
    #expect(cache.peek(1) == 2)
  }

  @Test("M4: waiters may leave in any order, and those who stay get the value")
  func waitersLeaveInAnyOrder() async throws {
    let callers = (0..<500).map { _ in Task { [cache] in try await cache.value(for: 1, heldLoad()) } }
    await until { cache.cacheInfo.hits == 499 && gate.waiting == 1 }
    var random = SeededGenerator(seed: 4)
    let order = callers.indices.shuffled(using: &random)
    for index in order.prefix(400) { callers[index].cancel() }
    for index in order.prefix(400) {
      await #expect(throws: CancellationError.self) { try await callers[index].value }
    }
    gate.open()
    for index in order.suffix(100) { #expect(try await callers[index].value == 1) }
    #expect(loads.value == 1 && cache.peek(1) == 1)
  }

  @Test("M4: a load learns when it first suspends that its only caller was cancelled before")
  func theBusyLoadIsCancelled() async throws {
    let cancelled = Counter()
    let caller = Task.detached { [cache, gate, loads] in
      try await cache.value(for: 1) { () async throws -> Int in
        loads.increment()
        while cancelled.value == 0 { sched_yield() }
        await gate.wait()
        try Task.checkCancellation()
        return 1
      }
    }
    let thread = BlockingThread { [loads] in
      while loads.value == 0 { sched_yield() }
      caller.cancel()
      cancelled.increment()
    }
    await #expect(throws: CancellationError.self) { try await caller.value }
    thread.join()
    gate.open()
    await until { cache.cacheInfo.misses == 1 && gate.waiting == 0 }
    #expect(cache.peek(1) == nil)
  }

  @Test("M4: for a caller on no actor a load begins on its thread, and for one on the main actor it does not")
  func whereALoadBegins() async {
    @Sendable func startsHere(_ key: Int, on thread: UInt, isolation: isolated (any Actor)?) async -> Bool {
      await cache.value(for: key) { () async in currentThread() == thread ? 1 : 0 } == 1
    }
    let elsewhere = await Task.detached { await startsHere(1, on: currentThread(), isolation: nil) }.value
    #expect(elsewhere)
    let onMain = await Task { @MainActor in await startsHere(2, on: currentThread(), isolation: MainActor.shared) }
      .value
    #expect(!onMain)
  }

  @Test("M4: with `abandoned: .keep` a load goes on without callers, and its value is kept")
  func abandonedLoadsAreKept() async throws {
    let cache = MemoCache<Int, Int>(capacity: 4, abandoned: .keep)
    let wasCancelled = ValueRecorder<Bool>()
    let load = { @Sendable [gate, loads] () async throws -> Int in
      let number = loads.increment()
      await gate.wait()
      wasCancelled.append(Task.isCancelled)
      return number
    }
    for round in 1...3 {
      let caller = Task { try await cache.value(for: 1, load) }
      await until { gate.waiting == 1 && cache.cacheInfo.hits + cache.cacheInfo.misses == round }
      caller.cancel()
      await #expect(throws: CancellationError.self) { try await caller.value }
    }
    #expect(cache.cacheInfo == CacheInfo(hits: 2, misses: 1, capacity: 4))
    let late = Task { try await cache.value(for: 1, load) }
    await until { cache.cacheInfo.hits == 3 }
    late.cancel()
    gate.open()
    await until { cache.peek(1) == 1 }
    #expect(wasCancelled.values == [false] && loads.value == 1)
    #expect(cache.abandoned == .keep && self.cache.abandoned == .cancel)
  }

  @Test("M4: with `abandoned: .keep` a caller that cannot leave gets the result, and it is kept")
  func abandonedLoadsOfTypedCallers() async {
    let cache = MemoCache<Int, Int>(capacity: 4, abandoned: .keep)
    let caller = Task { [gate] in
      await cache.value(for: 1) { () async -> Int in
        await gate.wait()
        return Task.isCancelled ? 0 : 3
      }
    }
    await until { gate.waiting == 1 }
    caller.cancel()
    gate.open()
    #expect(await caller.value == 3 && cache.peek(1) == 3)
  }

  @Test("M3: with `abandoned: .keep` a load whose key is removed is not kept")
  func abandonedAndInvalidated() async throws {
    let cache = MemoCache<Int, Int>(capacity: 4, abandoned: .keep)
    let ended = Counter()
    let caller = Task { [gate] in
      try await cache.value(for: 1) { () async throws -> Int in
        await gate.wait()
        ended.increment()
        return 3
      }
    }
    await until { gate.waiting == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    cache.remove(1)
    gate.open()
    #expect(try await cache.value(for: 1) { () async throws in 4 } == 4)
    await until { ended.value == 1 }
    #expect(cache.peek(1) == 4)
  }

  @Test("M4: a call that is already cancelled starts nothing, and still gets a kept value")
  func cancelledBefore() async throws {
    let cache = cache
    let task = Task { [heldLoad = heldLoad()] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await cache.value(for: 1, heldLoad)
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(loads.value == 0 && cache.cacheInfo.misses == 0)
    cache.insert(9, for: 1)
    let hit = Task { [heldLoad = heldLoad()] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await cache.value(for: 1, heldLoad)
    }
    #expect(try await hit.value == 9)
  }

  @Test("M4: where the failure type is typed or Never a cancelled call waits for the result, which is not kept")
  func typedCallersWait() async throws {
    let wasCancelled = ValueRecorder<Bool>()
    let caller = Task { [cache, gate] in
      await cache.value(for: 1) { () async -> Int in
        await gate.wait()
        wasCancelled.append(Task.isCancelled)
        return 3
      }
    }
    await until { gate.waiting == 1 }
    caller.cancel()
    gate.open()
    #expect(await caller.value == 3)
    #expect(wasCancelled.values == [true])
    #expect(cache.peek(1) == nil)
    let typed = Task { [cache] () async throws(TimeoutError) -> Int in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await cache.value(for: 1) { () async throws(TimeoutError) -> Int in throw TimeoutError(number: 4) }
    }
    await #expect(throws: TimeoutError(number: 4)) { try await typed.value }
  }

  @Test(
    "M3: a load whose key is removed while it runs answers those who wait, is not kept, and later calls load afresh"
  )
  func removedWhileLoading() async throws {
    for remove in [{ _ = cache.remove(1) }, { cache.removeAll() }] {
      let (cache, gate, loads) = (cache, Gate(), Counter())
      let load = { @Sendable () async throws -> Int in
        let number = loads.increment()
        await gate.wait()
        return number
      }
      let early = Task { try await cache.value(for: 1, load) }
      await until { gate.waiting == 1 }
      remove()
      let late = Task { try await cache.value(for: 1, load) }
      await until { gate.waiting == 2 }
      gate.open()
      #expect(try await early.value == 1)
      #expect(try await late.value == 2)
      #expect(cache.peek(1) == 2)
      remove()
    }
  }

  @Test("M3: a load whose key was removed that ends last does not overwrite the fresh value")
  func slowStaleLoad() async throws {
    let stale = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    await until { gate.waiting == 1 }
    cache.remove(1)
    #expect(try await cache.value(for: 1) { () async throws in 50 } == 50)
    gate.open()
    #expect(try await stale.value == 1)
    #expect(cache.peek(1) == 50)
    cache.remove(1)
    let second = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    #expect(try await second.value == 2)
  }

  @Test("M3: an inserted value stays when a load ends later")
  func insertedWhileLoading() async throws {
    let load = Task { [cache] in try await cache.value(for: 1, heldLoad()) }
    await until { gate.waiting == 1 }
    cache.insert(70, for: 1)
    gate.open()
    #expect(try await load.value == 1)
    #expect(cache.peek(1) == 70)
  }

  @Test("M6: a caller whose failure type cannot hold the leader's error loads for itself")
  func foreignError() async throws {
    func leader(_ gate: Gate) -> Task<Int, any Error> {
      Task { [cache] in
        try await cache.value(for: 1) { () async throws(TimeoutError) -> Int in
          await gate.wait()
          throw TimeoutError()
        }
      }
    }
    let (first, second) = (Gate(), Gate())
    let timedOut = leader(first)
    await until { first.waiting == 1 }
    let typed = Task { [cache, loads] in
      try await cache.value(for: 1) { () async throws(ConnectionError) -> Int in
        loads.increment()
        throw ConnectionError()
      }
    }
    await until { cache.cacheInfo.hits == 1 }
    first.open()
    await #expect(throws: TimeoutError()) { try await timedOut.value }
    await #expect(throws: ConnectionError.self) { try await typed.value }
    let timedOutAgain = leader(second)
    await until { second.waiting == 1 }
    let never = Task { [cache, loads] in
      await cache.value(for: 1) { () async -> Int in 10 * loads.increment() }
    }
    await until { cache.cacheInfo.hits == 2 }
    second.open()
    await #expect(throws: TimeoutError()) { try await timedOutAgain.value }
    #expect(await never.value == 20)
    #expect(loads.value == 2 && cache.peek(1) == 20)
  }

  @Test("M7: loads of different keys run at the same time")
  func keysDoNotQueue() async throws {
    let callers = (0..<4).map { key in Task { [cache] in try await cache.value(for: key, heldLoad()) } }
    await until { gate.waiting == 4 }
    gate.open()
    var values: Set<Int> = []
    for caller in callers { values.insert(try await caller.value) }
    #expect(values == [1, 2, 3, 4])
  }

  @Test("M9: with capacity 0 nothing is kept, and callers who ask meanwhile still share one load")
  func capacityZero() async throws {
    let cache = MemoCache<Int, Int>(capacity: 0)
    let callers = (0..<3).map { _ in Task { try await cache.value(for: 1, heldLoad()) } }
    await until { cache.cacheInfo.hits == 2 }
    gate.open()
    for caller in callers { #expect(try await caller.value == 1) }
    #expect(try await cache.value(for: 1, heldLoad()) == 2)
    #expect(cache.cacheInfo == CacheInfo(hits: 2, misses: 2, capacity: 0))
  }

  @Test("M12: a key unequal to itself loads each time and leaves nothing behind")
  func notANumber() async {
    let cache = MemoCache<Double, Int>(capacity: 2)
    for number in 0..<10 {
      #expect(await cache.value(for: .nan) { () async in number } == number)
    }
    #expect(cache.cacheInfo == CacheInfo(misses: 10, capacity: 2))
  }

  @Test("M5: a load sees the task-locals of the call that started it, whoever waits later")
  func taskLocals() async throws {
    let callers = ["first", "second"]
    var tasks: [Task<String, any Error>] = []
    let traces = MemoCache<Int, String>(capacity: 4)
    for (index, caller) in callers.enumerated() {
      let gate = gate
      tasks.append(
        Trace.$id.withValue(caller) {
          Task {
            try await traces.value(for: 1) { () async throws in
              await gate.wait()
              return Trace.id
            }
          }
        }
      )
      await until { index == 0 ? gate.waiting == 1 : traces.cacheInfo.hits == 1 }
    }
    gate.open()
    for task in tasks { #expect(try await task.value == "first") }
  }

  @Test("M5: the priority of a load rises when a call of higher priority joins, be its task there yet or not")
  func priorityEscalates() async throws {
    for round in 0..<200 {
      let cache = MemoCache<Int, TaskPriority>(capacity: 4)
      let load = { @Sendable () async throws in
        let bound = ContinuousClock.now + .seconds(60)
        await until { Task.currentPriority >= .high || ContinuousClock.now > bound }
        return Task.currentPriority
      }
      let low = Task.detached(priority: .low) { try await cache.value(for: 1, load) }
      if round.isMultiple(of: 2) { await until { cache.cacheInfo.misses == 1 } }
      let high = Task.detached(priority: .high) { try await cache.value(for: 1, load) }
      try #require(try await low.value == .high)
      #expect(try await high.value == .high)
    }
  }

  @Test("M7: the listener runs after the waiters have their value, so a slow one delays none of them")
  func slowListener() async throws {
    let answered = Counter()
    let told = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 1) { key, value, cause in
      let bound = ContinuousClock.now + .seconds(60)
      while answered.value < 3 && ContinuousClock.now < bound { sched_yield() }
      told.append("\(key) \(value) \(cause) after \(answered.value)")
    }
    cache.insert(10, for: 1)
    let callers = (0..<3).map { _ in
      Task { [gate] in
        _ = try await cache.value(for: 2) { () async throws in
          await gate.wait()
          return 20
        }
        answered.increment()
      }
    }
    await until { cache.cacheInfo.hits == 2 && gate.waiting == 1 }
    gate.open()
    for caller in callers { try await caller.value }
    await until { told.values.count == 1 }
    #expect(told.values == ["1 10 capacity after 3"])
  }

  @Test("M7: the caller whose thread a load began on does not wait for the listener either")
  func slowListenerOfALoadThatDoesNotSuspend() async throws {
    let (answered, told) = (Counter(), Counter())
    let cache = MemoCache<Int, Int>(capacity: 1) { _, _, _ in
      let bound = ContinuousClock.now + .seconds(60)
      while answered.value < 1 && ContinuousClock.now < bound { sched_yield() }
      if answered.value == 1 { told.increment() }
    }
    cache.insert(10, for: 1)
    await Task.detached { _ = await cache.value(for: 2) { () async in 20 } }.value
    answered.increment()
    await until { told.value == 1 }
  }

  @Test("M10: the listener is told of the expired value that a load replaces, also if the load fails")
  func expiredValues() async throws {
    let clock = ManualClock()
    let told = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(1), clock: clock) {
      told.append("\($0) \($1) \($2)")
    }
    cache.insert(10, for: 1)
    clock.advance(by: .seconds(1))
    await #expect(throws: TimeoutError()) {
      try await cache.value(for: 1) { () async throws -> Int in throw TimeoutError() }
    }
    await until { told.values.count == 1 }
    #expect(told.values == ["1 10 expired"] && cache.cacheInfo.count == 0)
  }

  @Test func theLoadRunsOnTheActorItIsWrittenIn() async throws {
    actor Directory {
      let cache = MemoCache<Int, Int>(capacity: 4)
      var calls = 0

      func user(_ id: Int) async -> Int {
        await cache.value(for: id) {
          await Task.yield()
          preconditionIsolated()
          calls += 1
          return id * 2
        }
      }
    }
    let directory = Directory()
    #expect(await directory.user(4) == 8)
    #expect(await directory.user(4) == 8)
    #expect(await directory.calls == 1)
  }

  @Test("M13: under many tasks each value is loaded once")
  func manyTasks() async {
    let cache = MemoCache<Int, Int>(capacity: 100)
    let loads = Counter()
    await withTaskGroup { group in
      for task in 0..<100 {
        group.addTask {
          for key in 0..<50 {
            let value = await cache.value(for: (key + task) % 50) { () async in
              loads.increment()
              await Task.yield()
              return (key + task) % 50
            }
            if value != (key + task) % 50 { Issue.record("A value of another key.") }
          }
        }
      }
    }
    #expect(loads.value == 50)
    #expect(cache.cacheInfo == CacheInfo(hits: 4950, misses: 50, count: 50, capacity: 100))
  }

  @Test("M4: waiters that come and go at random leave nothing behind")
  func churn() async {
    let cache = MemoCache<Int, Int>(capacity: 2)
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          let caller = Task {
            try await cache.value(for: number % 5) { () async throws in
              for _ in 0..<3 { await Task.yield() }
              try Task.checkCancellation()
              return number % 5
            }
          }
          await Task.yield()
          if number.isMultiple(of: 3) { caller.cancel() }
          if number.isMultiple(of: 7) { cache.remove(number % 5) }
          do {
            #expect(try await caller.value == number % 5)
          } catch {
            #expect(error is CancellationError && number.isMultiple(of: 3))
          }
        }
      }
    }
    #expect(cache.cacheInfo.count <= 2)
  }
}

private enum Trace {
  @TaskLocal static var id = "none"
}
