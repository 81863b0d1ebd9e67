import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite("Time to live")
struct TimeToLiveTests {
  @Test("M10: a value is fresh while its age is less than the time to live")
  func boundary() {
    let clock = ManualClock()
    let cache = MemoCache<Int, Int>(capacity: 4, timeToLive: .seconds(10), clock: clock)
    let loads = Counter()
    func value() -> Int { cache.value(for: 1) { loads.increment() } }
    #expect(value() == 1)
    clock.advance(by: .seconds(10) - .nanoseconds(1))
    #expect(value() == 1 && cache.peek(1) == 1)
    clock.advance(by: .nanoseconds(1))
    #expect(cache.peek(1) == nil)
    #expect(value() == 2)
    #expect(cache.cacheInfo == CacheInfo(hits: 1, misses: 2, count: 1, capacity: 4))
  }

  @Test("M10: age counts from the end of the load, and a hit does not renew it")
  func ageCountsFromTheEndOfTheLoad() {
    let clock = ManualClock()
    let cache = MemoCache<Int, Int>(capacity: 4, timeToLive: .seconds(10), clock: clock)
    _ = cache.value(for: 1) {
      clock.advance(by: .seconds(60))
      return 1
    }
    clock.advance(by: .seconds(9))
    #expect(cache.value(for: 1) { 2 } == 1)
    clock.advance(by: .seconds(1))
    #expect(cache.value(for: 1) { 3 } == 3)
  }

  @Test("M10: without a time to live the clock is never read")
  func clockIsNotRead() async throws {
    let clock = StillClock()
    let cache = MemoCache<Int, Int>(capacity: 1, clock: clock)
    for key in [1, 1, 2] { _ = cache.value(for: key) { key } }
    _ = await cache.value(for: 3) {
      await Task.yield(); return 3
    }
    _ = cache.peek(1)
    cache.insert(4, for: 4)
    cache.remove(4)
    #expect(clock.readings.value == 0)
    let limited = MemoCache<Int, Int>(timeToLive: .seconds(1), clock: clock)
    _ = limited.value(for: 1) { 1 }
    #expect(clock.readings.value > 0)
  }

  @Test("M10: nothing waits on the clock; an expired value stays until it is asked for or its room is needed")
  func noTimers() {
    let clock = ManualClock()
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(1), clock: clock) {
      evictions.append("\($0) \($2)")
    }
    _ = cache.value(for: 1) { 1 }
    _ = cache.value(for: 2) { 2 }
    #expect(clock.sleepers.isEmpty)
    clock.advance(by: .seconds(1))
    #expect(cache.cacheInfo.count == 2 && evictions.values.isEmpty)
    _ = cache.value(for: 2) { 2 }
    #expect(evictions.values == ["2 expired"])
    _ = cache.value(for: 3) { 3 }
    #expect(evictions.values == ["2 expired", "1 expired"])
    _ = cache.value(for: 4) { 4 }
    #expect(evictions.values.last == "2 capacity")
  }

  @Test("M10: if there is no room, an expired value leaves before a live one, however recently it was used")
  func expiredBeforeLive() {
    let clock = ManualClock()
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 3, timeToLive: .seconds(10), clock: clock) {
      evictions.append("\($0) \($2)")
    }
    for key in 1...3 {
      cache.insert(key, for: key)
      clock.advance(by: .seconds(3))
    }
    cache.insert(10, for: 1)  // stored anew, so 2 is the oldest now
    _ = cache.value(for: 2) { 0 }
    #expect(cache.keys == [2, 1, 3])
    clock.advance(by: .seconds(5))  // 14 seconds have passed, and 2 has expired at 13
    cache.insert(4, for: 4)
    cache.insert(5, for: 5)
    #expect(evictions.values == ["1 replaced", "2 expired", "3 capacity"])
    clock.advance(by: .seconds(2))
    #expect(cache.keys == [5, 4, 1] && cache.cacheInfo.evictions == 2)
  }

  @Test(
    "M10: an insert that finds an expired value reports it as expired, and one that finds a fresh value as replaced"
  )
  func insertOverAnExpiredValue() {
    let clock = ManualClock()
    let evictions = ValueRecorder<String>()
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(1), clock: clock) {
      evictions.append("\($0) \($1) \($2)")
    }
    cache.insert(1, for: 7)
    cache.insert(2, for: 7)
    clock.advance(by: .seconds(1))
    cache.insert(3, for: 7)
    #expect(evictions.values == ["7 1 replaced", "7 2 expired"])
  }

  @Test("M7: the listener of an expired value may ask for that very value")
  func theListenerMayAskForTheExpiredValue() {
    let clock = ManualClock()
    let box = Locked<MemoCache<Int, Int>?>(nil)
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(1), clock: clock) { key, value, _ in
      _ = box.withLock { $0 }?.value(for: key) { value + 1 }
    }
    box.withLock { $0 = cache }
    #expect(cache.value(for: 1) { 10 } == 10)
    clock.advance(by: .seconds(1))
    #expect(cache.value(for: 1) { 99 } == 11)
    box.withLock { $0 = nil }
  }

  @Test("M10: asynchronous values expire too, counted from when the load ended")
  func asynchronous() async throws {
    let clock = ManualClock()
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: .seconds(5), clock: clock)
    let loads = Counter()
    func value() async -> Int {
      await cache.value(for: 1) { () async in
        await Task.yield()
        return loads.increment()
      }
    }
    #expect(await value() == 1)
    clock.advance(by: .seconds(4))
    #expect(await value() == 1)
    clock.advance(by: .seconds(1))
    #expect(await value() == 2)
  }

  @Test(
    "M10: no time to live is too long",
    arguments: [Duration.seconds(Int64.max), .seconds(Int64(300) * 366 * 86_400)]
  )
  func longTimes(timeToLive: Duration) {
    let clock = ManualClock()
    let cache = MemoCache<Int, Int>(capacity: 2, timeToLive: timeToLive, clock: clock)
    _ = cache.value(for: 1) { 1 }
    clock.advance(by: .seconds(1_000_000_000))
    #expect(cache.peek(1) == 1)
  }

  @Test("M10: the shortest time to live is a nanosecond")
  func shortTimes() {
    let clock = ManualClock()
    let cache = MemoCache<Int, Int>(
      capacity: 2,
      timeToLive: Duration(secondsComponent: 0, attosecondsComponent: 1),
      clock: clock
    )
    _ = cache.value(for: 1) { 1 }
    #expect(cache.peek(1) == 1)
    clock.advance(by: .nanoseconds(1))
    #expect(cache.peek(1) == nil)
  }
}
