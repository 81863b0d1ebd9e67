import Decorators
import DecoratorsTesting
import Testing

@Suite("Times of their own")
struct ExpiryTests {
  private let clock = ManualClock()

  private struct Page: Sendable, Equatable {
    var text = ""
    var maxAge: Duration?
  }

  @Test("M10: a time to live can come from the result")
  func timeFromTheResult() {
    let cache = MemoCache<Int, Page>(
      capacity: 10,
      freshness: Freshness(timeToLive: { _, page in page.maxAge }),
      clock: clock
    )
    _ = cache.value(for: 1) { Page(maxAge: .seconds(5)) }
    _ = cache.value(for: 2) { Page(maxAge: .seconds(50)) }
    _ = cache.value(for: 3) { Page(maxAge: nil) }
    #expect(cache.value(for: 4) { Page(text: "once", maxAge: .zero) } == Page(text: "once", maxAge: .zero))
    #expect(cache.count == 3)
    clock.advance(by: .seconds(5))
    #expect(cache.keys == [3, 2])
    clock.advance(by: .seconds(45))
    #expect(cache.keys == [3])
    #expect(cache.removeExpired() == 2)
    clock.advance(by: .seconds(1_000_000))
    #expect(cache.peek(3) != nil && cache.timeToLive == nil)
  }

  @Test("M10: a value that may not be kept removes the former one")
  func notKept() {
    let cache = MemoCache<Int, Page>(freshness: Freshness(timeToLive: { $1.maxAge }), clock: clock)
    cache.insert(Page(maxAge: .seconds(5)), for: 1)
    cache.insert(Page(maxAge: .zero), for: 1)
    #expect(cache.isEmpty)
  }

  @Test("M10: if there is no room, the value that expired first leaves, whenever it was stored")
  func theFirstToExpireLeaves() {
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Int, Page>(
      capacity: 3,
      freshness: Freshness(timeToLive: { $1.maxAge }),
      clock: clock,
      onEviction: { key, _, cause in evictions.append("\(key) \(cause)") }
    )
    for (key, seconds) in [(1, 30), (2, 10), (3, 20)] { cache.insert(Page(maxAge: .seconds(seconds)), for: key) }
    clock.advance(by: .seconds(20))
    cache.insert(Page(maxAge: .seconds(100)), for: 4)
    cache.insert(Page(maxAge: .seconds(100)), for: 5)
    cache.insert(Page(maxAge: .seconds(100)), for: 6)
    #expect(evictions.values == ["2 expired", "3 expired", "1 capacity"])
  }

  @Test("F8: a value that lives no longer than `refreshingAfter` is not refreshed; one without an end is")
  func refreshingTimesFromTheResult() async {
    let cache = MemoCache<Int, Page>(
      freshness: Freshness(timeToLive: { $1.maxAge }, refreshingAfter: .seconds(10)),
      clock: clock
    )
    let loads = Counter()
    cache.insert(Page(text: "old", maxAge: .seconds(5)), for: 1)
    cache.insert(Page(text: "old", maxAge: nil), for: 2)
    clock.advance(by: .seconds(10))
    let load = { @Sendable (key: Int) async -> Page in
      loads.increment()
      return Page(text: "new \(key)")
    }
    #expect(await cache.value(for: 2) { () async in await load(2) }.text == "old")
    await until { cache.peek(2)?.text == "new 2" }
    #expect(await cache.value(for: 1) { () async in await load(1) }.text == "new 1")
    #expect(loads.value == 2)
  }

  @Test("F10: jitter shortens a time to live by up to its share and never lengthens it; a seed repeats it")
  func jitter() {
    func expiries(seed: UInt64) -> [Int] {
      let clock = ManualClock()
      let cache = MemoCache<Int, Int>(
        capacity: 1_000,
        freshness: Freshness(
          timeToLive: .seconds(100),
          expiryJitter: 0.1,
          generator: SeededGenerator(seed: seed)
        ),
        clock: clock
      )
      for key in 0..<1_000 { cache.insert(key, for: key) }
      clock.advance(by: .seconds(90) - .nanoseconds(1))
      #expect(cache.keys.count == 1_000)
      var counts: [Int] = []
      for _ in 0..<10 {
        clock.advance(by: .seconds(1))
        counts.append(cache.removeExpired())
      }
      clock.advance(by: .nanoseconds(1))
      counts.append(cache.removeExpired())
      #expect(cache.isEmpty)
      return counts
    }
    let counts = expiries(seed: 3)
    #expect(counts.reduce(0, +) == 1_000)
    // A tenth of the values in each second.
    for count in counts.dropLast() { #expect((60...140).contains(count)) }
    #expect(expiries(seed: 3) == counts)
    #expect(expiries(seed: 4) != counts)
  }

  @Test("F10: each value draws its own share when it is stored")
  func drawnWhenStored() {
    let cache = MemoCache<Int, Int>(
      freshness: Freshness(timeToLive: .seconds(100), expiryJitter: 0.5, generator: SeededGenerator(seed: 1)),
      clock: clock
    )
    var ages: Set<Int> = []
    for _ in 0..<20 {
      cache.insert(1, for: 1)
      var age = 0
      while cache.peek(1) != nil {
        clock.advance(by: .seconds(1))
        age += 1
      }
      #expect((50...100).contains(age))
      ages.insert(age)
    }
    #expect(ages.count > 5)
  }
}
