import Decorators
import DecoratorsTesting
import Testing

private struct User: Sendable, Equatable { var id: String }

private struct Database: Sendable {
  let queries = Counter()

  func user(_ id: String) async throws -> User {
    queries.increment()
    await Task.yield()
    if id.isEmpty { throw ConnectionError() }
    return User(id: id)
  }
}

private func square(_ n: Int) -> Int { n * n }
private func fetchUser(id: String) async throws -> User { User(id: id) }
private func checked(_ n: Int) throws(TimeoutError) -> Int {
  if n < 0 { throw TimeoutError(number: n) }
  return n
}

@Suite("memoized", .timeLimit(.minutes(10)))
struct MemoizedFunctionTests {
  @Test func readsAsInTheGuide() async throws {
    let database = Database()
    let getUser = memoized(capacity: 256, named: "get_user") { (id: String) async throws -> User in
      try await database.user(id)
    }
    #expect(try await getUser("42") == User(id: "42"))
    _ = try await getUser("42")
    #expect(getUser.cacheInfo == CacheInfo(hits: 1, misses: 1, count: 1, capacity: 256))
    #expect(getUser.peek("42") == User(id: "42"))
    getUser.removeAll()
    #expect(getUser.cacheInfo.count == 0)
    #expect(database.queries.value == 1)
    #expect("\(getUser)" == "memoized(capacity: 256) → get_user")
  }

  @Test func whatDoesNotThrowNeedsNoTry() {
    let calls = Counter()
    let slug = memoized(capacity: 8, named: "slug") { (title: String) in
      calls.increment()
      return title.lowercased()
    }
    #expect(slug("Release Notes") == "release notes")
    #expect(slug("Release Notes") == "release notes")
    #expect(calls.value == 1)
  }

  @Test("M1: errors keep their type and are not remembered")
  func typedErrors() {
    let calls = Counter()
    let parse = memoized(capacity: 8) { (text: String) throws(TimeoutError) -> Int in
      calls.increment()
      throw TimeoutError(number: text.count)
    }
    for _ in 0..<2 {
      do {
        _ = try parse("abc")
        Issue.record("The function throws.")
      } catch {
        let kept: TimeoutError = error
        #expect(kept.number == 3)
      }
    }
    #expect(calls.value == 2)
  }

  @Test func anyNumberOfArguments() async throws {
    let none = memoized(named: "none") { 7 }
    let two = memoized { (name: String, count: Int) in "\(name) \(count)" }
    let four = memoized { (a: Int, b: String, c: Double, d: Bool) async in "\(a)\(b)\(c)\(d)" }
    #expect(none() == 7 && none() == 7 && none.cacheInfo.hits == 1)
    #expect(two("a", 1) == "a 1" && two("a", 2) == "a 2" && two("a", 1) == "a 1")
    #expect(two.cacheInfo == CacheInfo(hits: 1, misses: 2, count: 2, capacity: 128))
    #expect(two.peek("a", 2) == "a 2" && two.peek("b", 2) == nil)
    #expect(two.contains("a", 2) && !two.contains("b", 2))
    #expect(two.remove("a", 2) == "a 2" && two.remove("a", 2) == nil)
    #expect(two.peek("a", 2) == nil && two.peek("a", 1) == "a 1")
    #expect(await four(1, "x", 2.5, true) == "1x2.5true")
    #expect(four.peek(1, "x", 2.5, true) == "1x2.5true")
    #expect(four.contains(1, "x", 2.5, true) && four.remove(1, "x", 2.5, true) == "1x2.5true")
    #expect(four.cacheInfo.count == 0)
    for reset in [two.resetCounts, four.resetCounts] { reset() }
    #expect(two.cacheInfo == CacheInfo(count: 1, capacity: 128) && four.cacheInfo == CacheInfo(capacity: 128))
  }

  @Test func aFunctionThatExists_remembersByTheMethod() async throws {
    let remembered = Function(square).memoized(capacity: 4, named: "square")
    #expect(remembered(3) == 9 && remembered(3) == 9 && remembered.cacheInfo.hits == 1)
    let typed = Function(checked).memoized(capacity: 4)
    #expect(throws: TimeoutError(number: -1)) { try typed(-1) }
    let user = AsyncFunction(fetchUser).memoized(capacity: 4)
    #expect(try await user("a") == User(id: "a"))
    #expect(Function(square).memoized(capacity: 4)(5) == 25)
  }

