import Decorators
import DecoratorsTesting
import Testing

@Suite("Caches with rules under load", .timeLimit(.minutes(5)))
struct RuledStressTests {
  private final class Value: Sendable {
    let key: Int
    init(_ key: Int) { self.key = key }
  }

  private typealias Cache = MemoCache<Int, Value>

  private static func makeCache(_ clock: ManualClock) -> Cache {
    MemoCache(
      capacity: 60,
      freshness: Freshness(
        timeToLive: .seconds(10),
        staleFor: .seconds(10),
        retryingAfter: .seconds(1),
        refreshingAfter: .seconds(5),
        patience: .seconds(1),
        expiryJitter: 0.2
      ),
      clock: clock,
      onEviction: { key, value, _ in
        if value.key != key { Issue.record("The value of another key left.") }
      },
      weighing: { key, _ in key % 3 + 1 },
      keepingErrors: { _ in .seconds(2) },
      timingLoads: true
    )
  }

  @Test("M4, M7, F8: calls of every kind at once give each key its own value, and leave nothing behind")
  func everything() async {
    let clock = ManualClock()
    var cache: Cache? = Self.makeCache(clock)
    weak let gone = cache
    if let cache {
      await withTaskGroup { group in
        for seed in 0..<8 { group.addTask { await Self.work(on: cache, clock, SeededGenerator(seed: UInt64(seed))) } }
        await group.waitForAll()
      }
      // Loads in the background may still store values.
      await until {
        clock.advance(by: .seconds(30))
        cache.removeExpired()
        return cache.isEmpty && cache.weight == 0
      }
    }
    cache = nil
    await until { gone == nil }
  }

  private static func work(on cache: Cache, _ clock: ManualClock, _ generator: SeededGenerator) async {
    var random = generator
    for _ in 0..<400 {
      let key = Int.random(in: 0..<40, using: &random)
      let fails = Int.random(in: 0..<4, using: &random) == 0
      if cache.weight > 60 { Issue.record("The cache is too heavy.") }
      func check(_ value: Value?, _ key: Int) {
        if let value, value.key != key { Issue.record("The value of another key.") }
      }
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<3:
        check(try? synchronously { try cache.value(for: key) { () throws in try make(key, fails) } }, key)
      case 3..<6:
        check(
          try? await cache.value(for: key) { () async throws in
            await Task.yield()
            return try make(key, fails)
          },
          key
        )
      case 6:
        let caller = Task {
          try await cache.value(for: key) { () async throws in
            await Task.yield()
            return try make(key, fails)
          }
        }
        await Task.yield()
        caller.cancel()
        check(try? await caller.value, key)
      case 7:
        let caller = Task {
          try await cache.values(for: key..<key + 5) { (missing) async throws in
            await Task.yield()
            return try values(missing, fails)
          }
        }
        if fails { caller.cancel() }
        for (key, value) in (try? await caller.value) ?? [:] { check(value, key) }
      case 8:
        let found = try? synchronously {
          try cache.values(for: key..<key + 5) { (missing) throws in try values(missing, fails) }
        }
        for (key, value) in found ?? [:] { check(value, key) }
      case 9: cache.insert(Value(key), for: key)
      case 10:
        switch Int.random(in: 0..<5, using: &random) {
        case 0: cache.removeAll()
        case 1: cache.removeExpired()
        case 2: cache.resize(to: .random(in: 40...60, using: &random))
        default: cache.remove(key)
        }
      default: clock.advance(by: .milliseconds(.random(in: 0...4_000, using: &random)))
      }
    }
  }

  private static func make(_ key: Int, _ fails: Bool) throws -> Value {
    if fails { throw TimeoutError() }
    return Value(key)
  }

  /// The values of all keys but a few.
  private static func values(_ keys: [Int], _ fails: Bool) throws -> [Int: Value] {
    if fails { throw TimeoutError() }
    return Dictionary(uniqueKeysWithValues: keys.filter { $0 % 7 != 0 }.map { ($0, Value($0)) })
  }
}
