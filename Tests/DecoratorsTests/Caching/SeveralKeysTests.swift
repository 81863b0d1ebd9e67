import Decorators
import DecoratorsTesting
import Testing

@Suite("Several keys at once", .timeLimit(.minutes(2)))
struct SeveralKeysTests {
  private let clock = ManualClock()
  private let cache: MemoCache<Int, Int>
  private let asked = ValueRecorder<[Int]>()
  private let gate = Gate()

  init() {
    cache = MemoCache(
      capacity: 100,
      freshness: Freshness(timeToLive: .seconds(10), staleFor: .seconds(10), refreshingAfter: .seconds(8)),
      named: "numbers",
      clock: clock
    )
  }

  private func tenfold(_ keys: [Int]) -> [Int: Int] {
    asked.append(keys)
    return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 * 10) })
  }

  private var heldTenfold: @Sendable ([Int]) async throws -> [Int: Int] {
    { [asked, gate] keys in
      asked.append(keys)
      await gate.wait()
      return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 * 10) })
    }
  }

  // MARK: Synchronous

  @Test("M13: one load gets all the missing keys, each once and in order; the others are hits")
  func oneLoad() {
    cache.insert(10, for: 1)
    #expect(cache.values(for: [3, 1, 2, 3, 1], tenfold) == [1: 10, 2: 20, 3: 30])
    #expect(asked.values == [[3, 2]])
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 2, count: 3, capacity: 100))
    #expect(cache.values(for: 1...3, tenfold).count == 3 && asked.values.count == 1)
    #expect(cache.values(for: [], tenfold).isEmpty && asked.values.count == 1)
    #expect(cache.loadStatistics.successes == 1)
  }

  @Test("M1: keys that the load leaves out are not in the result, and are loaded again; others in it are ignored")
  func partialResults() {
    #expect(cache.values(for: 1...3) { _ in [2: 20, 99: 990] } == [2: 20])
    #expect(cache.keys == [2])
    #expect(cache.values(for: 1...3, tenfold).count == 3)
    #expect(asked.values == [[1, 3]])
  }

  @Test("M1: a load that fails stores nothing and leaves nothing behind")
  func failure() {
    #expect(throws: TimeoutError.self) {
      try cache.values(for: 1...3) { (_) throws(TimeoutError) in throw TimeoutError() }
    }
    #expect(cache.isEmpty && cache.loadStatistics.failures == 1)
    #expect(cache.values(for: 1...3, tenfold).count == 3)
  }

  @Test("F8: stale values replace what a failed load or one that leaves keys out did not return")
  func stale() throws {
    cache.insert(1, for: 1)
    cache.insert(2, for: 2)
    clock.advance(by: .seconds(10))
    #expect(try cache.values(for: 1...2) { (_) throws in throw TimeoutError() } == [1: 1, 2: 2])
    #expect(cache.values(for: 1...2, tenfold) == [1: 1, 2: 2])  // not tried again for 30 seconds
    #expect(throws: TimeoutError.self) { try cache.values(for: 1...3) { (_) throws in throw TimeoutError() } }
    let other = MemoCache<Int, Int>(
      freshness: Freshness(timeToLive: .seconds(1), staleFor: .seconds(10)),
      clock: clock
    )
    other.insert(1, for: 1)
    clock.advance(by: .seconds(1))
    #expect(other.values(for: 1...2) { _ in [2: 20] } == [1: 1, 2: 20])
  }

  @Test("M3: keys that are removed during the load are returned and not stored")
  func removedMeanwhile() {
    let values = cache.values(for: 1...3) { keys in
      cache.remove(2)
      cache.insert(7, for: 3)
      return tenfold(keys)
    }
    #expect(values == [1: 10, 2: 20, 3: 30])
    #expect(cache.peek(1) == 10 && cache.peek(2) == nil && cache.peek(3) == 7)
  }

  @Test("M8: a load of several keys may ask for others, but not for one of its own")
  func recursion() {
    #expect(cache.values(for: 1...2) { keys in tenfold(keys + cache.values(for: [3], tenfold).keys) }.count == 2)
    cache.removeAll()
    #expect(throws: RecursiveLoadError.self) {
      try cache.values(for: 1...2) { (_) throws in try cache.values(for: 2...3) { (_) throws in [:] } }
    }
    #expect(cache.values(for: 1...3, tenfold).count == 3)
    cache.removeAll()
    // A failure type that cannot hold the error: the inner call computes without the cache.
    let values = cache.values(for: 1...2) { _ in cache.values(for: 2...3, tenfold) }
    #expect(values == [2: 20] && cache.peek(3) == 30)
  }

  @Test("M12: keys unequal to themselves are loaded each time")
  func notANumber() {
    let cache = MemoCache<Double, Int>(capacity: 3)
    #expect(cache.values(for: [.nan, 1]) { _ in [1: 1] } == [1: 1])
    #expect(cache.count == 1)
  }

  @Test("M10: a cache without rules loads several keys too")
  func plain() async throws {
    let cache = MemoCache<Int, Int>(capacity: 3)
    #expect(cache.values(for: 1...2, tenfold) == [1: 10, 2: 20])
    #expect(
      try await cache.values(for: 2...5) { (keys) async throws in
        Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 * 10) })
      } == [2: 20, 3: 30, 4: 40, 5: 50]
    )
    #expect(cache.count == 3)
  }

  // MARK: Asynchronous

  @Test("M4: other calls join the load of several keys, and it joins theirs: no key is loaded twice at a time")
  func singleFlight() async throws {
    let single = Task { [cache, gate] in
      try await cache.value(for: 1) { () async throws in
        await gate.wait()
        return 11
      }
    }
    await until { gate.waiting == 1 }
    let first = Task { [cache, heldTenfold] in try await cache.values(for: 1...3, heldTenfold) }
    await until { gate.waiting == 2 }
    let second = Task { [cache, heldTenfold] in try await cache.values(for: 2...4, heldTenfold) }
    await until { gate.waiting == 3 }
    let joined = Task { [cache] in try await cache.value(for: 4) { () async throws in 44 } }
    await until { cache.cacheInfo.hits == 4 }
    gate.open()
    #expect(try await single.value == 11)
    #expect(try await first.value == [1: 11, 2: 20, 3: 30])
    #expect(try await second.value == [2: 20, 3: 30, 4: 40])
    #expect(try await joined.value == 40)
    #expect(asked.values == [[2, 3], [4]])
    #expect(cache.count == 4 && cache.loadStatistics.successes == 3)
  }

  @Test("M4: a call that waits for a key which another load leaves out loads it itself")
  func leftOut() async throws {
    let several = Task { [cache, gate] in
      try await cache.values(for: 1...3) { (_) async throws in
        await gate.wait()
        return [1: 10]
      }
    }
    await until { gate.waiting == 1 }
    let single = Task { [cache] in try await cache.value(for: 2) { () async throws in 22 } }
    let other = Task { [cache] in try await cache.values(for: [1, 3]) { (keys) async throws in [3: keys.count] } }
    await until { cache.cacheInfo.hits == 3 }
    gate.open()
    #expect(try await several.value == [1: 10])
    #expect(try await single.value == 22)
    #expect(try await other.value == [1: 10, 3: 1])
  }

  @Test("M6: the error of a load of several keys goes to all that wait for one of them")
  func errorIsShared() async throws {
    let several = Task { [cache, gate] in
      try await cache.values(for: 1...3) { (_) async throws -> [Int: Int] in
        await gate.wait()
        throw TimeoutError(number: 4)
      }
    }
    await until { gate.waiting == 1 }
    let single = Task { [cache] in try await cache.value(for: 2) { () async throws in 22 } }
    let other = Task { [cache, heldTenfold] in try await cache.values(for: 3...4, heldTenfold) }
    await until { cache.cacheInfo.hits == 2 && gate.waiting == 2 }
    gate.open()
    await #expect(throws: TimeoutError(number: 4)) { try await several.value }
    await #expect(throws: TimeoutError(number: 4)) { try await single.value }
    await #expect(throws: TimeoutError(number: 4)) { try await other.value }
    await until { cache.loadStatistics.count == 2 }
    #expect(try await cache.value(for: 2) { () async throws in 22 } == 22)
  }

  @Test("M4: the load of several keys is cancelled when nobody waits for any of them, not before")
  func cancellation() async throws {
    let wasCancelled = ValueRecorder<Bool>()
    func start() -> Task<[Int: Int], any Error> {
      Task { [cache, gate] in
        try await cache.values(for: 1...3) { (keys) async throws in
          await gate.wait()
          wasCancelled.append(Task.isCancelled)
          return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 * 10) })
        }
      }
    }
    let several = start()
    await until { gate.waiting == 1 }
    let single = Task { [cache] in try await cache.value(for: 2) { () async throws in 22 } }
    await until { cache.cacheInfo.hits == 1 }
    several.cancel()
    await #expect(throws: CancellationError.self) { try await several.value }
    // Nobody waits for key 1 now, but its load still runs, so a new call joins it.
    let late = Task { [cache] in try await cache.value(for: 1) { () async throws in 11 } }
    await until { cache.cacheInfo.hits == 2 }
    single.cancel()
    await #expect(throws: CancellationError.self) { try await single.value }
    gate.open()
    #expect(try await late.value == 10)
    #expect(wasCancelled.values == [false] && cache.count == 3)
  }

  @Test("M4: after the last caller has left, the load is cancelled and its values are not stored")
  func cancelled() async throws {
    let wasCancelled = ValueRecorder<Bool>()
    let several = Task { [cache, gate] in
      try await cache.values(for: 1...3) { (keys) async throws in
        await gate.wait()
        wasCancelled.append(Task.isCancelled)
        return Dictionary(uniqueKeysWithValues: keys.map { ($0, $0 * 10) })
      }
    }
    await until { gate.waiting == 1 }
    several.cancel()
    await #expect(throws: CancellationError.self) { try await several.value }
    #expect(try await cache.value(for: 2) { () async throws in 22 } == 22)
    gate.open()
    await until { cache.loadStatistics.count == 2 }
    #expect(wasCancelled.values == [true] && cache.keys == [2])
  }

  @Test("M4: a cancelled call starts no load of several keys")
  func cancelledBefore() async {
    let caller = Task { [cache, heldTenfold] in
      await until { Task.isCancelled }
      return try await cache.values(for: 1...3, heldTenfold)
    }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(asked.values.isEmpty)
  }

  @Test("F8: stale values and those to refresh come at once, and are renewed in one load in the background")
  func renewing() async throws {
    cache.insert(1, for: 1)
    clock.advance(by: .seconds(2))
    cache.insert(2, for: 2)
    clock.advance(by: .seconds(8))
    let values = try await cache.values(for: 1...2, heldTenfold)
    #expect(values == [1: 1, 2: 2])
    await until { gate.waiting == 1 }
    #expect(asked.values == [[1, 2]])
    #expect(try await cache.values(for: 1...2, heldTenfold) == [1: 1, 2: 2])
    gate.open()
    await until { cache.peek(1) == 10 && cache.peek(2) == 20 }
    #expect(asked.values.count == 1)
  }

  @Test("F8: missing keys are waited for, and those to renew are loaded beside them")
  func renewingBeside() async throws {
    cache.insert(1, for: 1)
    clock.advance(by: .seconds(10))
    gate.open()
    #expect(try await cache.values(for: 1...2, heldTenfold) == [1: 1, 2: 20])
    await until { cache.peek(1) == 10 }
    #expect(Set(asked.values) == [[1], [2]])
  }

  @Test("M8: an asynchronous load of several keys may ask for others, but not for one of its own")
  func asynchronousRecursion() async throws {
    let values = try await cache.values(for: 1...2) { [cache] (keys) async throws in
      let others = try await cache.values(for: 3...4) { (keys) async throws in [3: keys.count, 4: 0] }
      return [1: others.count, 2: keys.count]
    }
    #expect(values == [1: 2, 2: 2])
    cache.removeAll()
    let several: @Sendable ([Int]) async throws -> [Int: Int] = { [cache] _ in
      try await cache.values(for: 2...5) { (_) async throws in [:] }
    }
    await #expect(throws: RecursiveLoadError.self) { try await cache.values(for: 1...2, several) }
    let single: @Sendable ([Int]) async throws -> [Int: Int] = { [cache] _ in
      [1: try await cache.value(for: 2) { () async throws in 2 }]
    }
    await #expect(throws: RecursiveLoadError.self) { try await cache.values(for: 1...2, single) }
    // A synchronous call finds out too, and so does one after the key was removed, whose load nobody joins any more.
    let synchronous: @Sendable ([Int]) async throws -> [Int: Int] = { [cache] _ in
      [1: try synchronously { try cache.value(for: 2) { () throws in 2 } }]
    }
    await #expect(throws: RecursiveLoadError.self) { try await cache.values(for: 1...2, synchronous) }
    let removed: @Sendable ([Int]) async throws -> [Int: Int] = { [cache] _ in
      cache.remove(2)
      return [1: try await cache.value(for: 2) { () async throws in 2 }]
    }
    await #expect(throws: RecursiveLoadError.self) { try await cache.values(for: 1...2, removed) }
    // Nothing is left behind: all keys can be loaded.
    #expect(
      try await cache.values(
        for: 1...5,
        { (keys) async throws in
          Dictionary(uniqueKeysWithValues: keys.map { ($0, 0) })
        }
      ).count == 5
    )
  }

  @Test("M8: two loads of several keys that come to wait for each other both end")
  func noDeadlock() async throws {
    let both = Gate()
    func task(_ mine: ClosedRange<Int>, _ other: ClosedRange<Int>) -> Task<Bool, Never> {
      Task { [cache] in
        do {
          _ = try await cache.values(for: mine) { (_) async throws -> [Int: Int] in
            await both.wait()
            return try await cache.values(for: other) { (_) async throws in [:] }
          }
          return true
        } catch { return error is RecursiveLoadError }
      }
    }
    let tasks = [task(1...3, 4...6), task(4...6, 1...3)]
    await until { both.waiting == 2 }
    both.open()
    for task in tasks { #expect(await task.value) }
  }

  @Test("M7: the key count may be large: 10,000 keys are loaded at once, and 10,000 calls join")
  func many() async throws {
    let large = MemoCache<Int, Int>(capacity: 20_000)
    let several = Task { [heldTenfold] in try await large.values(for: 0..<10_000, heldTenfold) }
    await until { gate.waiting == 1 }
    let callers = (0..<10_000).map { key in Task { try await large.value(for: key) { () async throws in -1 } } }
    await until { large.cacheInfo.hits == 10_000 }
    gate.open()
    #expect(try await several.value.count == 10_000)
    for (key, caller) in callers.enumerated() { #expect(try await caller.value == key * 10) }
  }
}
