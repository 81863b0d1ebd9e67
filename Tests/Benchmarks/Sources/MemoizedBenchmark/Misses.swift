import BenchmarkHarness
import Decorators

/// A miss in asynchronous code, beside what one writes without a cache: a dictionary of tasks in an actor.
func misses() async {
  let cache = MemoCache<Int, Int>(capacity: keyCount)
  let tasks = TasksByKey(capacity: keyCount)
  let byHand = "dictionary of tasks in an actor"
  var next = 0
  func keys(_ count: Int) -> Range<Int> {
    defer { next += count }
    return next..<next + count
  }
  var table = BenchmarkTable("A miss in asynchronous code, Int key", calls: 1_000, repetitions: 200)
  table.row(byHand) { count in
    var sum = 0
    for key in keys(count) { sum &+= await tasks.value(for: key) { await bare(key) } }
    return sum
  }
  table.row("MemoCache.value(for:), async", over: byHand, atMost: .times(1.3)) { count in
    var sum = 0
    for key in keys(count) { sum &+= await cache.value(for: key) { () async in await bare(key) } }
    return sum
  }
  table.row("\(byHand), load suspends") { count in
    var sum = 0
    for key in keys(count) {
      sum &+= await tasks.value(for: key) {
        await Task.yield()
        return await bare(key)
      }
    }
    return sum
  }
  table.row(
    "MemoCache.value(for:), async, load suspends",
    over: "\(byHand), load suspends",
    atMost: .times(1.3)
  ) { count in
    var sum = 0
    for key in keys(count) {
      sum &+= await cache.value(for: key) { () async in
        await Task.yield()
        return await bare(key)
      }
    }
    return sum
  }
  await table.run()
}

/// The cache that one writes by hand. It forgets everything when it is full.
actor TasksByKey {
  private let capacity: Int
  private var tasks: [Int: Task<Int, Never>] = [:]

  init(capacity: Int) { self.capacity = capacity }

  func value(for key: Int, _ load: @escaping @Sendable () async -> Int) async -> Int {
    if let task = tasks[key] { return await task.value }
    if tasks.count == capacity { tasks.removeAll(keepingCapacity: true) }
    let task = Task { await load() }
    tasks[key] = task
    return await task.value
  }
}

@inline(never)
private func bare(_ number: Int) async -> Int { number &* 3 ^ 1 }
