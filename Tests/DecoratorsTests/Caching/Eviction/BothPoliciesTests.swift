import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

/// What a cache promises under each policy. The order in which entries leave is tested for each policy alone.
@Suite("MemoCache, whatever the policy", .timeLimit(.minutes(2)))
struct BothPoliciesTests {
  static let policies: [EvictionPolicy] = [.leastRecentlyUsed, .windowTinyLFU]

  @Test(
    "M9: lookups that find a value are hits, the others misses, and peek and contains are neither",
    arguments: policies
  )
  func counts(_ policy: EvictionPolicy) {
    let cache = MemoCache<String, Int>(capacity: 4, eviction: policy)
    for _ in 0..<3 { #expect(cache.value(for: "a") { 7 } == 7) }
    #expect(cache.peek("a") == 7 && cache.contains("a") && cache.peek("b") == nil && cache.keys == ["a"])
    #expect(cache.cacheInfo == CacheInfo(hits: 2, misses: 1, count: 1, capacity: 4))
    #expect(cache.cacheInfo == CacheInfo(hits: 2, misses: 1, count: 1, capacity: 4))
    cache.resetCounts()
    #expect(cache.cacheInfo == CacheInfo(count: 1, capacity: 4))
    _ = cache.value(for: "a") { 8 }
    #expect(cache.cacheInfo == CacheInfo(hits: 1, count: 1, capacity: 4))
    cache.removeAll()
    _ = cache.value(for: "a") { 9 }
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 1, count: 1, capacity: 4))
  }

  @Test("M9: a cache keeps as many values as its capacity, whatever it is", arguments: policies)
  func capacities(_ policy: EvictionPolicy) {
    for capacity in [0, 1, 2, 3, 10, 100] {
      let cache = MemoCache<Int, Int>(capacity: capacity, eviction: policy)
      for round in 0..<5 {
        for key in 0..<capacity * 3 + 2 {
          #expect(cache.value(for: key % (capacity * 2 + round + 1)) { -key } <= 0)
          #expect(cache.count <= capacity)
        }
      }
      let info = cache.cacheInfo
      #expect(info.count == capacity && cache.keys.count == capacity && Set(cache.keys).count == capacity)
      #expect(
        info.hits + info.misses == 5 * (capacity * 3 + 2)
          && info.evictions == max(0, info.misses - capacity) * min(1, capacity)
      )
    }
  }

  @Test("M1: an error is not kept", arguments: policies)
  func errors(_ policy: EvictionPolicy) {
    let cache = MemoCache<Int, Int>(capacity: 4, eviction: policy)
    for number in 1...2 {
      #expect(throws: TimeoutError(number: number)) { try cache.value(for: 1) { throw TimeoutError(number: number) } }
    }
    #expect(cache.value(for: 1) { 3 } == 3 && cache.cacheInfo.misses == 3)
  }

  @Test(
    "M3: a value whose key was removed or replaced while it was computed is returned and not kept",
    arguments: policies
  )
  func outdatedLoads(_ policy: EvictionPolicy) async throws {
    let cache = MemoCache<Int, Int>(capacity: 4, eviction: policy)
    let first = cache.value(for: 1) {
      cache.remove(1)
      return 1
    }
    #expect(first == 1 && cache.peek(1) == nil)
    let second = try await cache.value(for: 2) { () async throws in
      cache.insert(20, for: 2)
      return 2
    }
    #expect(second == 2 && cache.peek(2) == 20)
    let third = cache.value(for: 3) {
      cache.removeAll()
      return 3
    }
    #expect(third == 3 && cache.count == 0)
  }

  @Test("M4: one load serves all asynchronous callers, and cancelling one leaves it to the others", arguments: policies)
  func singleFlight(_ policy: EvictionPolicy) async throws {
    let cache = MemoCache<Int, Int>(capacity: 4, eviction: policy)
    let (gate, loads) = (Gate(), Counter())
    let load: @Sendable () async throws -> Int = {
      loads.increment()
      await gate.wait()
      return 5
    }
    let cancelled = Task { try await cache.value(for: 1, load) }
    let callers = (0..<20).map { _ in Task { try await cache.value(for: 1, load) } }
    while cache.cacheInfo.hits + cache.cacheInfo.misses < 21 { await Task.yield() }
    cancelled.cancel()
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    gate.open()
    for caller in callers { #expect(try await caller.value == 5) }
    #expect(loads.value == 1 && cache.cacheInfo == CacheInfo(hits: 20, misses: 1, count: 1, capacity: 4))
    #expect(try await cache.value(for: 1, load) == 5)
  }

  @Test("M7: the listener gets each entry that leaves once, outside the lock", arguments: policies)
  func listener(_ policy: EvictionPolicy) {
    let left = ValueRecorder<Int>()
    let cache = Locked<MemoCache<Int, Int>?>(nil)
    let made = MemoCache<Int, Int>(
      capacity: 10,
      eviction: policy,
      onEviction: { key, _, _ in
        left.append(key)
        _ = cache.withLock { $0 }?.peek(key)
      }
    )
    cache.withLock { $0 = made }
    for key in 0..<100 { _ = made.value(for: key) { key } }
    #expect(left.values.count == 90 && Set(left.values + made.keys) == Set(0..<100))
    made.removeAll()
    #expect(left.values.sorted() == Array(0..<100))
    cache.withLock { $0 = nil }
  }

  @Test("M8: a load that needs its own key throws", arguments: policies)
  func recursion(_ policy: EvictionPolicy) async {
    let cache = MemoCache<Int, Int>(capacity: 4, eviction: policy)
    #expect(throws: RecursiveLoadError.self) {
      try cache.value(for: 1) { () throws in try cache.value(for: 1) { () throws in 1 } }
    }
    await #expect(throws: RecursiveLoadError.self) {
      try await cache.value(for: 1) { () async throws in
        try await cache.value(for: 2) { () async throws in try await cache.value(for: 1) { () async throws in 1 } }
      }
    }
  }

  @Test("M10: a value expires by the clock, is no hit any more, and leaves before live ones", arguments: policies)
  func expiry(_ policy: EvictionPolicy) {
    let clock = RecordingClock()
    let left = ValueRecorder<EvictionCause>()
    let cache = MemoCache<Int, Int>(
      capacity: 3,
      eviction: policy,
      timeToLive: .seconds(10),
      clock: clock,
      onEviction: { _, _, cause in left.append(cause) }
    )
    cache.insert(1, for: 1)
    for _ in 0..<5 { _ = cache.value(for: 1) { 0 } }
    clock.advance(by: .seconds(6))
    cache.insert(2, for: 2)
    cache.insert(3, for: 3)
    clock.advance(by: .seconds(4))
    #expect(cache.peek(1) == nil && cache.count == 3)
    cache.insert(4, for: 4)
    #expect(left.values == [.expired] && Set(cache.keys) == [2, 3, 4])
    clock.advance(by: .seconds(6))
    #expect(cache.value(for: 2) { 20 } == 20 && cache.value(for: 4) { 0 } == 4)
    #expect(left.values == [.expired, .expired])
    #expect(cache.removeExpired() == 1 && cache.count == 2)
  }

  @Test("M12: a key that is not equal to itself is not kept", arguments: policies)
  func keysThatNobodyFinds(_ policy: EvictionPolicy) {
    let cache = MemoCache<Double, Int>(capacity: 2, eviction: policy)
    for number in 0..<3 { #expect(cache.value(for: .nan) { number } == number) }
    #expect(cache.count == 0 && cache.value(for: -0.0) { 1 } == 1 && cache.value(for: 0) { 2 } == 1)
  }

  @Test("weights and new capacities hold, and what is too heavy is not kept", arguments: policies)
  func weights(_ policy: EvictionPolicy) {
    let cache = MemoCache<Int, Int>(capacity: 100, eviction: policy, weighing: { _, value in value })
    for key in 0..<500 {
      _ = cache.value(for: key % 70) { key % 13 + 1 }
      #expect(cache.weight <= 100)
    }
    cache.insert(101, for: 1_000)
    #expect(cache.peek(1_000) == nil && cache.weight > 80)
    cache.resize(to: 20)
    #expect(cache.weight <= 20 && cache.capacity == 20)
    let plain = MemoCache<Int, Int>(capacity: 50, eviction: policy)
    for key in 0..<200 { plain.insert(key, for: key) }
    plain.resize(to: 7)
    #expect(plain.count == 7 && plain.cacheInfo.evictions == 193)
    plain.resize(to: 3_000)
    for key in 0..<5_000 { plain.insert(key, for: key) }
    #expect(plain.count == 3_000 && plain.keys.allSatisfy { plain.peek($0) == $0 })
  }

  @Test("a large cache that grows and shrinks finds everything, with hits at every step", arguments: policies)
  func growing(_ policy: EvictionPolicy) {
    let cache = MemoCache<Int, Int>(capacity: 10_000, eviction: policy)
    for key in 0..<10_000 {
      cache.insert(key, for: key)
      #expect(cache.value(for: key / 2) { -1 } == key / 2)
    }
    for key in 0..<9_900 {
      #expect(cache.remove(key) == key)
      #expect(cache.value(for: 9_999 - key % 100) { -1 } == 9_999 - key % 100)
    }
    #expect(cache.cacheInfo.hits == 19_900 && cache.cacheInfo.misses == 0)
  }

  @Test("removing while others wait, and all values freed with the cache", arguments: policies)
  func lifetimes(_ policy: EvictionPolicy) {
    let census = Census()
    do {
      let cache = MemoCache<String, Counted>(capacity: 8, eviction: policy)
      for number in 0..<100 {
        let value = cache.value(for: "key \(number % 12)") { Counted(number % 12, in: census) }
        #expect(value.number == number % 12)
        if number % 30 == 29 { cache.removeAll() }
        if number % 7 == 6 { cache.remove("key \(number % 12)") }
      }
      #expect(census.alive == cache.count)
    }
    #expect(census.alive == 0)
  }
}
