import Decorators
import DecoratorsTesting
import Testing

@Suite("Kept errors", .timeLimit(.minutes(1)))
struct KeptErrorsTests {
  private struct NotFound: Error, Equatable {}

  private let clock = ManualClock()
  private let loads = Counter()

  private func makeCache(capacity: Int = 8, staleFor: Duration = .zero) -> MemoCache<Int, Int> {
    MemoCache(
      capacity: capacity,
      freshness: Freshness(timeToLive: .seconds(10), staleFor: staleFor),
      clock: clock,
      keepingErrors: { $0 is NotFound ? .seconds(5) : nil }
    )
  }

  private func notFound() throws -> Int {
    loads.increment()
    throw NotFound()
  }

  @Test("M1: an error can be kept for a time by choice; then the next call loads again")
  func kept() throws {
    let cache = makeCache()
    for _ in 0..<3 { #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) } }
    #expect(loads.value == 1 && cache.cacheInfo == CacheInfo(hits: 2, misses: 1, capacity: 8))
    clock.advance(by: .seconds(5) - .nanoseconds(1))
    #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) }
    #expect(loads.value == 1)
    clock.advance(by: .nanoseconds(1))
    #expect(cache.value(for: 1) { 3 } == 3)
    #expect(cache.peek(1) == 3)
  }

  @Test("M1: asynchronous calls find the kept error too, and neither suspend nor load")
  func asynchronous() async {
    let cache = makeCache()
    let load: @Sendable () async throws -> Int = { [loads] in
      loads.increment()
      throw NotFound()
    }
    for _ in 0..<3 { await #expect(throws: NotFound.self) { try await cache.value(for: 1, load) } }
    #expect(loads.value == 1)
  }

  @Test("M1: the choice is made for each error; cancellations and recursions are never kept")
  func others() {
    let cache = MemoCache<Int, Int>(clock: clock, keepingErrors: { _ in .seconds(60) })
    #expect(throws: CancellationError.self) { try cache.value(for: 1) { throw CancellationError() } }
    #expect(cache.value(for: 1) { 1 } == 1)
    #expect(throws: RecursiveLoadError.self) {
      try cache.value(for: 2) { () throws in try cache.value(for: 2) { () throws in 2 } }
    }
    #expect(cache.value(for: 2) { 2 } == 2)
    #expect(throws: TimeoutError.self) { try cache.value(for: 3) { throw TimeoutError() } }
    #expect(throws: TimeoutError.self) { try cache.value(for: 3) { () throws in 3 } }
    let chosen = makeCache()
    #expect(throws: TimeoutError.self) { try chosen.value(for: 1) { throw TimeoutError() } }
    #expect(chosen.value(for: 1) { 1 } == 1)
  }

  @Test("M6: a caller whose failure type cannot hold the kept error loads for itself")
  func otherFailureType() async {
    let cache = makeCache()
    #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) }
    #expect(cache.value(for: 1) { 7 } == 7)
    cache.remove(1)
    #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) }
    #expect(await cache.value(for: 1) { () async in 8 } == 8)
  }

  @Test("M3: a value that is inserted, and remove, removeAll and removeExpired, forget the error")
  func forgotten() {
    let cache = makeCache()
    func fail() { #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) } }
    fail()
    cache.insert(1, for: 1)
    #expect(cache.value(for: 1) { 2 } == 1)
    cache.remove(1)
    fail()
    cache.remove(1)
    #expect(cache.value(for: 1) { 3 } == 3)
    cache.remove(1)
    fail()
    cache.removeAll { $0 == 1 }
    #expect(cache.value(for: 1) { 4 } == 4)
    cache.remove(1)
    fail()
    cache.removeAll()
    #expect(cache.value(for: 1) { 4 } == 4)
    cache.remove(1)
    fail()
    clock.advance(by: .seconds(5))
    #expect(cache.removeExpired() == 0)
    #expect(cache.value(for: 1) { 5 } == 5)
  }

  @Test("F8: an error is not kept while a stale value can be used")
  func staleValueComesFirst() {
    let cache = makeCache(staleFor: .seconds(3))
    cache.insert(7, for: 1)
    clock.advance(by: .seconds(10))
    #expect(throws: Never.self) { try cache.value(for: 1, notFound) }
    clock.advance(by: .seconds(3))
    #expect(cache.value(for: 1) { 8 } == 8)
  }

  @Test("M9: the cache keeps no more errors than its capacity; the oldest leaves")
  func bounded() {
    let cache = makeCache(capacity: 3)
    for key in 1...4 { #expect(throws: NotFound.self) { try cache.value(for: key, notFound) } }
    #expect(loads.value == 4 && cache.isEmpty)
    for key in 2...4 { #expect(throws: NotFound.self) { try cache.value(for: key, notFound) } }
    #expect(loads.value == 4)
    #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) }
    #expect(loads.value == 5)
    cache.resize(to: 1)
    #expect(throws: NotFound.self) { try cache.value(for: 1, notFound) }
    #expect(loads.value == 6)
    let none = makeCache(capacity: 0)
    for _ in 0..<2 { #expect(throws: NotFound.self) { try none.value(for: 1, notFound) } }
    #expect(loads.value == 8)
  }
}
