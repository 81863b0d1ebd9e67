import BenchmarkHarness
import Decorators
import Dispatch
import Synchronization

/// Nanoseconds of a hit for each of two threads that use one cache at once, each with keys of its own memory.
func twoThreads() {
  print("\n## A hit from two threads, for each thread\n\n| key | least ns | median ns |\n|---|---:|---:|")
  measure("Int", integerKeys, (sought(integerKeys), sought(integerKeys)))
  measure("String, 20 characters", stringKeys, (sought(stringKeys), sought(stringKeys)))
  measure("(String, Int)", pairKeys, (sought(pairKeys), sought(pairKeys)))
}

@inline(__always)
private func measure<Key: Hashable & Sendable>(_ title: String, _ keys: [Key], _ sought: (own: [Key], others: [Key])) {
  let cache = MemoCache<Key, Int>(capacity: keys.count)
  for (value, key) in keys.enumerated() { cache.insert(value, for: key) }
  let calls = 300_000
  let samples = Mutex<[Double]>([])
  for _ in 0..<24 {
    DispatchQueue.concurrentPerform(iterations: 2) { thread in
      let sought = thread == 0 ? sought.own : sought.others
      let start = ContinuousClock.now
      consume(sum(calls) { number in cache.value(for: sought[number % keyCount]) { number } })
      let elapsed = (ContinuousClock.now - start) / .nanoseconds(1) / Double(calls)
      samples.withLock { $0.append(elapsed) }
    }
  }
  let sorted = samples.withLock { $0.sorted() }
  print("| \(title) | \(tenths(sorted[0])) | \(tenths(sorted[sorted.count / 2])) |")
}

func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }
