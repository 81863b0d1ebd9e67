import DecoratorsTesting
import Testing

@testable import Decorators

@Suite("What a cache keeps under W-TinyLFU")
struct WindowTinyLFUTests {
  private func hitRate(_ capacity: Int, _ policy: EvictionPolicy, _ keys: some Sequence<Int>) -> Double {
    let cache = MemoCache<Int, Int>(capacity: capacity, eviction: policy)
    for key in keys { _ = cache.value(for: key) { key } }
    return cache.cacheInfo.hitRate
  }

  @Test("A10: the description says the policy unless it is the default")
  func description() {
    #expect(
      MemoCache<Int, Int>(capacity: 4, eviction: .windowTinyLFU, named: "pages").description
        == #"MemoCache(capacity: 4, eviction: .windowTinyLFU, named: "pages")"#
    )
    #expect(MemoCache<Int, Int>(capacity: 4, named: "pages").description == #"MemoCache(capacity: 4, named: "pages")"#)
  }

  @Test("M9: a value that becomes heavier stays, and others leave for it")
  func heavierValues() {
    let cache = MemoCache<Int, Int>(capacity: 10, eviction: .windowTinyLFU, weighing: { _, value in value })
    for key in 0..<10 { cache.insert(1, for: key) }
    for key in (0..<10).reversed() {
      cache.insert(9, for: key)
      #expect(cache.peek(key) == 9 && cache.weight <= 10)
    }
  }

  @Test("M14: keys that are used often survive a scan")
  func scans() {
    let cache = MemoCache<Int, Int>(capacity: 100, eviction: .windowTinyLFU)
    for _ in 0..<10 {
      for key in 0..<90 { _ = cache.value(for: key) { key } }
    }
    for key in 1_000..<2_000 { _ = cache.value(for: key) { key } }
    #expect((0..<90).count { cache.contains($0) } > 80)
  }

  @Test("M14: a loop over more keys than the capacity has hits")
  func loops() {
    let loop = (0..<100_000).lazy.map { $0 % 200 }
    #expect(hitRate(100, .leastRecentlyUsed, loop) == 0)
    #expect(hitRate(100, .windowTinyLFU, loop) > 0.4)
  }

  @Test("M14: new keys replace those that are not used any more")
  func newKeys() {
    let cache = MemoCache<Int, Int>(capacity: 100, eviction: .windowTinyLFU)
    for generation in 0..<4 {
      for _ in 0..<60 {
        for key in 0..<90 { _ = cache.value(for: generation * 1_000 + key) { key } }
      }
      #expect((0..<90).count { cache.contains(generation * 1_000 + $0) } > 80)
    }
  }

  @Test("M14: the window grows where keys are used in bursts")
  func bursts() {
    var random = SeededGenerator(seed: 5)
    var keys: [Int] = []
    for _ in 0..<200_000 {
      let isNew = keys.count < 200 || Int.random(in: 0..<3, using: &random) == 0
      keys.append(isNew ? keys.count : keys[keys.count - Int.random(in: 1...80, using: &random)])
    }
    let (lru, ours) = (hitRate(100, .leastRecentlyUsed, keys), hitRate(100, .windowTinyLFU, keys))
    #expect(ours > 0.85 * lru)
  }
}
