import Decorators
import DecoratorsTesting
import Testing

@Suite("LRUCache")
struct LRUCacheTests {
  private func cache(_ capacity: Int, _ keys: Int...) -> LRUCache<Int, String> {
    var cache = LRUCache<Int, String>(capacity: capacity)
    for key in keys { cache.insert("\(key)", for: key) }
    return cache
  }

  @Test func keepsUpToItsCapacity() {
    let cache = cache(2, 1, 2, 3)
    #expect(cache.map(\.key) == [3, 2])
    #expect(cache.count == 2 && cache.underestimatedCount == 2)
    #expect(cache.cacheInfo.evictions == 1)
  }

  @Test("M9: a lookup makes the entry the most recent")
  func lookupPromotes() {
    var cache = cache(3, 1, 2, 3)
    #expect(cache.value(for: 1) == "1")
    #expect(cache.map(\.key) == [1, 3, 2])
    cache.insert("4", for: 4)
    #expect(cache.map(\.key) == [4, 1, 3])
  }

  @Test("M9: peek and contains change neither recency nor counts")
  func peekDoesNotPromote() {
    var cache = cache(2, 1, 2)
    #expect(cache.peek(1) == "1" && cache.contains(1))
    #expect(cache.peek(9) == nil && !cache.contains(9))
    #expect(cache.cacheInfo.hits == 0 && cache.cacheInfo.misses == 0)
    cache.insert("3", for: 3)
    #expect(!cache.contains(1))
  }

  @Test("M9: with capacity 0 nothing is kept, and misses are counted")
  func capacityZero() {
    var cache = LRUCache<Int, String>(capacity: 0)
    #expect(cache.insert("1", for: 1) == nil)
    #expect(cache.value(for: 1) == nil)
    #expect(cache.isEmpty)
    #expect(cache.cacheInfo == CacheInfo(misses: 1, capacity: 0))
  }

  @Test func insertGivesWhatHadToGo() {
    var cache = cache(2, 1, 2)
    let replaced = cache.insert("two", for: 2)
    #expect(replaced?.key == 2 && replaced?.value == "2" && replaced?.cause == .replaced)
    let evicted = cache.insert("3", for: 3)
    #expect(evicted?.key == 1 && evicted?.value == "1" && evicted?.cause == .capacity)
    #expect(cache.peek(2) == "two")
  }

  @Test func replacingPromotes() {
    var cache = cache(2, 1, 2)
    cache.insert("one", for: 1)
    #expect(cache.map(\.value) == ["one", "2"])
  }

  @Test func removeTakesOut() {
    var cache = cache(3, 1, 2, 3)
    #expect(cache.remove(2) == "2")
    #expect(cache.remove(2) == nil)
    #expect(cache.map(\.key) == [3, 1])
    cache.removeAll()
    #expect(cache.isEmpty && cache.map(\.key).isEmpty)
    cache.insert("4", for: 4)
    #expect(cache.map(\.key) == [4])
  }

  @Test func removeAllKeepsTheCounts() {
    var cache = cache(3, 1)
    _ = cache.value(for: 1)
    _ = cache.value(for: 2)
    cache.removeAll()
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 1, capacity: 3))
  }

  @Test func copiesAreIndependent() {
    var original = cache(3, 1, 2, 3)
    var copy = original
    _ = copy.value(for: 1)
    copy.insert("4", for: 4)
    original.remove(3)
    #expect(original.map(\.key) == [2, 1])
    #expect(copy.map(\.key) == [4, 1, 3])
  }

  @Test func changingWhileIteratingLeavesTheIterationAlone() {
    var cache = cache(3, 1, 2, 3)
    var seen: [Int] = []
    for entry in cache {
      seen.append(entry.key)
      cache.remove(entry.key)
    }
    #expect(seen == [3, 2, 1])
    #expect(cache.isEmpty)
  }

  @Test("M12: an entry that no lookup can find is not stored")
  func notANumber() {
    var cache = LRUCache<Double, Int>(capacity: 4)
    cache.insert(0, for: 0)
    for number in 0..<100 { #expect(cache.insert(number, for: .nan) == nil) }
    #expect(cache.value(for: .nan) == nil && cache.remove(.nan) == nil)
    #expect(cache.keys == [0])
  }

  @Test func keysAreThoseOfTheEntries_mostRecentFirst() {
    var cache = cache(3, 1, 2, 3)
    _ = cache.value(for: 1)
    #expect(cache.keys == [1, 3, 2])
  }

  @Test func removeAllWhere_removesWhatTheConditionNames_orNothingIfItThrows() {
    struct Refused: Error {}
    var cache = cache(8, 1, 2, 3, 4, 5)
    #expect(throws: Refused.self) {
      try cache.removeAll { (key) throws(Refused) in
        if key == 1 { throw Refused() }
        return true
      }
    }
    #expect(cache.keys == [5, 4, 3, 2, 1])
    cache.removeAll { $0.isMultiple(of: 2) }
    #expect(cache.keys == [5, 3, 1])
  }

  @Test("M9: resetting the counts leaves the entries")
  func resetCounts() {
    var cache = cache(1, 1, 2)
    _ = cache.value(for: 1)
    _ = cache.value(for: 2)
    cache.resetCounts()
    #expect(cache.cacheInfo == CacheInfo(count: 1, capacity: 1))
  }

  @Test func replacingKeepsTheFirstKeyAndTellsIt() {
    struct Spelling: Hashable {
      let text: String
      static func == (left: Spelling, right: Spelling) -> Bool { left.text.lowercased() == right.text.lowercased() }
      func hash(into hasher: inout Hasher) { hasher.combine(text.lowercased()) }
    }
    var cache = LRUCache<Spelling, Int>(capacity: 2)
    cache.insert(1, for: Spelling(text: "Tea"))
    #expect(cache.insert(2, for: Spelling(text: "TEA"))?.key.text == "Tea")
    #expect(cache.keys.map(\.text) == ["Tea"])
  }

  @Test func releasesWhatItDrops() {
    final class Token: Sendable {}
    var tokens: [Token] = (0..<6).map { _ in Token() }
    weak let evicted = tokens[0]
    weak let removed = tokens[4]
    weak let cleared = tokens[5]
    var cache = LRUCache<Int, Token>(capacity: 5)
    for (key, token) in tokens.enumerated() { cache.insert(token, for: key) }
    tokens = []
    cache.remove(4)
    #expect(evicted == nil && removed == nil && cleared != nil)
    cache.removeAll()
    #expect(cleared == nil)
  }

  @Test(arguments: [1, 2, 7, 64, 1000])
  func agreesWithAModel(capacity: Int) {
    var random = SeededGenerator(seed: UInt64(capacity))
    var cache = LRUCache<Int, Int>(capacity: capacity)
    var model: [(key: Int, value: Int)] = []
    for step in 0..<4000 {
      let key = Int.random(in: 0..<capacity * 2, using: &random)
      let index = model.firstIndex { $0.key == key }
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        #expect(cache.value(for: key) == index.map { model[$0].value })
        if let index { model.insert(model.remove(at: index), at: 0) }
      case 5..<9:
        cache.insert(step, for: key)
        if let index { model.remove(at: index) }
        model.insert((key, step), at: 0)
        if model.count > capacity { model.removeLast() }
      default:
        #expect(cache.remove(key) == index.map { model[$0].value })
        if let index { model.remove(at: index) }
      }
      guard step.isMultiple(of: 97) else { continue }
      #expect(cache.elementsEqual(model) { $0 == $1 })
    }
    #expect(cache.elementsEqual(model) { $0 == $1 })
  }

  @Test func aHugeCapacityTakesNoMemoryInAdvance() {
    var cache = LRUCache<String, Int>(capacity: 2_147_483_646)
    for number in 0..<1000 { cache.insert(number, for: "\(number)") }
    #expect((0..<1000).allSatisfy { (number: Int) in cache.peek("\(number)") == number })
  }

  @Test func describesItself() {
    #expect("\(cache(3, 1, 2))" == #"[2: "2", 1: "1"]"#)
    #expect("\(cache(3))" == "[:]")
    #expect("\(cache(3, 1).cacheInfo)" == "hits: 0, misses: 0, evictions: 0, count: 1, capacity: 3")
    #expect(CacheInfo(capacity: 1).hitRate == 0)
    #expect(CacheInfo(hits: 3, misses: 1, capacity: 1).hitRate == 0.75)
  }

  @Test func aNegativeCapacityIsRefused() async throws {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LRUCache<Int, Int>(capacity: -1)
    }
    let message = lastWords(exit)
    #expect(message.contains("The capacity of a cache must not be negative; it was -1."))
  }
}
