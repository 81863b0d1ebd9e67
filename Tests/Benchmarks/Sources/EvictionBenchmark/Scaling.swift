import BenchmarkHarness
import Decorators
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Nanoseconds of a hit from one thread, least and median, and how many times as many hits two threads make on one
/// cache, each with keys of its own memory.
func scaling() {
  print("\n| hits | policy | one thread, ns | two threads, ns each | hits of two threads × those of one | samples |")
  print("|---|---|---:|---:|---:|---:|")
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
  for _ in 0..<1_000 {
    for (index, (cache, threads)) in [(lru, 1), (lru, 2), (ours, 1), (ours, 2)].enumerated() {
      if let time = time(cache, sought, threads: threads) { times[index].append(time) }
    }
  }
  for (index, policy) in ["`.leastRecentlyUsed`", "`.windowTinyLFU`"].enumerated() {
    let (one, two) = (times[index * 2].sorted(), times[index * 2 + 1].sorted())
    guard !one.isEmpty, !two.isEmpty else { return print("| \(title) | \(policy) | the machine is too busy |") }
    let (own, both) = (one[one.count / 2], two[two.count / 2])
    print(
      "| \(title) | \(policy) | \(tenths(one[0])) (\(tenths(own))) | \(tenths(two[0])) (\(tenths(both))) | "
        + "\(tenths(2 * own / both)) | \(two.count) |"
    )
  }
}

private func filled<Key: Hashable & Sendable>(_ keys: [Key], _ policy: EvictionPolicy) -> MemoCache<Key, Int> {
  let cache = MemoCache<Key, Int>(capacity: keys.count, eviction: policy)
  for (value, key) in keys.enumerated() { cache.insert(value, for: key) }
  return cache
}

/// Nanoseconds of a hit, until the last thread is done. Nil if the threads did not run at the same time, because
/// another program had or took a processor.
@inline(__always)
private func time<Key: Hashable & Sendable>(_ cache: MemoCache<Key, Int>, _ sought: [[Key]], threads: Int) -> Double? {
  let calls = 65_536
  let ready = Atomic(0)
  let results = Mutex((spans: [ClosedRange<ContinuousClock.Instant>](), preemptions: 0))
  DispatchQueue.concurrentPerform(iterations: threads) { thread in
    let keys = sought[thread]
    ready.add(1, ordering: .acquiringAndReleasing)
    while ready.load(ordering: .acquiring) < threads {}
    let former = preemptions()
    let start = ContinuousClock.now
    consume(sum(calls) { number in cache.value(for: keys[number & 4_095]) { number } })
    let end = ContinuousClock.now
    let preempted = preemptions() - former
    results.withLock { $0 = ($0.spans + [start...end], $0.preemptions + preempted) }
  }
  let (spans, preempted) = results.withLock { $0 }
  let longest = spans.map { $0.upperBound - $0.lowerBound }.max()!
  let late = spans.map(\.lowerBound).max()! - spans.map(\.lowerBound).min()!
  return preempted == 0 && late < longest / 20 ? longest / .nanoseconds(1) / Double(calls) : nil
}

/// How often another thread got the processor while this one could have gone on.
private func preemptions() -> Int {
  #if canImport(Glibc)
    var usage = rusage()
    getrusage(__rusage_who_t(1), &usage)  // RUSAGE_THREAD
    return usage.ru_nivcsw
  #else
    return 0
  #endif
}

private func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }
