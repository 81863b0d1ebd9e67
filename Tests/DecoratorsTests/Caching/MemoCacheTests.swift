import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite("MemoCache, synchronous")
struct MemoCacheTests {
  @Test func computesOnceAndRemembers() {
    let cache = MemoCache<String, Int>(capacity: 4)
    let loads = Counter()
    for _ in 0..<3 {
      let value = cache.value(for: "a") {
        loads.increment()
        return 7
      }
      #expect(value == 7)
    }
    #expect(loads.value == 1)
    #expect(cache.cacheInfo == CacheInfo(hits: 2, misses: 1, count: 1, capacity: 4))
  }

  @Test("M1: an error is thrown unchanged and not kept, with its type")
  func failuresAreNotKept() throws(TimeoutError) {
    let cache = MemoCache<Int, Int>(capacity: 4)
    for number in 1...2 {
      do throws(TimeoutError) {
        _ = try cache.value(for: 1) { () throws(TimeoutError) in throw TimeoutError(number: number) }
        Issue.record("The load throws.")
      } catch {
        #expect(error == TimeoutError(number: number))
      }
    }
    #expect(try cache.value(for: 1) { () throws(TimeoutError) in 3 } == 3)
    #expect(cache.cacheInfo.misses == 3 && cache.cacheInfo.count == 1)
  }

  @Test("M1: a cancellation is not kept")
  func cancellationsAreNotKept() throws {
    let cache = MemoCache<Int, Int>(capacity: 4)
    #expect(throws: CancellationError.self) { try cache.value(for: 1) { throw CancellationError() } }
    #expect(try cache.value(for: 1) { () throws in 2 } == 2)
  }

  @Test("M3: a value removed while it is computed is returned and not kept")
  func removedWhileLoading() {
    let cache = MemoCache<Int, Int>(capacity: 4)
    let value = cache.value(for: 1) {
      cache.remove(1)
      return 1
    }
    #expect(value == 1 && cache.peek(1) == nil)
    _ = cache.value(for: 1) {
      cache.remove(2)
      return 2
    }
    #expect(cache.peek(1) == 2)
    cache.remove(1)
    _ = cache.value(for: 1) {
      cache.removeAll()
      return 3
    }
    #expect(cache.peek(1) == nil)
  }

  @Test("M3: a value inserted while another is computed stays")
  func insertedWhileLoading() {
    let cache = MemoCache<Int, String>(capacity: 4)
    let value = cache.value(for: 1) {
      cache.insert("newer", for: 1)
      return "older"
    }
    #expect(value == "older" && cache.peek(1) == "newer")
  }

  @Test("M7: no lock is held while a value is computed, nor while a listener runs")
  func userCodeMayUseTheCache() {
    let evicted = ValueRecorder<Int>()
    let box = Locked<MemoCache<Int, Int>?>(nil)
    let cache = MemoCache<Int, Int>(capacity: 1) { key, _, _ in
      evicted.append(key)
      _ = box.withLock { $0 }?.cacheInfo
      _ = box.withLock { $0 }?.peek(key)
    }
    box.withLock { $0 = cache }
    let value = cache.value(for: 1) { cache.value(for: 2) { 2 } + 1 }
    #expect(value == 3)
    #expect(evicted.values == [2])
    cache.removeAll()
    #expect(evicted.values == [2, 1])
  }

  @Test("M7: keys and values are released outside the lock")
  func releaseMayUseTheCache() {
    final class Releasing: Sendable {
      let onRelease: @Sendable () -> Void
      init(_ onRelease: @escaping @Sendable () -> Void) { self.onRelease = onRelease }
      deinit { onRelease() }
    }
    let released = Counter()
    let box = Locked<MemoCache<Int, Releasing>?>(nil)
    let cache = MemoCache<Int, Releasing>(capacity: 1)
    box.withLock { $0 = cache }
    func make() -> Releasing {
      Releasing {
        _ = box.withLock { $0 }?.cacheInfo
        released.increment()
      }
    }
    _ = cache.value(for: 1) { make() }
    _ = cache.value(for: 2) { make() }
    #expect(released.value == 1)
    cache.insert(make(), for: 2)
    #expect(released.value == 2)
    cache.remove(2)
    #expect(released.value == 3)
    cache.insert(make(), for: 3)
    cache.removeAll()
    #expect(released.value == 4)
    box.withLock { $0 = nil }
  }

  @Test("M9: peek computes nothing and promotes nothing, a lookup promotes")
  func recency() {
    let cache = MemoCache<Int, Int>(capacity: 2)
    for key in [1, 2, 1, 3] { _ = cache.value(for: key) { key } }
    #expect(cache.peek(2) == nil && cache.peek(1) == 1 && cache.peek(3) == 3)
    #expect(cache.peek(1) == 1)
    _ = cache.value(for: 4) { 4 }
    #expect(cache.peek(1) == nil)
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 4, evictions: 2, count: 2, capacity: 2))
  }

  @Test("M9: with capacity 0 every call computes, and counts a miss")
  func capacityZero() {
    let cache = MemoCache<Int, Int>(capacity: 0)
    #expect(cache.value(for: 1) { 1 } == 1)
    #expect(cache.value(for: 1) { 2 } == 2)
    #expect(cache.cacheInfo == CacheInfo(misses: 2, capacity: 0))
  }

  @Test("M12: keys unequal to themselves compute each time, and their values are not stored")
  func notANumber() {
    let cache = MemoCache<Double, Int>(capacity: 3)
    for number in 0..<50 { #expect(cache.value(for: .nan) { number } == number) }
    #expect(cache.cacheInfo == CacheInfo(misses: 50, capacity: 3))
  }

  @Test("M13: threads may compute the same key at once; each gets what it computed, and the first stored stays")
  func concurrentLoads() async {
    let cache = MemoCache<Int, Int>(capacity: 4)
    let value = cache.value(for: 1) {
      let other = Locked(0)
      // Another thread is quicker.
      withExtendedLifetime(other) {
        let thread = BlockingThread { other.withLock { $0 = cache.value(for: 1) { 2 } } }
        thread.join()
        #expect(other.withLock { $0 } == 2)
      }
      return 1
    }
    #expect(value == 1 && cache.peek(1) == 2)
  }

  @Test("M13: threads agree on every value, and the counts add up")
  func manyThreads() async {
    let cache = MemoCache<Int, Int>(capacity: 50)
    await withTaskGroup { group in
      for seed in 0..<8 {
        group.addTask {
          var random = SeededGenerator(seed: UInt64(seed))
          for _ in 0..<2000 {
            let key = Int.random(in: 0..<100, using: &random)
            if cache.value(for: key, { key * 3 }) != key * 3 { Issue.record("A value of another key.") }
          }
        }
      }
    }
    #expect(cache.cacheInfo.hits + cache.cacheInfo.misses == 16_000)
    #expect(cache.cacheInfo.count == 50)
  }

  @Test func theListenerIsToldWhy() {
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Int, String>(capacity: 2) { evictions.append("\($0) \($1) \($2)") }
    for key in 1...3 { _ = cache.value(for: key) { "v\(key)" } }
    cache.insert("new", for: 3)
    cache.remove(3)
    cache.remove(3)
    cache.insert("v4", for: 4)
    cache.removeAll()
    #expect(
      evictions.values == [
        "1 v1 capacity", "3 v3 replaced", "3 new removed", "4 v4 removed", "2 v2 removed",
      ]
    )
  }

  @Test("M12: an entry keeps its first key, and the listener is told that one")
  func theListenerIsToldTheKeptKey() {
    struct Name: Hashable {
      let text: String
      static func == (left: Name, right: Name) -> Bool { left.text.lowercased() == right.text.lowercased() }
      func hash(into hasher: inout Hasher) { hasher.combine(text.lowercased()) }
    }
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Name, Int>(capacity: 2) { evictions.append("\($0.text) \($1) \($2)") }
    cache.insert(1, for: Name(text: "Tea"))
    cache.insert(2, for: Name(text: "TEA"))
    cache.remove(Name(text: "tea"))
    #expect(evictions.values == ["Tea 1 replaced", "Tea 2 removed"])
  }

  @Test func inAsynchronousCodeASynchronousClosureTakesTheSynchronousForm() async {
    let cache = MemoCache<Int, Int>(capacity: 4)
    final class NotSendable { var count = 0 }
    let calls = NotSendable()
    let value = cache.value(for: 1) {
      calls.count += 1
      return calls.count
    }
    #expect(value == 1)
  }

  @Test func itsNameIsThePlaceUnlessGiven() {
    #expect(MemoCache<Int, Int>(named: "users").name == "users")
    #expect(MemoCache<Int, Int>().name == "DecoratorsTests/MemoCacheTests.swift:\(#line)")
    #expect(MemoCache<Int, Int>().capacity == 128)
  }

  @Test func badSettingsAreRefusedWithASentence() async {
    let capacity = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoCache<Int, Int>(capacity: -3)
    }
    #expect(
      lastWords(capacity).contains("must not be negative; it was -3.")
    )
    let time = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MemoCache<Int, Int>(timeToLive: .zero)
    }
    #expect(lastWords(time).contains("must be greater than zero"))
  }
}
