import CAllocationCount
import Decorators

/// A hit of one kind.
struct Hit: Sendable {
  let kind: String
  /// Makes it so many times, and returns how often memory was allocated meanwhile.
  let allocations: @Sendable (_ times: Int) async -> Int

  /// A synchronous hit.
  init(_ kind: String, _ make: @escaping @Sendable () -> Void) {
    self.kind = kind
    allocations = { times in
      let before = allocation_count()
      for _ in 0..<times { make() }
      return allocation_count() - before
    }
  }

  /// An asynchronous hit.
  init(_ kind: String, asynchronously make: @escaping @Sendable () async -> Void) {
    self.kind = kind
    allocations = { times in
      let before = allocation_count()
      for _ in 0..<times { await make() }
      return allocation_count() - before
    }
  }

  /// The hit of a cache with one key.
  init<Key: Hashable & Sendable>(_ kind: String, of key: Key) {
    let cache = MemoCache<Key, Int>(capacity: 8)
    self.init(kind) { _ = cache.value(for: key) { 1 } }
  }
}

let hits: [Hit] = {
  var hits = [
    Hit("a number", of: 42),
    Hit("a short text", of: "tea"),
    Hit("a long text", of: String(repeating: "a", count: 2_000)),
    Hit("a text whose first character is not ASCII", of: "é" + String(repeating: "a", count: 2_000)),
    Hit("a text whose last character is not ASCII", of: String(repeating: "a", count: 2_000) + "é"),
    Hit("a structure", of: Route(from: "Zürich", to: "Ulm", stops: 3)),
    Hit("three arguments", of: Arguments("Zürich", "Ulm", 3)),
    inTime(),
    withRules(),
    byFrequency(),
    ofAFunction(),
    ofAWrapper(),
  ]
  // In a debug build each call of an asynchronous closure allocates its frame.
  #if !DEBUG
    hits.append(ofAnAsynchronousCall())
  #endif
  return hits
}()

/// Allocates once.
@inline(never)
func allocate(_ number: Int) { _ = Unmanaged.passRetained(Box(number)).takeRetainedValue() }

private final class Box {
  let number: Int

  init(_ number: Int) { self.number = number }
}

private struct Route: Hashable {
  let from: String
  let to: String
  let stops: Int
}

private func inTime() -> Hit {
  let cache = MemoCache<String, Int>(capacity: 8, timeToLive: .seconds(3_600))
  return Hit("a cache with a time to live") { _ = cache.value(for: "tea") { 1 } }
}

private func byFrequency() -> Hit {
  let cache = MemoCache<String, Int>(capacity: 8, eviction: .windowTinyLFU)
  return Hit("a cache that evicts by frequency") { _ = cache.value(for: "tea") { 1 } }
}

private func withRules() -> Hit {
  let cache = MemoCache<String, Int>(
    capacity: 1_000,
    freshness: Freshness(timeToLive: .seconds(3_600), staleFor: .seconds(60), refreshingAfter: .seconds(1_800)),
    weighing: { key, _ in key.utf8.count },
    keepingErrors: { _ in .seconds(5) }
  )
  return Hit("a cache with stale values and weights") { _ = cache.value(for: "tea") { 1 } }
}

private func ofAFunction() -> Hit {
  let cache = FunctionCache<String, Int>(capacity: 8)
  return Hit("the cache of a function") { _ = cache.value(for: "tea") { 1 } }
}

private func ofAWrapper() -> Hit {
  let price = memoized { (item: String) in item.utf8.count }
  return Hit("a memoized function") { _ = price("tea") }
}

private func ofAnAsynchronousCall() -> Hit {
  let cache = MemoCache<String, Int>(capacity: 8)
  return Hit("an asynchronous call", asynchronously: { _ = await cache.value(for: "tea") { () async in 1 } })
}
