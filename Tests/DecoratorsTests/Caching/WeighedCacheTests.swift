import Decorators
import DecoratorsTesting
import Testing

@Suite("Weights and room")
struct WeighedCacheTests {
  private let clock = ManualClock()
  private let evictions = ValueRecorder<String>()

  private func pages(_ capacity: Int) -> MemoCache<Int, String> {
    MemoCache(
      capacity: capacity,
      onEviction: { [evictions] in evictions.append("\($0) \($2)") },
      weighing: { _, page in page.utf8.count }
    )
  }

  @Test("M9: with weights, the least recently used entries leave until the new one fits")
  func leastRecentLeave() {
    let cache = pages(10)
    cache.insert("aaaa", for: 1)
    cache.insert("bbb", for: 2)
    cache.insert("cc", for: 3)
    #expect(cache.weight == 9 && evictions.values.isEmpty)
    #expect(cache.value(for: 1) { "" } == "aaaa")
    cache.insert("ddddd", for: 4)
    #expect(evictions.values == ["2 capacity", "3 capacity"])
    #expect(cache.keys == [4, 1] && cache.weight == 9)
    #expect(cache.cacheInfo == CacheInfo(hits: 1, evictions: 2, count: 2, capacity: 10))
  }

  @Test("M9: an entry that is heavier than the capacity is returned and not kept, and the former value leaves")
  func tooHeavy() {
    let cache = pages(3)
    #expect(cache.value(for: 1) { "aaaa" } == "aaaa")
    #expect(cache.isEmpty && cache.weight == 0)
    cache.insert("aaa", for: 1)
    #expect(cache.peek(1) == "aaa")
    cache.insert("bbbb", for: 1)
    #expect(cache.peek(1) == nil && cache.weight == 0)
    #expect(evictions.values == ["1 replaced"])
  }

  @Test("M9: a value that replaces another one takes its weight, and others leave if it is heavier")
  func replacing() {
    let cache = pages(6)
    cache.insert("a", for: 1)
    cache.insert("bb", for: 2)
    cache.insert("ccc", for: 3)
    cache.insert("aaa", for: 1)
    #expect(cache.keys == [1, 3] && cache.weight == 6)
    cache.remove(3)
    #expect(cache.weight == 3)
    cache.removeAll()
    #expect(cache.weight == 0)
    cache.insert("aaaaaa", for: 1)
    #expect(cache.count == 1)
  }

  @Test("M9: a weight of nothing counts as 1, and without weights each entry weighs 1")
  func least() {
    let cache = pages(2)
    for key in 1...3 { cache.insert("", for: key) }
    #expect(cache.keys == [3, 2] && cache.weight == 2)
    let plain = MemoCache<Int, Int>(capacity: 4)
    plain.insert(1, for: 1)
    #expect(plain.weight == 1)
  }

  @Test("M7: the weigher runs outside the lock, once for each value")
  func weigherMayUseTheCache() async throws {
    let box = ValueRecorder<MemoCache<Int, Int>>()
    let weighed = Counter()
    let cache = MemoCache<Int, Int>(
      capacity: 9,
      weighing: { _, value in
        weighed.increment()
        _ = box.values.last?.cacheInfo
        return value
      }
    )
    box.append(cache)
    #expect(cache.value(for: 1) { 4 } == 4)
    #expect(try await cache.value(for: 2) { () async throws in 5 } == 5)
    cache.insert(6, for: 3)
    _ = cache.value(for: 3) { 0 }
    #expect(weighed.value == 3 && cache.keys == [3] && cache.weight == 6)
  }

  @Test("M9: random weights never exceed the capacity, and the total is the sum of those inside")
  func randomWeights() {
    var random = SeededGenerator(seed: 11)
    let cache = MemoCache<Int, Int>(capacity: 500, timeToLive: .seconds(30), clock: clock, weighing: { $1 })
    for _ in 0..<20_000 {
      let key = Int.random(in: 0..<100, using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0: cache.remove(key)
      case 1: clock.advance(by: .seconds(1))
      case 2..<6: _ = cache.value(for: key) { .random(in: 1...60, using: &random) }
      default: cache.insert(.random(in: 1...60, using: &random), for: key)
      }
      if cache.weight > 500 { Issue.record("The cache is too heavy: \(cache.weight).") }
    }
    #expect(cache.cacheInfo.evictions > 0)
    cache.removeExpired()
    #expect(cache.weight == cache.keys.compactMap { cache.peek($0) }.reduce(0, +))
  }

