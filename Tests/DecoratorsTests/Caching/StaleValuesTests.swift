import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Testing

@Suite("Stale values", .timeLimit(.minutes(2)))
struct StaleValuesTests {
  private let clock = ManualClock()
  private let loads = Counter()
  private let gate = Gate()

  private func makeCache(
    fresh: Duration = .seconds(10),
    stale: Duration = .seconds(20),
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (Int, Int, EvictionCause) -> Void)? = nil
  ) -> MemoCache<Int, Int> {
    MemoCache(
      capacity: 4,
      freshness: Freshness(
        timeToLive: fresh,
        staleFor: stale,
        refreshingAfter: refreshingAfter,
        patience: patience
      ),
      clock: clock,
      abandoned: abandoned,
      onEviction: onEviction
    )
  }

  /// An asynchronous load that returns how many there were.
  private func counted() -> @Sendable () async throws -> Int {
    { [loads] in loads.increment() }
  }

  private func failing() -> @Sendable () async throws -> Int {
    { [loads] in throw TimeoutError(number: loads.increment()) }
  }

  private func held() -> @Sendable () async throws -> Int {
    { [loads, gate] in
      let number = loads.increment()
      await gate.wait()
      return number
    }
  }

  // MARK: Asynchronous

  @Test("F8: fresh 10, stale 20: a hit at 15 returns at once and starts one load; it fails; at 30 there is a miss")
  func vector() async throws {
    let cache = makeCache()
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(15))
    #expect(try await cache.value(for: 1, failing()) == 1)
    await until { cache.loadStatistics.failures == 1 }
    for _ in 16...29 {
      clock.advance(by: .seconds(1))
      #expect(try await cache.value(for: 1, failing()) == 1)
    }
    #expect(loads.value == 2)
    clock.advance(by: .seconds(1))
    #expect(try await cache.value(for: 1, counted()) == 3)
    #expect(cache.loadStatistics.successes == 2 && cache.loadStatistics.failures == 1)
  }

  @Test("F8: while a load renews a stale value, hits return at once and start no other; then they get the new value")
  func oneLoad() async throws {
    let cache = makeCache()
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(10))
    for _ in 0..<10 { #expect(try await cache.value(for: 1, held()) == 1) }
    await until { gate.waiting == 1 }
    gate.open()
    await until { cache.peek(1) == 2 }
    #expect(loads.value == 2)
    #expect(cache.cacheInfo == CacheInfo(hits: 10, misses: 1, count: 1, capacity: 4))
  }

  @Test("F8: after a failed load, the next one starts when `retryingAfter` has passed")
  func throttle() async throws {
    let cache = MemoCache<Int, Int>(
      freshness: Freshness(timeToLive: .seconds(10), staleFor: .seconds(100), retryingAfter: .seconds(5)),
      clock: clock
    )
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(10))
    #expect(try await cache.value(for: 1, failing()) == 1)
    await until { cache.loadStatistics.failures == 1 }
    clock.advance(by: .seconds(5) - .nanoseconds(1))
    #expect(try await cache.value(for: 1, failing()) == 1)
    #expect(cache.keys.isEmpty && loads.value == 2)
    clock.advance(by: .nanoseconds(1))
    #expect(try await cache.value(for: 1, counted()) == 1)
    await until { cache.peek(1) == 3 }
  }

  @Test("M11: serving a stale value does not renew its age, however often its load fails")
  func staleForeverIsImpossible() async throws {
    let cache = makeCache()
    #expect(try await cache.value(for: 1, counted()) == 1)
    for _ in 0..<29 {
      clock.advance(by: .seconds(1))
      #expect(try await cache.value(for: 1, failing()) == 1)
    }
    clock.advance(by: .seconds(1))
    await #expect(throws: TimeoutError.self) { try await cache.value(for: 1, failing()) }
  }

  @Test("F8: a stale value is not fresh: peek, contains, keys and remove do not give it")
  func lookingIsForFreshValues() {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(9))
    #expect(cache.peek(1) == 7 && cache.keys == [1])
    clock.advance(by: .seconds(1))
    #expect(cache.peek(1) == nil && !cache.contains(1) && cache.keys.isEmpty && cache.count == 1)
    #expect(cache.remove(1) == nil)
    #expect(cache.isEmpty)
  }

  @Test("F8: the load that renews a value goes on when the call that started it is cancelled")
  func cancelledCaller() async throws {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let caller = Task { try await cache.value(for: 1, held()) }
    #expect(try await caller.value == 7)
    caller.cancel()
    await until { gate.waiting == 1 }
    gate.open()
    await until { cache.peek(1) == 1 }
  }

  @Test("F8: a caller that is cancelled gets no stale value, and starts no load")
  func cancelledBefore() async throws {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let caller = Task {
      await until { Task.isCancelled }
      return try await cache.value(for: 1, counted())
    }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    #expect(loads.value == 0)
  }

  @Test("F8: a call after the stale time joins the load that a hit started before, and its error is an error")
  func missJoinsTheLoad() async throws {
    let cache = makeCache(stale: .seconds(1))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(try await cache.value(for: 1, held()) == 7)
    await until { gate.waiting == 1 }
    clock.advance(by: .seconds(1))
    let joined = Task { try await cache.value(for: 1, counted()) }
    await until { cache.cacheInfo.hits == 2 }
    joined.cancel()
    await #expect(throws: CancellationError.self) { try await joined.value }
    let other = Task { try await cache.value(for: 1, counted()) }
    await until { cache.cacheInfo.hits == 3 }
    gate.open()
    #expect(try await other.value == 1)
    #expect(loads.value == 1)
  }

  @Test("M3, F8: a value that is removed while it is renewed does not come back")
  func removedMeanwhile() async throws {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(try await cache.value(for: 1, held()) == 7)
    await until { gate.waiting == 1 }
    cache.remove(1)
    gate.open()
    await until { cache.loadStatistics.count == 1 }
    #expect(cache.isEmpty)
    #expect(try await cache.value(for: 1, counted()) == 2)
  }

  @Test("M8, F8: a load may ask for its own stale value, and for that of a load around it")
  func noRecursionWithAValueAtHand() async throws {
    let cache = makeCache()
    cache.insert(7, for: 1)
    cache.insert(8, for: 2)
    clock.advance(by: .seconds(10))
    let seen = ValueRecorder<Int>()
    #expect(
      try await cache.value(for: 1) { () async throws in
        seen.append(try await cache.value(for: 2) { () async throws in try await cache.value(for: 1, counted()) })
        return 70
      } == 7
    )
    await until { cache.peek(1) == 70 && cache.peek(2) != nil }
    #expect(seen.values == [8])
    #expect(cache.peek(2) == 7 || cache.peek(2) == 70)
  }

  // MARK: Refreshing ahead

  @Test("F8: from `refreshingAfter` on, a hit of a fresh value starts one load in the background")
  func refreshingAhead() async throws {
    let cache = makeCache(stale: .zero, refreshingAfter: .seconds(8))
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(8) - .nanoseconds(1))
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .nanoseconds(1))
    for _ in 0..<5 { #expect(try await cache.value(for: 1, held()) == 1) }
    #expect(cache.peek(1) == 1 && cache.keys == [1] && cache.contains(1))
    await until { gate.waiting == 1 }
    gate.open()
    await until { cache.peek(1) == 2 }
    #expect(loads.value == 2)
    clock.advance(by: .seconds(8) - .nanoseconds(1))
    #expect(try await cache.value(for: 1, counted()) == 2)
    #expect(loads.value == 2)
  }

  @Test("F8: a refresh that fails leaves the fresh value, and is not tried again for `retryingAfter`")
  func failedRefresh() async throws {
    let cache = MemoCache<Int, Int>(
      freshness: Freshness(timeToLive: .seconds(100), retryingAfter: .seconds(10), refreshingAfter: .seconds(50)),
      clock: clock
    )
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(50))
    #expect(try await cache.value(for: 1, failing()) == 1)
    await until { cache.loadStatistics.failures == 1 }
    clock.advance(by: .seconds(9))
    #expect(try await cache.value(for: 1, failing()) == 1)
    #expect(loads.value == 2)
    clock.advance(by: .seconds(1))
    #expect(try await cache.value(for: 1, counted()) == 1)
    await until { cache.peek(1) == 3 }
  }

  @Test("F8: a value that nobody asks for is not renewed, and expires")
  func unusedValuesExpire() async throws {
    let cache = makeCache(stale: .zero, refreshingAfter: .seconds(8))
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(10))
    #expect(clock.sleepers.isEmpty && cache.peek(1) == nil)
    #expect(try await cache.value(for: 1, counted()) == 2)
  }

  @Test("F8: a synchronous call ignores `refreshingAfter`")
  func synchronousHitDoesNotRefresh() {
    let cache = makeCache(refreshingAfter: .seconds(8))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(9))
    #expect(cache.value(for: 1) { 8 } == 7)
    #expect(cache.cacheInfo.hits == 1)
  }

  // MARK: Patience

  @Test("F9: with a stale value a call waits for the load at most `patience`, then the load goes on for the next one")
  func patience() async throws {
    let cache = makeCache(patience: .milliseconds(200))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let callers = (0..<3).map { _ in Task { try await cache.value(for: 1, held()) } }
    await until { cache.cacheInfo.hits == 3 && gate.waiting == 1 }
    await clock.sleepers(atLeast: 3)
    clock.advance(by: .milliseconds(200) - .nanoseconds(1))
    #expect(clock.sleepers.count == 3)
    clock.advance(by: .nanoseconds(1))
    for caller in callers { #expect(try await caller.value == 7) }
    #expect(loads.value == 1 && cache.loadStatistics.count == 0)
    gate.open()
    await until { cache.peek(1) == 1 }
  }

  @Test("F9: patience is measured on the real clock too")
  func realPatience() async throws {
    let cache = MemoCache<Int, Int>(
      freshness: Freshness(timeToLive: .nanoseconds(1), staleFor: .seconds(3_600), patience: .milliseconds(1))
    )
    cache.insert(7, for: 1)
    #expect(try await cache.value(for: 1, held()) == 7)
    gate.open()
  }

  @Test("F9: a load that ends within `patience` gives the new value; its failure gives the stale one")
  func withinPatience() async throws {
    let cache = makeCache(patience: .milliseconds(200))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(try await cache.value(for: 1, counted()) == 1)
    clock.advance(by: .seconds(10))
    #expect(try await cache.value(for: 1, failing()) == 1)
    #expect(cache.peek(1) == nil && loads.value == 2)
    #expect(try await cache.value(for: 1, failing()) == 1)
    #expect(loads.value == 2)
  }

  @Test("F9: without a stale value, patience does not matter")
  func missWaits() async throws {
    let cache = makeCache(patience: .milliseconds(200))
    let caller = Task { try await cache.value(for: 1, held()) }
    await until { gate.waiting == 1 }
    clock.advance(by: .seconds(5))
    gate.open()
    #expect(try await caller.value == 1)
  }

  @Test("F9: a caller that is cancelled while it waits for the new value leaves at once")
  func cancelledWhilePatient() async throws {
    let cache = makeCache(patience: .seconds(5))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let caller = Task { try await cache.value(for: 1, held()) }
    await until { gate.waiting == 1 }
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    gate.open()
    await until { cache.peek(1) == 1 }
    #expect(clock.sleepers.isEmpty)
  }

  @Test("C9, F9: in a test without waits, a call with a stale value returns it at once")
  func skippedWaits() async throws {
    let cache = makeCache(patience: .seconds(5))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let value = try await Waits.$areSkipped.withValue(true) { try await cache.value(for: 1, held()) }
    #expect(value == 7)
    gate.open()
    await until { cache.peek(1) == 1 }
  }

  // MARK: Synchronous

  @Test("F8: a synchronous call in the stale time loads, and returns the stale value if that fails")
  func synchronousStaleOnError() throws {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(try cache.value(for: 1) { () throws(TimeoutError) in throw TimeoutError() } == 7)
    clock.advance(by: .seconds(10))
    #expect(cache.value(for: 1) { 8 } == 7)  // not tried again before 40
    clock.advance(by: .seconds(10))
    #expect(throws: TimeoutError.self) { try cache.value(for: 1) { throw TimeoutError() } }
    #expect(cache.value(for: 1) { 9 } == 9)
    clock.advance(by: .seconds(10))
    #expect(cache.value(for: 1) { 10 } == 10)
  }

  @Test("F1, F8: a stale value replaces neither a cancellation nor a recursion")
  func whatIsNotReplaced() {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(throws: CancellationError.self) { try cache.value(for: 1) { throw CancellationError() } }
    #expect(throws: RecursiveLoadError.self) {
      try cache.value(for: 1) { () throws in
        try cache.value(for: 2) { () throws in try cache.value(for: 2) { () throws in 3 } }
      }
    }
  }

  @Test("M13, F8: while one thread renews a stale value, the others get it at once")
  func oneThreadLoads() {
    let cache = makeCache()
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    let value = cache.value(for: 1) {
      let other = Locked(0)
      let thread = BlockingThread { other.withLock { $0 = cache.value(for: 1) { 99 } } }
      thread.join()
      #expect(other.withLock { $0 } == 7)
      return 8
    }
    #expect(value == 8 && cache.peek(1) == 8)
  }

  // MARK: Room

  @Test("F8: a full cache evicts what cannot be used any more, before what is stale or fresh")
  func eviction() {
    let evictions = ValueRecorder<String>()
    let cache = makeCache { evictions.append("\($0) \($2)") }
    for key in 1...4 {
      cache.insert(key, for: key)
      clock.advance(by: .seconds(9))
    }
    _ = cache.value(for: 1) { 0 }  // expired since 30, so it is loaded anew and is the most recent
    #expect(evictions.values == ["1 expired"])
    cache.insert(5, for: 5)  // 2 is expired at 39; now it is 36
    #expect(evictions.values == ["1 expired", "2 capacity"])
    clock.advance(by: .seconds(12))  // 3 expires at 48
    _ = cache.value(for: 3) { 33 }
    cache.insert(6, for: 6)
    #expect(evictions.values == ["1 expired", "2 capacity", "3 expired", "4 capacity"])
  }

  @Test("A10: a cache says its settings, and refuses those that make no sense")
  func settings() async {
    let cache = makeCache(refreshingAfter: .seconds(8), patience: .seconds(1))
    #expect(cache.timeToLive == .seconds(10) && cache.freshness?.staleFor == .seconds(20))
    #expect(
      "\(cache.freshness!)" == """
        Freshness(timeToLive: 10.0 seconds, staleFor: 20.0 seconds, retryingAfter: 30.0 seconds, \
        refreshingAfter: 8.0 seconds, patience: 1.0 seconds)
        """
    )
    #expect("\(cache)".hasPrefix("MemoCache(capacity: 4, freshness: Freshness(timeToLive: 10.0 seconds, staleFor:"))
    let timed = MemoCache<Int, Int>(
      timeToLive: .seconds(5),
      named: "pages",
      clock: clock,
      abandoned: .keep,
      weighing: { $1 },
      keepingErrors: { _ in nil },
      timingLoads: true
    )
    #expect(
      "\(timed)" == """
        MemoCache(capacity: 128, timeToLive: 5.0 seconds, named: "pages", clock: ManualClock, abandoned: .keep, \
        weighing: a closure, keepingErrors: a closure, timingLoads: true)
        """
    )
    #expect("\(MemoCache<Int, Int>(named: "plain"))" == #"MemoCache(capacity: 128, named: "plain")"#)
    let late = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Freshness<Int, Int>(timeToLive: .seconds(5), refreshingAfter: .seconds(5))
    }
    #expect(lastWords(late).contains("must be less than the time to live (5.0 seconds)."))
    let impatient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Freshness<Int, Int>(timeToLive: .seconds(5), patience: .seconds(1))
    }
    #expect(lastWords(impatient).contains("`patience:` needs `staleFor:`"))
    let jitter = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Freshness<Int, Int>(timeToLive: .seconds(5), expiryJitter: 1)
    }
    #expect(lastWords(jitter).contains("from 0 to less than 1"))
  }
}
