import Decorators
import DecoratorsTesting
import Testing

@Suite("Recursion", .timeLimit(.minutes(10)))
struct RecursiveLoadTests {
  @Test("M8: a function may ask for other keys while it computes one")
  func fibonacci() {
    let cache = MemoCache<Int, Int>(capacity: 128)
    func fibonacci(_ n: Int) -> Int {
      cache.value(for: n) { n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2) }
    }
    #expect(fibonacci(90) == 2_880_067_194_370_816_120)
    #expect(cache.cacheInfo.misses == 91)
  }

  @Test("M8: a cache smaller than the depth is slower and still right")
  func shallowCache() {
    let cache = MemoCache<Int, Int>(capacity: 3)
    func fibonacci(_ n: Int) -> Int {
      cache.value(for: n) { n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2) }
    }
    #expect(fibonacci(20) == 6765)
    #expect(cache.cacheInfo.count == 3)
  }

  @Test("M8: asynchronous functions may ask for other keys too")
  func asynchronousFibonacci() async throws {
    let cache = MemoCache<Int, Int>(capacity: 128)
    @Sendable func fibonacci(_ n: Int) async throws -> Int {
      try await cache.value(for: n) { n < 2 ? n : try await fibonacci(n - 1) + fibonacci(n - 2) }
    }
    #expect(try await fibonacci(90) == 2_880_067_194_370_816_120)
  }

  @Test("M8: functions may ask for each other")
  func mutualRecursion() async throws {
    let (even, odd) = (MemoCache<Int, Bool>(capacity: 64), MemoCache<Int, Bool>(capacity: 64))
    @Sendable func isEven(_ n: Int) async throws -> Bool {
      try await even.value(for: n) { n == 0 ? true : try await isOdd(n - 1) }
    }
    @Sendable func isOdd(_ n: Int) async throws -> Bool {
      try await odd.value(for: n) { n == 0 ? false : try await isEven(n - 1) }
    }
    #expect(try await isEven(40))
    #expect(try await !isOdd(40))
  }

  @Test("M8: a key that asks for itself is told so, synchronously")
  func sameKey() throws {
    let cache = MemoCache<String, Int>(capacity: 4, named: "prices")
    func price(_ item: String) throws -> Int { try cache.value(for: item) { try price(item) } }
    let error = #expect(throws: RecursiveLoadError.self) { try price("tea") }
    #expect(error?.cache == "prices" && error?.key == "\"tea\"")
    #expect(
      error?.description
        == #"Loading the key "tea" of prices asked for the same key again. A memoized value cannot depend on itself."#
        + " A Task that the load starts counts as part of the load while the load runs; use Task.detached instead."
    )
    #expect(try cache.value(for: "tea") { () throws in 3 } == 3)
  }

  private struct Secret: Sensitive, Hashable { var debugDescription: String { "s3cret" } }

  @Test("M8, L5, L11: the error shows its key as a record does: cut, escaped and redacted")
  func theKeyOfTheError() {
    func shown<Key: Hashable & Sendable>(_ key: Key) -> String? {
      let cache = MemoCache<Key, Int>(capacity: 4)
      func load() throws -> Int { try cache.value(for: key) { try load() } }
      return #expect(throws: RecursiveLoadError.self) { try load() }?.key
    }
    #expect(shown("a\nb") == #""a\nb""#)
    #expect(shown(String(repeating: "a", count: 2_000_000)) == "\"" + String(repeating: "a", count: 255) + "…")
    #expect(shown(Secret()) == "<redacted>")
    #expect(shown(Arguments("ada", [Secret()], 1)) == #"("ada", [<redacted>], 1)"#)
    #expect(shown(Redacted("s3cret")) == "<redacted>")
  }

  @Test("M8, L5: the error of a cache that redacts its keys shows none")
  func redactedKeys() async {
    let cache = MemoCache<String, Int>(capacity: 4, redactingKeys: true)
    func load() throws -> Int { try cache.value(for: "s3cret") { try load() } }
    let now = #expect(throws: RecursiveLoadError.self) { try load() }
    #expect(now?.key == "<redacted>")
    @Sendable func loadLater() async throws -> Int { try await cache.value(for: "s3cret") { try await loadLater() } }
    let later = await #expect(throws: RecursiveLoadError.self) { try await loadLater() }
    #expect(later?.key == "<redacted>")
    let ofFunction = FunctionCache<String, Int>(capacity: 4, redactingKeys: true, named: "login")
    func login() throws -> Int { try ofFunction.value(for: "s3cret") { try login() } }
    let inFunction = #expect(throws: RecursiveLoadError.self) { try login() }
    #expect(inFunction?.key == "<redacted>")
  }

  @Test("M8: a key that asks for itself by way of others is told so")
  func sameKeyByWayOfOthers() throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    func next(_ n: Int) throws -> Int { try cache.value(for: n) { try next((n + 1) % 5) } }
    #expect(throws: RecursiveLoadError.self) { try next(0) }
    #expect(cache.cacheInfo.misses == 5 && cache.cacheInfo.count == 0)
  }

  @Test("M8: a key that asks for itself is told so instead of waiting for itself, asynchronously")
  func sameKeyAsynchronously() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16, named: "chain")
    @Sendable func next(_ n: Int) async throws -> Int {
      try await cache.value(for: n) { try await next((n + 1) % 3) }
    }
    let error = await #expect(throws: RecursiveLoadError.self) { try await next(0) }
    #expect(error?.cache == "chain" && error?.key == "0")
    #expect(try await cache.value(for: 0) { () async throws in 3 } == 3)
  }

  @Test("M8: a child task of a load that asks for the same key is told so")
  func sameKeyInAChildTask() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    await #expect(throws: RecursiveLoadError.self) {
      try await cache.value(for: 1) { () async throws -> Int in
        async let child = cache.value(for: 1) { () async throws in 2 }
        return try await child
      }
    }
  }

  @Test("M8: loads that were started apart and ask for each other's keys are told so, across caches too")
  func loadsThatWaitForEachOther() async throws {
    let (left, right) = (
      MemoCache<Int, Int>(capacity: 4, named: "left"), MemoCache<Int, Int>(capacity: 4, named: "right")
    )
    let gate = Gate()
    let first = Task {
      try await left.value(for: 1) { () async throws -> Int in
        await gate.wait()
        return try await right.value(for: 2) { () async throws in 20 }
      }
    }
    let second = Task {
      try await right.value(for: 2) { () async throws -> Int in
        await gate.wait()
        return try await left.value(for: 1) { () async throws in 10 }
      }
    }
    await until { gate.waiting == 2 }
    gate.open()
    await #expect(throws: RecursiveLoadError.self) { try await first.value }
    await #expect(throws: RecursiveLoadError.self) { try await second.value }
    #expect(try await left.value(for: 1) { () async throws in 1 } == 1)
  }

  @Test("M8: loads that wait for the same third one are not accused")
  func loadsThatShareAnother() async throws {
    let cache = MemoCache<Int, Int>(capacity: 8)
    let gate = Gate()
    let hundred = { @Sendable () async throws -> Int in
      await gate.wait()
      return 100
    }
    let tops = (1...4).map { top in
      Task {
        try await cache.value(for: top) { () async throws -> Int in
          async let left = cache.value(for: 100, hundred)
          async let right = cache.value(for: 200) { () async throws in
            try await cache.value(for: 100, hundred) + 100
          }
          return try await top + left + right
        }
      }
    }
    await until { gate.waiting == 1 && cache.cacheInfo.hits >= 7 }
    gate.open()
    for (index, top) in tops.enumerated() { #expect(try await top.value == index + 1 + 300) }
    #expect(cache.cacheInfo.misses == 6)
  }

  @Test("M8: synchronous code inside an asynchronous load of the same key is told so")
  func synchronousInsideAsynchronous() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    await #expect(throws: RecursiveLoadError.self) {
      try await cache.value(for: 1) { () async throws -> Int in
        await Task.yield()
        let load = { () throws -> Int in 2 }
        return try cache.value(for: 1, load)
      }
    }
  }

  @Test("M8: a load whose key was removed that asks for its own key is still told so")
  func removedAndRecursive() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    func again() throws -> Int {
      try cache.value(for: 1) {
        cache.removeAll()
        return try again()
      }
    }
    #expect(throws: RecursiveLoadError.self) { try again() }
    @Sendable func againLater() async throws -> Int {
      try await cache.value(for: 1) {
        cache.removeAll()
        return try await againLater()
      }
    }
    await #expect(throws: RecursiveLoadError.self) { try await againLater() }
  }

  @Test("M8: work that outlives a load is not accused")
  func workThatOutlivesTheLoad() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    let gate = Gate()
    let left = ValueRecorder<Task<Int, any Error>>()
    _ = try await cache.value(for: 1) { () async throws -> Int in
      left.append(
        Task {
          await gate.wait()
          return try await cache.value(for: 1) { () async throws in 20 }
        }
      )
      return 10
    }
    cache.removeAll()
    gate.open()
    #expect(try await left.values[0].value == 20)
    let nested = cache.value(for: 2) { 2 }
    #expect(nested == 2)
  }

  @Test("M8: a task that a load starts counts as part of it while it runs, awaited or not; a detached one does not")
  func workThatALoadStarts() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16, named: "ahead")
    let gate = Gate()
    let left = ValueRecorder<Task<Int, any Error>>()
    let load = Task {
      try await cache.value(for: 1) { () async throws -> Int in
        left.append(Task { try await cache.value(for: 1) { () async throws in 20 } })
        left.append(Task.detached { try await cache.value(for: 1) { () async throws in 30 } })
        await gate.wait()
        return 10
      }
    }
    await until { left.values.count == 2 && cache.cacheInfo.hits == 1 }
    let error = await #expect(throws: RecursiveLoadError.self) { try await left.values[0].value }
    #expect(error?.description.contains("Task.detached") == true)
    gate.open()
    #expect(try await load.value == 10)
    #expect(try await left.values[1].value == 10)
  }

  @Test("M8: other threads and tasks may ask for the key while it is computed")
  func othersAreNotAccused() async throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    let value = try cache.value(for: 1) { () throws -> Int in
      let thread = BlockingThread { #expect(throws: Never.self) { try cache.value(for: 1) { () throws in 5 } } }
      thread.join()
      return 6
    }
    #expect(value == 6)
  }

  @Test("M8: where the failure type cannot hold the error, the inner call computes without the cache, synchronously")
  func computesWhereItCannotThrow() {
    let cache = MemoCache<String, Int>(capacity: 4)
    var calls = 0
    func price(_ item: String) -> Int {
      cache.value(for: item) {
        calls += 1
        return calls < 4 ? price(item) * 10 : 7
      }
    }
    #expect(price("tea") == 7000 && calls == 4)
    #expect(cache.cacheInfo == CacheInfo(misses: 4, count: 1, capacity: 4))
    #expect(price("tea") == 7000 && calls == 4)
  }

  @Test("M8: where the failure type cannot hold the error, the inner call computes without the cache, asynchronously")
  func computesWhereItCannotThrowAsynchronously() async throws {
    let cache = MemoCache<String, Int>(capacity: 4)
    let calls = Counter()
    @Sendable func price(_ item: String) async throws(TimeoutError) -> Int {
      try await cache.value(for: item) { () async throws(TimeoutError) in
        await Task.yield()
        if calls.increment() == 4 { throw TimeoutError(number: 7) }
        do throws(TimeoutError) {
          return try await price(item)
        } catch {
          throw TimeoutError(number: error.number * 10)
        }
      }
    }
    await #expect(throws: TimeoutError(number: 7000)) { try await price("tea") }
    #expect(calls.value == 4 && cache.cacheInfo == CacheInfo(misses: 4, capacity: 4))
  }

  @Test("M8: cyclic data that the bare function comes to an end with does not stop the program")
  func cyclicData() async {
    let links = [1: [2, 3], 2: [1], 3: [2, 3]]
    let cache = MemoCache<Int, Int>(capacity: 8)
    let visited = ValueRecorder<Int>()
    func weigh(_ node: Int) -> Int {
      cache.value(for: node) {
        if visited.values.count(where: { $0 == node }) > 1 { return 1 }
        visited.append(node)
        return 1 + links[node, default: []].reduce(0) { $0 + weigh($1) }
      }
    }
    #expect(weigh(1) > 3)
    let later = MemoCache<Int, Int>(capacity: 8)
    @Sendable func weighLater(_ node: Int) async -> Int {
      await later.value(for: node) { () async in
        if visited.values.count(where: { $0 == node }) > 3 { return 1 }
        visited.append(node)
        var sum = 1
        for link in links[node, default: []] { sum += await weighLater(link) }
        return sum
      }
    }
    #expect(await weighLater(1) > 3)
  }

  @Test("M8: a task that a load starts and does not await computes for itself if it cannot be told")
  func workThatALoadStartsAndThatCannotThrow() async {
    let cache = MemoCache<Int, Int>(capacity: 16)
    let gate = Gate()
    let left = ValueRecorder<Task<Int, Never>>()
    let load = Task {
      await cache.value(for: 1) { () async in
        left.append(Task { await cache.value(for: 1) { () async in 20 } })
        await gate.wait()
        return 10
      }
    }
    await until { left.values.count == 1 }
    #expect(await left.values[0].value == 20)
    gate.open()
    #expect(await load.value == 10 && cache.peek(1) == 10)
    #expect(cache.cacheInfo.misses == 2)
  }

  @Test("M8: two loads that come to wait for each other at the same moment both end")
  func loadsThatMeet() async {
    for _ in 0..<300 {
      let cache = MemoCache<Int, Int>(capacity: 4)
      let start = Gate()
      let loads = [(1, 2), (2, 1)].map { own, other in
        Task {
          await cache.value(for: own) { () async in
            await start.wait()
            return await cache.value(for: other) { () async in 7 }
          }
        }
      }
      await until { start.waiting == 2 }
      start.open()
      for load in loads { #expect(await load.value == 7) }
    }
  }

  @Test("M8: each of two threads that load a key is told of its own recursion")
  func twoThreadsLoadOneKey() throws {
    let cache = MemoCache<Int, Int>(capacity: 16)
    @Sendable func again() -> Bool { (try? cache.value(for: 1) { () throws in 0 }) == nil }
    let value = try cache.value(for: 1) { () throws -> Int in
      let thread = BlockingThread {
        let value = try? cache.value(for: 1) { () throws -> Int in again() ? 5 : 0 }
        #expect(value == 5)
        cache.remove(1)
      }
      thread.join()
      return again() ? 6 : 0
    }
    #expect(value == 6 && cache.peek(1) == nil)
    #expect(try cache.value(for: 1) { () throws in 8 } == 8)
  }

  @Test("M8, M12: a key unequal to itself may be asked for inside its own load")
  func notANumber() {
    let cache = MemoCache<Double, Int>(capacity: 4)
    let value = cache.value(for: .nan) {
      let inner = cache.value(for: .nan) { 2 }
      cache.removeAll()
      return inner + 1
    }
    #expect(value == 3 && cache.cacheInfo == CacheInfo(misses: 2, capacity: 4))
  }

  @Test("M8: asynchronous loads nest to any depth")
  func deepAsynchronousRecursion() async {
    let cache = MemoCache<Int, Int>(capacity: 16)
    @Sendable func sum(_ n: Int) async -> Int {
      await cache.value(for: n) { () async in n == 0 ? 0 : n + (await sum(n - 1)) }
    }
    #expect(await sum(5000) == 5000 * 5001 / 2)
  }

  @Test("M8: deep synchronous recursion is no slower for being watched")
  func deepRecursion() {
    let cache = MemoCache<Int, Int>(capacity: 2000)
    func sum(_ n: Int) -> Int { cache.value(for: n) { n == 0 ? 0 : n + sum(n - 1) } }
    #expect(sum(1500) == 1500 * 1501 / 2)
  }
}
