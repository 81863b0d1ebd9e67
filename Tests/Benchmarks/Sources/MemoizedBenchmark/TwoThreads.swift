import BenchmarkHarness
import Decorators
import Dispatch

/// Nanoseconds of a hit for each of two threads that use one cache at once.
func twoThreads() {
  print("\n## A hit from two threads, for each thread\n\n| key | least ns | median ns |\n|---|---:|---:|")
  measure("Int", integerKeys, sought(integerKeys))
  measure("String, 20 characters", stringKeys, sought(stringKeys))
  measure("(String, Int)", pairKeys, sought(pairKeys))
}

@inline(__always)
private func measure<Key: Hashable & Sendable>(_ title: String, _ keys: [Key], _ sought: [Key]) {
  let cache = MemoCache<Key, Int>(capacity: keys.count)
  for (value, key) in keys.enumerated() { cache.insert(value, for: key) }
  let calls = 500_000
  let samples = (0..<24).map { _ in
    let start = ContinuousClock.now
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      consume(sum(calls) { number in cache.value(for: sought[(number &+ thread &* 97) % keyCount]) { number } })
    }
    return (ContinuousClock.now - start) / .nanoseconds(1) / Double(calls)
  }.sorted()
  print("| \(title) | \(tenths(samples[0])) | \(tenths(samples[samples.count / 2])) |")
}

func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }
