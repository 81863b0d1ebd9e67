import Decorators
import Hummingbird

/// The routes that are compared: `/bare/17`, `/actor/17`, `/memoized/17`.
enum Route: String, CaseIterable {
  case bare
  case actor
  case memoized
}

func routes() -> Router<BasicRequestContext> {
  let router = Router()
  let byHand = ValuesByKey(capacity: ServiceBenchmark.capacity)
  let cache = MemoCache<Int, String>(capacity: ServiceBenchmark.capacity, named: "values")
  router.get("bare/:key") { _, context in
    await load(try context.parameters.require("key", as: Int.self))
  }
  router.get("actor/:key") { _, context in
    let key = try context.parameters.require("key", as: Int.self)
    return try await byHand.value(for: key) { await load(key) }
  }
  router.get("memoized/:key") { _, context in
    let key = try context.parameters.require("key", as: Int.self)
    return try await cache.value(for: key) { () async throws in await load(key) }
  }
  return router
}

@inline(never)
private func load(_ key: Int) async -> String { "The value of key \(key)." }

/// The cache that one writes by hand: it shares loads, keeps values, and evicts the oldest.
actor ValuesByKey {
  private let capacity: Int
  private var tasks: [Int: Task<String, any Error>] = [:]
  private var order: [Int] = []
  private var oldest = 0

  init(capacity: Int) { self.capacity = capacity }

  func value(for key: Int, _ load: @escaping @Sendable () async throws -> String) async throws -> String {
    if let task = tasks[key] { return try await task.value }
    if order.count < capacity {
      order.append(key)
    } else {
      tasks[order[oldest]] = nil
      order[oldest] = key
      oldest = (oldest + 1) % capacity
    }
    let task = Task { try await load() }
    tasks[key] = task
    return try await task.value
  }
}
