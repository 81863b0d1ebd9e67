import BenchmarkHarness
import Decorators

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Lookups by a Zipf law of exponent 0.99 over 100,000 keys, with room for 1,000: half of them miss and evict.
func zipf() {
  let keys = zipfKeys(count: 1_000_000, distinct: 100_000, exponent: 0.99)
  print(
    "\n## Zipf 0.99 over 100,000 keys, capacity 1,000\n\n| cache | least ns | median ns | hit rate |\n|---|---:|---:|---:|"
  )
  row("MemoCache.value(for:)") {
    let cache = MemoCache<Int, Int>(capacity: 1000)
    return ({ key in cache.value(for: key) { key &* 3 } }, { cache.cacheInfo })
  }
  row("memoized { (Int) in }") {
    let function = memoized(capacity: 1000) { (key: Int) in key &* 3 }
    return ({ function($0) }, { function.cacheInfo })
  }

  func row(_ title: String, _ make: () -> (lookUp: (Int) -> Int, info: () -> CacheInfo)) {
    var rate = 0.0
    let samples = (0..<12).map { _ in
      let (lookUp, info) = make()
      let start = processorTime()
      consume(keys.reduce(0) { $0 &+ lookUp($1) })
      let elapsed = (processorTime() - start) / Double(keys.count)
      rate = info().hitRate
      return elapsed
    }.sorted()
    print(
      "| \(title) | \(tenths(samples[0])) | \(tenths(samples[samples.count / 2])) | \((rate * 10_000).rounded() / 10_000) |"
    )
  }
}

/// Nanoseconds that this thread has had a processor: a sample is too long to fall between two turns of other programs.
func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}

/// The same sequence every time, also in the peers' programs: a 64-bit linear congruence over the law's cumulated weights.
private func zipfKeys(count: Int, distinct: Int, exponent: Double) -> [Int] {
  var cumulated: [Double] = []
  var total = 0.0
  for rank in 1...distinct {
    total += 1 / pow(Double(rank), exponent)
    cumulated.append(total)
  }
  var state: UInt64 = 42
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let point = Double(state >> 11) / Double(UInt64(1) << 53) * total
    var (low, high) = (0, distinct - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulated[middle] < point { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