  // MARK: Resizing

  @Test("M9: resizing evicts the least recently used entries at once, and later ones have the new room")
  func resizing() {
    let evicted = Counter()
    let cache = MemoCache<Int, Int>(capacity: 1_000) { _, _, cause in
      if cause == .capacity { evicted.increment() }
    }
    for key in 0..<1_000 { cache.insert(key, for: key) }
    cache.resize(to: 300)
    #expect(cache.capacity == 300 && cache.count == 300 && evicted.value == 700)
    #expect(cache.keys == Array((700..<1_000).reversed()))
    #expect(cache.cacheInfo == CacheInfo(evictions: 700, count: 300, capacity: 300))
    cache.insert(1, for: 1)
    #expect(cache.count == 300 && cache.peek(700) == nil)
    cache.resize(to: 2_000)
    for key in 0..<3_000 { cache.insert(key, for: key) }
    #expect(cache.count == 2_000 && cache.keys.first == 2_999)
    cache.resize(to: 0)
    cache.insert(1, for: 1)
    #expect(cache.isEmpty)
  }

  @Test("M9: a resized cache with weights keeps its weight")
  func resizingWeights() {
    let cache = pages(10)
    for key in 1...3 { cache.insert("aaa", for: key) }
    cache.resize(to: 6)
    #expect(cache.keys == [3, 2] && cache.weight == 6)
    cache.resize(to: 1 << 40)
    cache.insert(String(repeating: "a", count: 1_000), for: 4)
    #expect(cache.weight == 1_006)
  }

  @Test("M9: resizing while others use the cache loses no value that has room")
  func resizingConcurrently() async {
    let cache = MemoCache<Int, Int>(capacity: 100)
    await withTaskGroup { group in
      for seed in 0..<4 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(seed))
          for _ in 0..<3_000 {
            let key = Int.random(in: 0..<200, using: &random)
            if cache.value(for: key, { key * 3 }) != key * 3 { Issue.record("A value of another key.") }
          }
        }
      }
      group.addTask {
        for size in [10, 150, 0, 64, 1_000, 100] {
          cache.resize(to: size)
          await Task.yield()
        }
      }
    }
    #expect(cache.count <= 100 && cache.capacity == 100)
    cache.insert(7, for: -1)
    #expect(cache.peek(-1) == 7)
  }

  // MARK: Expired values

  @Test("M10: removeExpired removes what has expired and nothing else", arguments: [false, true])
  func removeExpired(hasRules: Bool) {
    let cache =
      hasRules
      ? MemoCache<Int, Int>(
        capacity: 500,
        freshness: Freshness(timeToLive: .seconds(6), staleFor: .seconds(4)),
        clock: clock,
        onEviction: { [evictions] in evictions.append("\($0) \($2)") }
      )
      : MemoCache<Int, Int>(capacity: 500, timeToLive: .seconds(10), clock: clock) { [evictions] in
        evictions.append("\($0) \($2)")
      }
    for key in 0..<200 { cache.insert(key, for: key) }
    clock.advance(by: .seconds(5))
    for key in 200..<210 { cache.insert(key, for: key) }
    #expect(cache.removeExpired() == 0)
    clock.advance(by: .seconds(5))
    #expect(cache.removeExpired() == 200)
    #expect(cache.count == 10 && Set(evictions.values) == Set((0..<200).map { "\($0) expired" }))
    #expect(cache.cacheInfo.evictions == 0 && cache.weight == 10)
    clock.advance(by: .seconds(5))
    #expect(cache.removeExpired() == 10 && cache.isEmpty)
  }

  @Test("M10: without a time to live, nothing expires")
  func nothingExpires() {
    let cache = pages(10)
    cache.insert("a", for: 1)
    #expect(cache.removeExpired() == 0 && cache.count == 1)
  }

  @Test("A10: a capacity that no cache can have stops the program, also when resizing")
  func capacities() async {
    let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      MemoCache<Int, Int>(capacity: 3).resize(to: -1)
    }
    #expect(lastWords(negative).contains("must not be negative; it was -1."))
    let heavy = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoCache<Int, Int>(capacity: .max, weighing: { _, _ in 1 })
    }
    #expect(lastWords(heavy).contains("must not exceed a weight of 2^62"))
  }
}
