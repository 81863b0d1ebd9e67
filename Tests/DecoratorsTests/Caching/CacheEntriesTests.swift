import Decorators
import DecoratorsTesting
import Testing

@Suite("The entries of a MemoCache")
struct CacheEntriesTests {
  private func cache(_ count: Int) -> MemoCache<Int, String> {
    let cache = MemoCache<Int, String>(capacity: 8)
    for key in 0..<count { cache.insert("\(key)", for: key) }
    return cache
  }

  @Test("M9: contains, count and keys change neither recency nor counts")
  func looking() {
    let cache = cache(3)
    #expect(cache.contains(0) && !cache.contains(9) && cache.count == 3 && !cache.isEmpty)
    #expect(cache.keys == [2, 1, 0])
    #expect(cache.cacheInfo == CacheInfo(count: 3, capacity: 8))
    _ = cache.value(for: 0) { "" }
    #expect(cache.keys == [0, 2, 1])
  }

  @Test("M10: an expired value is counted until it leaves, and not contained")
  func expired() {
    let clock = ManualClock()
    let causes = ValueRecorder<EvictionCause>()
    let cache = MemoCache<Int, Int>(capacity: 4, timeToLive: .seconds(1), clock: clock) { causes.append($2) }
    cache.insert(1, for: 1)
    clock.advance(by: .milliseconds(500))
    cache.insert(2, for: 2)
    clock.advance(by: .milliseconds(500))
    #expect(cache.count == 2 && cache.keys == [2] && !cache.contains(1) && cache.contains(2))
    #expect(cache.remove(1) == nil && cache.remove(2) == 2 && cache.isEmpty)
    #expect(causes.values == [.removed, .removed])
  }

  @Test func removeGivesWhatItRemoved() {
    let cache = cache(2)
    #expect(cache.remove(1) == "1" && cache.remove(1) == nil && cache.keys == [0])
  }

  @Test func removeAllWhere_tellsTheListenerOfEachEntry() {
    let removed = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 8) { key, _, cause in removed.append("\(key) \(cause)") }
    for key in 1...5 { cache.insert(key, for: key) }
    cache.removeAll { $0.isMultiple(of: 2) }
    #expect(cache.keys == [5, 3, 1] && removed.values == ["4 removed", "2 removed"])
  }

  @Test func removeAllWhere_removesNothingIfTheConditionThrows() {
    struct Refused: Error {}
    let cache = cache(3)
    #expect(throws: Refused.self) {
      try cache.removeAll { (key) throws(Refused) in
        if key == 0 { throw Refused() }
        return true
      }
    }
    #expect(cache.count == 3)
  }

  @Test("M3: a load in flight whose key satisfies the condition is not stored")
  func loadsInFlight() {
    let cache = MemoCache<Int, Int>(capacity: 8)
    for key in 1...2 {
      _ = cache.value(for: key) {
        cache.removeAll { $0 == 1 }
        return key
      }
    }
    #expect(cache.keys == [2])
  }

  @Test("M7: the condition may use the cache")
  func conditionMayUseTheCache() {
    let cache = cache(4)
    cache.removeAll { cache.remove($0 + 1) != nil }
    #expect(cache.isEmpty)
  }

  @Test func resetCounts_leavesTheEntries() {
    let cache = MemoCache<Int, Int>(capacity: 1)
    for key in [1, 1, 2] { _ = cache.value(for: key) { key } }
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 2, evictions: 1, count: 1, capacity: 1))
    cache.resetCounts()
    #expect(cache.cacheInfo == CacheInfo(count: 1, capacity: 1))
  }

  @Test func valuesRemovedInLargeNumbersAreReleased() {
    final class Value: Sendable {}
    let cache = MemoCache<Int, Value>(capacity: 10_000)
    weak var last: Value?
    for key in 0..<5_000 {
      let value = Value()
      cache.insert(value, for: key)
      last = value
    }
    #expect(last != nil)
    cache.removeAll { $0 > 10 }
    #expect(last == nil && cache.count == 11)
    #expect((0...10).allSatisfy { cache.contains($0) })
  }
}