  @Test func aKeyLeavesArgumentsOut() async throws {
    let database = Database()
    let getUser = memoized(capacity: 4, key: { id, _ in id }) { (id: String, database: Database) async throws -> User in
      try await database.user(id)
    }
    _ = try await getUser("1", database)
    _ = try await getUser("1", Database())
    #expect(database.queries.value == 1 && getUser.cacheInfo.hits == 1)
    #expect(getUser.peek("1", database) == User(id: "1"))
    getUser.remove("1", database)
    #expect(getUser.cacheInfo.count == 0)

    let shout = memoized(capacity: 4, key: { (word: String) in word.lowercased() }) { (word: String) in
      word.uppercased()
    }
    #expect(shout("Hi") == "HI" && shout("hI") == "HI" && shout.cacheInfo.hits == 1)
    let byParity = Function(square).memoized(capacity: 4, key: { $0 % 2 })
    #expect(byParity(2) == 4 && byParity(4) == 4)
    let wrapped = AsyncFunction(fetchUser).retrying(attempts: 2).memoized(capacity: 4, key: { $0.count })
    #expect(try await wrapped("a") == User(id: "a"))
    #expect(try await wrapped("b") == User(id: "a"))
  }

  @Test func wrapsWhatIsWrapped() async throws {
    let failures = Counter()
    let flaky = retrying(attempts: 3, backoff: .constant(.zero), named: "flaky") { (n: Int) throws -> Int in
      if failures.increment() < 3 { throw TimeoutError() }
      return n
    }
    let remembered = flaky.memoized(capacity: 4)
    #expect(try remembered(1) == 1 && remembered(1) == 1)
    #expect(failures.value == 3)
    #expect("\(remembered)" == "memoized(capacity: 4) → \(flaky)")
    #expect(try flaky.memoized(capacity: 2)(8) == 8)

    let fetch = AsyncFunction(fetchUser).retrying(attempts: 2)
      .memoized(capacity: 9, timeToLive: .seconds(60), named: "fetch")
    #expect(try await fetch("x") == User(id: "x"))
    #expect(
      fetch.identity.name == "fetch"
        && fetch.identity.decorators.first == "memoized(capacity: 9, timeToLive: 60.0 seconds)"
    )
    let twice = Function(named: "square", square).memoized(capacity: 1).memoized(capacity: 2)
    #expect(twice(4) == 16)
    #expect("\(twice)" == "memoized(capacity: 2) → memoized(capacity: 1) → square")
  }

  @Test func everyCombinatorTakesIt() async throws {
    let remembered = Function(square).memoized(capacity: 4, named: "square")
    let retried = remembered.retrying(attempts: 2)
    #expect(retried(3) == 9 && remembered.cacheInfo.misses == 1)
    let plain: Function<Int, Int, Never> = Function(remembered)
    #expect(plain(3) == 9 && remembered.cacheInfo.hits == 1)
    let user = AsyncFunction(fetchUser).memoized(capacity: 4)
    let asynchronous: AsyncFunction<String, User, any Error> = AsyncFunction(user)
    #expect(try await asynchronous("z") == User(id: "z"))
    #expect(try await user.retrying(attempts: 2)("z") == User(id: "z"))
    #expect(user.cacheInfo.hits == 1)
    let timedUser = user.timed(named: "get_user")
    #expect(try await timedUser("z") == User(id: "z"))
    #expect(user.cacheInfo.hits == 2)
    #expect(
      "\(timedUser)" == """
        timed(named: "get_user", to: metric(label: "function_duration"), log(level: debug)) → \
        memoized(capacity: 4) → get_user
        """
    )
    let timedSquare = remembered.timed(named: "square", to: [])
    #expect(timedSquare(3) == 9 && remembered.cacheInfo.hits == 2)
    let audited = remembered.logged(named: "square")
    #expect(audited(3) == 9 && remembered.cacheInfo.hits == 3)
    #expect(remembered.timed(named: "square", to: []).memoized(capacity: 2)(3) == 9)
  }

  @Test func theUndecoratedFunctionKnowsNoCache() async throws {
    let remembered = Function(square).memoized(capacity: 4, named: "square")
    #expect(remembered.undecorated(6) == 36)
    #expect(remembered.cacheInfo.misses == 0 && "\(remembered.undecorated)" == "square")
    let user = AsyncFunction(fetchUser).memoized(capacity: 4, named: "user")
    #expect(try await user.undecorated("a") == User(id: "a"))
    #expect(user.cacheInfo.misses == 0)
  }

  @Test func itsNameIsThePlaceUnlessGiven() {
    let line = #line + 1
    let remembered = Function(square).memoized(capacity: 4)
    #expect(remembered.identity.name == "DecoratorsTests/MemoizedFunctionTests.swift:\(line)")
    #expect(memoized { 1 }.identity.name == "DecoratorsTests/MemoizedFunctionTests.swift:\(#line)")
  }

  @Test("M4: callers who ask meanwhile share one call")
  func singleFlight() async throws {
    let (gate, calls) = (Gate(), Counter())
    let slow = memoized { (n: Int) async throws -> Int in
      calls.increment()
      await gate.wait()
      return n
    }
    let callers = (0..<10).map { _ in Task { try await slow(5) } }
    await until { slow.cacheInfo.hits == 9 }
    gate.open()
    for caller in callers { #expect(try await caller.value == 5) }
    #expect(calls.value == 1)
  }

  @Test("M8: a memoized function may call itself for other arguments, and is told when it does for the same")
  func recursion() async throws {
    #expect(Recursive.fibonacci(90) == 2_880_067_194_370_816_120)
    #expect(try await Recursive.asyncFibonacci(60) == 1_548_008_755_920)
    let error = #expect(throws: RecursiveLoadError.self) { try Recursive.endless("x", 1) }
    #expect(error?.cache == "endless" && error?.key.contains("\"x\"") == true)
    await #expect(throws: RecursiveLoadError.self) { try await Recursive.asyncEndless(1) }
  }

  @Test("M10: a time to live on the given clock")
  func timeToLive() async {
    let (clock, calls) = (ManualClock(), Counter())
    let evictions = ValueRecorder<String>()
    let number = memoized(capacity: 4, timeToLive: .seconds(1), clock: clock) {
      evictions.append("\($0.values) \($1) \($2)")
    } _: {
      (n: Int) in
      calls.increment()
    }
    #expect(number(1) == 1 && number(1) == 1)
    clock.advance(by: .seconds(1))
    #expect(number(1) == 2)
    #expect(evictions.values == ["1 1 expired"])
  }

  @Test("M4: an abandoned load is kept by choice")
  func abandoned() async throws {
    let gate = Gate()
    let slow = memoized(abandoned: .keep) { (n: Int) async throws -> Int in
      await gate.wait()
      return n
    }
    let keyed = memoized(key: { $0 }, abandoned: .keep) { (n: Int) async throws -> Int in
      await gate.wait()
      return n
    }
    let callers = [Task { try await slow(5) }, Task { try await keyed(5) }]
    await until { gate.waiting == 2 }
    for caller in callers {
      caller.cancel()
      await #expect(throws: CancellationError.self) { try await caller.value }
    }
    gate.open()
    await until { slow.peek(5) == 5 && keyed.peek(5) == 5 }
    #expect("\(slow)".contains("memoized(capacity: 128, abandoned: .keep)"))
  }

  @Test func withAbandoned_aClosureThatDoesNotWaitBecomesAsynchronous() async throws {
    let square = memoized(abandoned: .keep) { (n: Int) throws -> Int in n * n }
    let kept: AsyncMemoizedFunction<Int, Int, any Error> = square
    #expect(try await kept(3) == 9)
    #expect("\(square)".contains("abandoned: .keep"))
  }

  @Test func itRunsWhereTheFunctionIsIsolated() async {
    let onMain = memoized { @MainActor (n: Int) async in
      MainActor.assertIsolated()
      return n + 1
    }
    #expect(await onMain(1) == 2)
    #expect(await onMain(1) == 2 && onMain.cacheInfo.hits == 1)
  }
}

private enum Recursive {
  static let fibonacci: MemoizedFunction<Int, Int, Never> = memoized { n in
    n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2)
  }
  static let asyncFibonacci: AsyncMemoizedFunction<Int, Int, any Error> = memoized { (n: Int) async throws in
    n < 2 ? n : try await asyncFibonacci(n - 1) + asyncFibonacci(n - 2)
  }
  static let endless: MemoizedFunction<String, Int, Int, any Error> = memoized(named: "endless") {
    (name: String, n: Int) throws -> Int in try endless(name, n)
  }
  static let asyncEndless: AsyncMemoizedFunction<Int, Int, any Error> = memoized { (n: Int) async throws in
    try await asyncEndless(n)
  }
}
