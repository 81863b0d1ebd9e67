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

/// Nanoseconds of a call for one and for two threads that share an object.
///
/// Both threads begin each of many short samples together. A sample lasts from the first begin to the last end. One in
/// which the threads did not begin within a microsecond, because the machine had other work, is left out.
private func measureTwoThreads() {
  print(
    """

    ## One object from two threads

    | object | one thread: least ns | median ns | two threads, each: least ns | median ns | × | bar |
    |---|---:|---:|---:|---:|---:|---|
    """
  )
  row("circuit breaker", breaker)
  row("bulkhead", bulkhead)
  row("adaptive bulkhead", adaptive)
  row("rate limit", rateLimit)
  row("retrying with a budget", budgeted)
}

@inline(__always)
private func row(_ name: String, _ decorator: some Decorator) {
  let one = samples(decorator, threads: 1)
  let two = samples(decorator, threads: 2)
  guard !two.isEmpty else { return print("| \(name) | | | the threads never ran side by side | | | |") }
  let verdict = two[0] <= 3 * one[0] ? "met" : "missed"
  let figures = [one[0], one[one.count / 2], two[0], two[two.count / 2], two[0] / one[0]].map { "\(rounded($0))" }
  print("| \(name) | \(figures.joined(separator: " | ")) | ≤ 3 ×: \(verdict) |")
}

/// The samples in their order, the least one first.
@inline(__always)
private func samples(_ decorator: some Decorator, threads: Int) -> [Double] {
  let (repetitions, calls) = (500, 2_000)
  let start = StartLine(threads)
  let spans = Mutex(Array(repeating: Span(), count: repetitions))
  let group = DispatchGroup()
  let work = { @Sendable in
    for repetition in 0..<repetitions {
      start.wait()
      let begin = ContinuousClock.now
      consume(sum(calls) { number in (try? runNow(decorator, number)) ?? 0 })
      let end = ContinuousClock.now
      spans.withLock { $0[repetition].add(begin, end) }
    }
  }
  for _ in 1..<threads { DispatchQueue.global().async(group: group, execute: work) }
  work()
  group.wait()
  return spans.withLock { spans in
    spans.filter { $0.delay < .microseconds(1) }.map { $0.length / .nanoseconds(1) / Double(calls) }.sorted()
  }
}

/// When the threads began and ended a sample.
private struct Span {
  private var begins: [ContinuousClock.Instant] = []
  private var ends: [ContinuousClock.Instant] = []

  mutating func add(_ begin: ContinuousClock.Instant, _ end: ContinuousClock.Instant) {
    begins.append(begin)
    ends.append(end)
  }

  /// How much later the last thread began.
  var delay: Duration { begins.max()! - begins.min()! }
  var length: Duration { ends.max()! - begins.min()! }
}

/// Where threads wait for each other without sleeping, any number of times.
private final class StartLine: Sendable {
  private let threads: Int
  private let arrived = Atomic(0)

  init(_ threads: Int) { self.threads = threads }

  func wait() {
    let number = arrived.wrappingAdd(1, ordering: .acquiringAndReleasing).oldValue
    let all = (number / threads + 1) * threads
    while arrived.load(ordering: .acquiring) < all {}
  }
}

private func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
