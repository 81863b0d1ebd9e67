import BenchmarkHarness
import Decorators
import Dispatch
import Synchronization

/// The cost of each member of the resilience family for a call that it lets through.
func measureFamily() async {
  await measureGuardsSync()
  await measureGuardsAsync()
  await measureTimeLimits()
  measureTwoThreads()
}

private let breaker = CircuitBreaker(named: "breaker")
private let bulkhead = Bulkhead(named: "bulkhead", atMost: 100)
private let adaptive = Bulkhead(named: "adaptive", atMost: .adaptive(from: 100, in: 50...200))
/// It never runs dry: what is measured is a call that is let through.
private let rateLimit = RateLimit(named: "rate", by: TokenBucket(1_000_000_000, per: .seconds(1), burst: 1_000_000_000))
private let counting = CountingPolicy(named: "counted")
private let budgeted = RetryPolicy(attempts: 3, budget: RetryBudget(named: "budget"))

private func measureGuardsSync() async {
  var table = BenchmarkTable("the family, a call that is let through")
  table.row("bare call") { count in sum(count) { (try? throwingWork($0)) ?? 0 } }
  func row(_ name: String, _ decorator: some Decorator) {
    let decorator = opaque(decorator)
    table.row(name, over: "bare call", atMost: .nanoseconds(60)) { count in
      sum(count) { number in (try? runNow(decorator, number)) ?? 0 }
    }
  }
  row("circuit breaker", breaker)
  row("bulkhead", bulkhead)
  row("adaptive bulkhead", adaptive)
  row("rate limit", rateLimit)
  row("counted", counting)
  row("retrying with a budget", budgeted)
  await table.run()
}

@inline(__always)
private func runNow(_ decorator: some Decorator, _ number: Int) throws -> Int {
  try decorator.run { try throwingWork(number) }
}

private func measureGuardsAsync() async {
  var table = BenchmarkTable("the family, an asynchronous call that is let through")
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await asyncThrowingWork(number)) ?? 0 }
    return sum
  }
  func row(_ name: String, _ decorator: some Decorator) {
    let decorator = opaque(decorator)
    table.row(name, over: "bare call", atMost: .nanoseconds(100)) { count in
      var sum = 0
      for number in 0..<count { sum &+= (try? await decorator.run { try await asyncThrowingWork(number) }) ?? 0 }
      return sum
    }
  }
  row("circuit breaker", breaker)
  row("bulkhead", bulkhead)
  row("adaptive bulkhead", adaptive)
  row("rate limit", rateLimit)
  row("counted", counting)
  row("retrying with a budget", budgeted)
  await table.run()
}

private func measureTimeLimits() async {
  var table = BenchmarkTable("time limits", calls: 1_000, repetitions: 200)
  let limit = opaque(TimeLimit(within: .seconds(30)))
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await asyncThrowingWork(number)) ?? 0 }
    return sum
  }
  table.row("in a child task", over: "bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await inChildTask(number)) ?? 0 }
    return sum
  }
  table.row("time limit", over: "in a child task", atMost: .times(1.6)) { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await limit.run { try await asyncThrowingWork(number) }) ?? 0 }
    return sum
  }
  table.row("in a child task, main actor", over: "bare call") { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await inChildTask(number)) ?? 0 }
    return sum
  }
  table.row("time limit, main actor", over: "in a child task, main actor", atMost: .times(1.6)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await limit.run { try await asyncThrowingWork(number) }) ?? 0 }
    return sum
  }
  await table.run()
}

nonisolated(nonsending) private func inChildTask(_ number: Int) async throws -> Int {
  try await withThrowingTaskGroup(of: Int.self) { group in
    group.addTask { try await asyncThrowingWork(number) }
    return try await group.next()!
  }
}

/// Nanoseconds of a call for each of one and of two threads that share an object.
private func measureTwoThreads() {
  print(
    "\n## One object from two threads\n\n| object | one thread ns | two threads, each ns | × | bar |\n|---|---:|---:|---:|---|"
  )
  row("circuit breaker", breaker)
  row("bulkhead", bulkhead)
  row("rate limit", rateLimit)
}

@inline(__always)
private func row(_ name: String, _ decorator: some Decorator) {
  let one = medianNanoseconds(decorator, threads: 1)
  let two = medianNanoseconds(decorator, threads: 2)
  let verdict = two <= 3 * one ? "met" : "missed"
  print("| \(name) | \(rounded(one)) | \(rounded(two)) | \(rounded(two / one)) | ≤ 3 ×: \(verdict) |")
}

@inline(__always)
private func medianNanoseconds(_ decorator: some Decorator, threads: Int) -> Double {
  let calls = 200_000
  let samples = Mutex<[Double]>([])
  for _ in 0..<24 {
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      let start = ContinuousClock.now
      consume(sum(calls) { number in (try? runNow(decorator, number)) ?? 0 })
      let elapsed = (ContinuousClock.now - start) / .nanoseconds(1) / Double(calls)
      samples.withLock { $0.append(elapsed) }
    }
  }
  let sorted = samples.withLock { $0.sorted() }
  return sorted[sorted.count / 2]
}

private func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
