import Decorators
import DecoratorsTesting
import Testing

@Suite struct FunctionCacheTests {
  struct Refused: Error {}

  @Test func beforeTheFirstCall_itIsEmptyAndKnowsItsSettings() {
    let cache = FunctionCache<Int, String>(capacity: 4, timeToLive: .seconds(1), named: "f")
    #expect(cache.cacheInfo == CacheInfo(capacity: 4))
    #expect(cache.peek(1) == nil && !cache.contains(1) && cache.remove(1) == nil)
    #expect(cache.count == 0 && cache.isEmpty && cache.keys == [])
    cache.removeAll()
    cache.removeAll { _ in true }
    cache.resetCounts()
    #expect(cache.name == "f")
    #expect(cache.timeToLive == .seconds(1))
  }

  @Test func withoutAName_itIsCalledByItsPlace() {
    let cache = FunctionCache<Int, String>()
    #expect(cache.name.hasPrefix("DecoratorsTests/FunctionCacheTests.swift:"))
    #expect(cache.capacity == 128)
  }

  @Test func value_isComputedOnce_andThenKept() {
    let cache = FunctionCache<Int, String>(capacity: 4)
    let loads = Counter()
    for _ in 1...2 { #expect(cache.value(for: 1) { "\(loads.increment())" } == "1") }
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 1, count: 1, capacity: 4))
    #expect(cache.peek(1) == "1")
    #expect(cache.cache() === cache.cache())
  }

  @Test("M1: an error is thrown and not kept")
  func error_isThrownUnchanged() {
    let cache = FunctionCache<Int, String>()
    do throws(Refused) {
      _ = try cache.value(for: 1) { () throws(Refused) -> String in throw Refused() }
    } catch {
      #expect(cache.cacheInfo.count == 0)
    }
  }

  @Test("M4: asynchronous calls that ask together share one load")
  func asynchronousCalls_shareALoad() async {
    let cache = FunctionCache<Int, Int>()
    let loads = Counter()
    let sum = await withTaskGroup(of: Int.self) { group in
      for _ in 1...8 {
        group.addTask {
          await cache.value(for: 1) { () async -> Int in
            await Task.yield()
            return loads.increment()
          }
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == 8)
  }

  @Test("M4: an abandoned load is kept by choice")
  func abandoned() async throws {
    let gate = Gate()
    let cache = FunctionCache<Int, Int>(abandoned: .keep)
    let loads = Counter()
    let load = { @Sendable () async throws -> Int in
      let number = loads.increment()
      await gate.wait()
      return number
    }
    let caller = Task { try await cache.value(for: 1, load) }
    await until { gate.waiting == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    let next = Task { try await cache.value(for: 1, load) }
    await until { cache.cacheInfo.hits + cache.cacheInfo.misses == 2 }
    gate.open()
    #expect(try await next.value == 1)
    #expect(cache.peek(1) == 1)
    #expect(cache.abandoned == .keep && FunctionCache<Int, Int>().abandoned == .cancel)
  }

  @Test("M10: the first call's clock is the one that counts")
  func clockOfTheFirstCall_measuresAges() {
    let (first, second) = (ManualClock(), ManualClock())
    let cache = FunctionCache<Int, Int>(timeToLive: .seconds(60))
    let loads = Counter()
    #expect(cache.value(for: 1, clock: first) { loads.increment() } == 1)
    second.advance(by: .seconds(60))
    #expect(cache.value(for: 1, clock: second) { loads.increment() } == 1)
    first.advance(by: .seconds(60))
    #expect(cache.value(for: 1, clock: second) { loads.increment() } == 2)
  }

  @Test func argumentsOfSeveral_areTakenOneByOne() {
    let cache = FunctionCache<Arguments<String, Int>, Int>()
    #expect(cache.value(for: Arguments("tea", 2)) { 6 } == 6)
    #expect(cache.peek("tea", 2) == 6)
    #expect(cache.contains("tea", 2) && !cache.contains("tea", 3))
    #expect(cache.remove("tea", 2) == 6)
    #expect(cache.peek("tea", 2) == nil)
  }

  @Test func entriesAndCounts_areThoseOfItsMemoCache() {
    let cache = FunctionCache<Int, String>(capacity: 4)
    for key in 1...3 { _ = cache.value(for: key) { "\(key)" } }
    #expect(cache.count == 3 && !cache.isEmpty && cache.keys == [3, 2, 1] && cache.contains(2))
    cache.removeAll { $0 > 1 }
    #expect(cache.keys == [1] && cache.remove(1) == "1" && cache.isEmpty)
    cache.resetCounts()
    #expect(cache.cacheInfo == CacheInfo(capacity: 4))
  }

  @Test func eviction_isToldWithItsCause() {
    let evicted = ValueRecorder<Int>()
    let cache = FunctionCache<Int, Int>(capacity: 1) { key, _, _ in evicted.append(key) }
    for key in 1...3 { _ = cache.value(for: key) { key } }
    #expect(evicted.values == [1, 2])
  }

  @Test func cacheThatIsLetGo_letsGoOfItsValues() {
    final class Value: Sendable {}
    weak var remembered: Value?
    do {
      let cache = FunctionCache<Int, Value>()
      remembered = cache.value(for: 1) { Value() }
      #expect(remembered != nil)
    }
    #expect(remembered == nil)
  }

  @Test func threadsThatCallFirst_getOneCache() async {
    for _ in 1...50 {
      let cache = FunctionCache<Int, Int>()
      async let one = onOwnThread { ObjectIdentifier(cache.cache()) }
      async let other = onOwnThread { ObjectIdentifier(cache.cache()) }
      #expect(await one == other)
    }
  }
}
