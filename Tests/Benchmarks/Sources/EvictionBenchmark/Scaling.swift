import BenchmarkHarness
import Decorators
import Dispatch
import Synchronization

/// Nanoseconds of a hit from one thread, and how many times as many hits two threads make on one cache, each with keys of
/// its own memory.
func scaling() {
  print("\n| hits | policy | one thread, ns | two threads, ns each | hits of two threads × those of one |")
  print("|---|---|---:|---:|---:|")
  let zipf = Zipf(0.99, distinct: 1_000)
  var generator = Congruence(7)
  let ranks = (0..<4_096).map { _ in zipf.next(&generator) }
  let strings = (0..<1_000).map { "user-profile-key-\($0 + 1_000)" }
  row("Int, one key", (0..<1_000).map { $0 * 7 }, Array(repeating: 3, count: 4_096)) { $0 }
  row("Int, Zipf 0.99 over 1,000", (0..<1_000).map { $0 * 7 }, ranks) { $0 }
  row("String of 21, one key", strings, Array(repeating: 3, count: 4_096), copied)
  row("String of 21, Zipf 0.99 over 1,000", strings, ranks, copied)
}

private func copied(_ key: String) -> String { String(decoding: Array(key.utf8), as: UTF8.self) }

@inline(__always)
private func row<Key: Hashable & Sendable>(
  _ title: String,
  _ keys: [Key],
  _ ranks: [Int],
  _ copied: (Key) -> Key
) {
  let ours = filled(keys, .windowTinyLFU)
  let lru = filled(keys, .leastRecentlyUsed)
  let sought = (0..<2).map { _ in
    let own = keys.map(copied)
    return ranks.map { own[$0] }
  }
  // Interleaved, so that all four meet the same load of the machine.
  var times = [[Double]](repeating: [], count: 4)
  for _ in 0..<150 {
    times[0].append(time(lru, sought, threads: 1))
    times[1].append(time(lru, sought, threads: 2))
    times[2].append(time(ours, sought, threads: 1))
    times[3].append(time(ours, sought, threads: 2))
  }
  for (index, policy) in ["`.leastRecentlyUsed`", "`.windowTinyLFU`"].enumerated() {
    let (one, two) = (times[index * 2].sorted(), times[index * 2 + 1].sorted())
    let median = one.count / 2
    print(
      "| \(title) | \(policy) | \(tenths(one[0])) (\(tenths(one[median]))) | \(tenths(two[0])) (\(tenths(two[median]))) | "
        + "\(tenths(2 * one[0] / two[0])) (\(tenths(2 * one[median] / two[median]))) |"
    )
  }
}

private func filled<Key: Hashable & Sendable>(_ keys: [Key], _ policy: EvictionPolicy) -> MemoCache<Key, Int> {
  let cache = MemoCache<Key, Int>(capacity: keys.count, eviction: policy)
  for (value, key) in keys.enumerated() { cache.insert(value, for: key) }
  return cache
}

/// Nanoseconds of a hit, until the last thread is done.
@inline(__always)
private func time<Key: Hashable & Sendable>(_ cache: MemoCache<Key, Int>, _ sought: [[Key]], threads: Int) -> Double {
  let calls = 65_536
  let ready = Atomic(0)
  let elapsed = Mutex(0.0)
  DispatchQueue.concurrentPerform(iterations: threads) { thread in
    let keys = sought[thread]
    ready.add(1, ordering: .acquiringAndReleasing)
    while ready.load(ordering: .acquiring) < threads {}
    let start = ContinuousClock.now
    consume(sum(calls) { number in cache.value(for: keys[number & 4_095]) { number } })
    let own = (ContinuousClock.now - start) / .nanoseconds(1) / Double(calls)
    elapsed.withLock { $0 = max($0, own) }
  }
  return elapsed.withLock { $0 }
}

private func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }
