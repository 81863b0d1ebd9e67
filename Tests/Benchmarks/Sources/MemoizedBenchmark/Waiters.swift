import BenchmarkHarness
import Decorators
import Dispatch
import Synchronization

/// Cancels all waiters of one key, and joins a long chain of loads that wait for each other, while another thread looks
/// for another key.
func waiters() async {
  print(
    "\n## Waiters of one key\n\n| what | ms | ns for each | longest `peek` of another key, µs |\n|---|---:|---:|---:|"
  )
  for count in [1_000, 10_000, 100_000] { await cancel(count) }
  for count in [1_000, 5_000] { await joinChain(of: count) }
}

private func cancel(_ count: Int) async {
  let cache = MemoCache<Int, Int>(capacity: 8)
  let callers = (0..<count).map { _ in
    Task {
      try await cache.value(for: 1) { () async throws in
        try await Task.sleep(for: .seconds(3_600))
        return 1
      }
    }
  }
  while cache.cacheInfo.hits < count - 1 { await Task.yield() }
  await row("cancel \(count)", for: count, cache) {
    for caller in callers { caller.cancel() }
    for caller in callers { _ = await caller.result }
  }
}

/// Load 0 waits for load 1, load 1 for load 2, and so on. Then a load outside the chain asks for its head.
private func joinChain(of count: Int) async {
  let cache = MemoCache<Int, Int>(capacity: 8)
  @Sendable func follow(_ key: Int) async throws -> Int {
    try await cache.value(for: key) { () async throws in
      if key < count { return try await follow(key + 1) }
      try await Task.sleep(for: .seconds(3_600))
      return 1
    }
  }
  let chain = Task { try await follow(0) }
  while cache.cacheInfo.misses < count + 1 { await Task.yield() }
  let calls = 100
  var joining: [Task<Int, any Error>] = []
  await row("join a chain of \(count) from \(calls) loads", for: calls, cache) {
    joining = (1...calls).map { number in
      Task { try await cache.value(for: -number) { () async throws in try await follow(0) } }
    }
    while cache.cacheInfo.hits < calls { await Task.yield() }
  }
  for task in joining { task.cancel() }
  chain.cancel()
  for task in joining { _ = await task.result }
  _ = await chain.result
}

private func row(_ title: String, for count: Int, _ cache: MemoCache<Int, Int>, _ body: () async -> Void) async {
  let isOver = Atomic(false)
  let longest = Atomic(0.0.bitPattern)
  let over = DispatchSemaphore(value: 0)
  DispatchQueue.global().async {
    var worst = 0.0
    while !isOver.load(ordering: .relaxed) {
      let start = ContinuousClock.now
      _ = cache.peek(2)
      worst = max(worst, (ContinuousClock.now - start) / .microseconds(1))
    }
    longest.store(worst.bitPattern, ordering: .relaxed)
    over.signal()
  }
  let start = ContinuousClock.now
  await body()
  let elapsed = ContinuousClock.now - start
  isOver.store(true, ordering: .relaxed)
  await withUnsafeContinuation { continuation in
    DispatchQueue.global().async {
      over.wait()
      continuation.resume()
    }
  }
  let nanoseconds = Int(elapsed / .nanoseconds(1)) / count
  let worst = Double(bitPattern: longest.load(ordering: .relaxed))
  print("| \(title) | \(tenths(elapsed / .milliseconds(1))) | \(nanoseconds) | \(tenths(worst)) |")
}
