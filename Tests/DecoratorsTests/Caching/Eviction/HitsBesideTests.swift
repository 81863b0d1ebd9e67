import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("Hits beside the lock of a cache", .timeLimit(.minutes(2)))
struct HitsBesideTests {
  @Test("M14: a hit does not wait for the lock of the cache")
  func hitsDoNotWait() async {
    let cache = MemoCache<String, Int>(capacity: 4, eviction: .windowTinyLFU, timeToLive: .seconds(60))
    cache.insert(7, for: "a")
    cache.state.withLock { _ in
      #expect(cache.value(for: "a") { 0 } == 7)
    }
    #expect(cache.cacheInfo.hits == 1)
  }

  @Test("M14: a hit of a memoized function does not wait either")
  func functionsDoNotWait() async throws {
    let cache = MemoCache<Arguments<String, Int>, Int>(capacity: 4, eviction: .windowTinyLFU)
    let price = Function { (item: String, count: Int) in item.utf8.count * count }.memoized(in: cache)
    #expect(price("tea", 2) == 6)
    cache.state.withLock { _ in
      #expect(price("tea", 2) == 6)
    }
    #expect(cache.cacheInfo.hits == 1)
  }

  @Test("M14: values are right and freed once, whatever runs beside hits", arguments: [3, 64, 3_000])
  func everythingAtOnce(capacity: Int) async {
    let census = Census()
    let wrong = Counter()
    do {
      let cache = MemoCache<String, Counted>(capacity: capacity, eviction: .windowTinyLFU)
      let keys = capacity + capacity / 2 + 2
      @Sendable func look(_ seed: UInt64, _ steps: Int) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<steps {
          // Half of the lookups ask for few keys, which are nearly always there.
          let number = Int.random(in: 0..<(Bool.random(using: &random) ? 3 : keys), using: &random)
          let value = cache.value(for: "key number \(number)") { Counted(number, in: census) }
          if value.number != number { wrong.increment() }
          if let value = cache.peek("key number \(number)"), value.number != number { wrong.increment() }
        }
      }
      await withTaskGroup { group in
        for seed in 0..<3 { group.addTask { await onOwnThread { look(UInt64(seed), 6_000) } } }
        group.addTask {
          await onOwnThread {
            var random = SeededGenerator(seed: 9)
            for step in 0..<3_000 {
              let number = Int.random(in: 0..<keys, using: &random)
              switch Int.random(in: 0..<100, using: &random) {
              case 0..<50: cache.insert(Counted(number, in: census), for: "key number \(number)")
              case 50..<90: cache.remove("key number \(number)")
              case 90..<92: cache.removeAll()
              case 92..<94: cache.removeAll { $0.hasSuffix("1") }
              case 94: cache.resize(to: Int.random(in: 0...capacity, using: &random))
              case 95: cache.resize(to: capacity)
              case 96: if cache.keys.contains(where: { !$0.hasPrefix("key ") }) { wrong.increment() }
              case 97: cache.resetCounts()
              default: if cache.cacheInfo.hits < 0 { wrong.increment() }
              }
              if step.isMultiple(of: 64) { cache.report() }
            }
          }
        }
      }
      #expect(census.alive == cache.count)
    }
    #expect(wrong.value == 0 && census.alive == 0)
  }

  @Test("M14: no hit is lost from the count")
  func exactCounts() async {
    let cache = MemoCache<Int, Int>(capacity: 100, eviction: .windowTinyLFU)
    for key in 0..<100 { cache.insert(key, for: key) }
    await withTaskGroup { group in
      for _ in 0..<3 {
        group.addTask { await onOwnThread { for step in 0..<5_000 { _ = cache.value(for: step % 100) { -1 } } } }
      }
      group.addTask { await onOwnThread { for step in 0..<500 { _ = cache.value(for: 1_000 + step) { step } } } }
      for await _ in group {}
    }
    let info = cache.cacheInfo
    #expect(info.hits + info.misses == 15_500 && info.misses >= 500 && info.count == 100)
  }

  @Test("asynchronous callers load each key once while hits of other keys run beside")
  func asynchronousCalls() async throws {
    let cache = MemoCache<Int, Int>(capacity: 2_000, eviction: .windowTinyLFU)
    let loads = Counter()
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          for step in 0..<3_000 {
            let key = step / 2
            let value = try await cache.value(for: key) { () async throws in
              loads.increment()
              await Task.yield()
              return key * 3
            }
            #expect(value == key * 3)
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(loads.value == 1_500 && cache.cacheInfo.hits == 10_500)
  }
}
