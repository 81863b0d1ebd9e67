import Decorators
import DecoratorsTesting
import Testing

private func doubled(_ number: Int) -> Int { number * 2 }
private func sum(_ left: Int, _ right: Int) -> Int { left + right }
private func length(_ text: String) async throws(TimeoutError) -> Int {
  if text.isEmpty { throw TimeoutError(number: 0) }
  return text.count
}
private func joined(_ text: String, _ number: Int) async -> Int { text.count + number }

@Suite("memoized(in:)", .timeLimit(.minutes(10)))
struct MemoizingInTests {
  private let calls = Counter()
  private let byNumber = MemoCache<Int, Int>(capacity: 8, named: "numbers")
  private let byText = MemoCache<String, Int>(capacity: 8, named: "texts")
  private let byPair = MemoCache<Arguments<Int, Int>, Int>(capacity: 8, named: "pairs")

  @Test func theFunctionAndTheCacheShareTheirValues() {
    let double = Function(named: "double") { [calls] (number: Int) in
      calls.increment()
      return number * 2
    }
    .memoized(in: byNumber)
    #expect(double(4) == 8)
    #expect(byNumber.value(for: 4) { 0 } == 8)
    byNumber.insert(11, for: 5)
    #expect(double(5) == 11 && double.peek(5) == 11)
    double.remove(4)
    #expect(byNumber.peek(4) == nil)
    #expect(calls.value == 1)
    #expect(double.cacheInfo == byNumber.cacheInfo)
    #expect(double.cacheInfo == CacheInfo(hits: 2, misses: 1, count: 1, capacity: 8))
    #expect("\(double)" == "memoized(in: numbers) → double")
    double.removeAll()
    #expect(byNumber.cacheInfo.count == 0)
  }

  @Test("M4: who asks the function and who asks the cache share one load")
  func oneLoad() async throws {
    let gate = Gate()
    let size = AsyncFunction { [calls] (text: String) async throws -> Int in
      calls.increment()
      await gate.wait()
      return text.count
    }
    .memoized(in: byText)
    let caller = Task { try await size("tea") }
    await until { gate.waiting == 1 }
    let other = Task { [byText] in try await byText.value(for: "tea") { () async throws in -1 } }
    await until { byText.cacheInfo.hits == 1 }
    gate.open()
    #expect(try await caller.value == 3)
    #expect(try await other.value == 3)
    #expect(calls.value == 1 && byText.peek("tea") == 3)
  }

  @Test("M8: a function that asks its cache for its own key is told so, by the cache's name")
  func recursion() async throws {
    let size = AsyncFunction { [byText] (text: String) async throws -> Int in
      try await byText.value(for: text) { () async throws in 1 }
    }
    .memoized(in: byText)
    let error = await #expect(throws: RecursiveLoadError.self) { try await size("tea") }
    #expect(error?.cache == "texts" && error?.key == #""tea""#)
  }

  @Test func severalArgumentsAreKeptUnderAllOfThem() async {
    let add = Function { (left: Int, right: Int) in left + right }.memoized(in: byPair, key: { Arguments($0, $1) })
    let addLater = AsyncFunction { (left: Int, right: Int) async in left - right }
      .memoized(in: byPair, key: { Arguments($0, $1) })
    #expect(add(2, 3) == 5)
    #expect(byPair.peek(Arguments(2, 3)) == 5)
    #expect(await addLater(2, 3) == 5)
    #expect(await addLater(3, 3) == 0)
  }

  @Test func keyMakesTheKeyOfTheCache() async throws {
    let size = Function { (text: String, extra: Int) in text.count + extra }
      .memoized(in: byText, key: { text, _ in text })
    let later = AsyncFunction { (text: String, extra: Int) async throws in text.count - extra }
      .memoized(in: byText, key: { text, _ in text })
    let whole = Function { (text: String) in text.count }.memoized(in: byText, key: { $0 })
    #expect(size("tea", 10) == 13)
    #expect(try await later("tea", 20) == 13)
    #expect(whole("tea") == 13)
    #expect(try await later("coffee", 20) == -14)
    #expect(byText.cacheInfo.count == 2)
  }

  @Test func functionsThatExistAreMadeValuesFirst() async throws {
    #expect(Function(doubled).memoized(in: byNumber)(4) == 8)
    #expect(Function(sum).memoized(in: byPair, key: { Arguments($0, $1) })(1, 2) == 3)
    #expect(Function(sum).memoized(in: byNumber, key: { left, _ in left })(4, 9) == 8)
    #expect(try await AsyncFunction(length).memoized(in: byText)("tea") == 3)
    #expect(await AsyncFunction(joined).memoized(in: byText, key: { text, _ in text })("tea", 9) == 3)
    await #expect(throws: TimeoutError(number: 0)) { try await AsyncFunction(length).memoized(in: byText)("") }
    let later = MemoCache<Arguments<String, Int>, Int>()
    #expect(await AsyncFunction(joined).memoized(in: later, key: { Arguments($0, $1) })("tea", 9) == 12)
    #expect(later.peek(Arguments("tea", 9)) == 12)
  }

  @Test func callsOfOneCacheShareIt_andTheMethodRenames() async throws {
    let double = Function(named: "double", doubled)
    let add = Function(sum)
    let size = AsyncFunction(named: "size", length)
    let both = AsyncFunction(joined)
    let later = MemoCache<Arguments<String, Int>, Int>(named: "later")
    #expect(double.memoized(in: byNumber)(4) == 8 && double.memoized(in: byNumber)(4) == 8)
    #expect(add.memoized(in: byPair, key: { Arguments($0, $1) })(1, 2) == 3)
    #expect(add.memoized(in: byNumber, key: { left, _ in left })(4, 9) == 8)
    #expect(add.memoized(in: byNumber, key: { left, _ in left }, named: "add")(4, 9) == 8)
    #expect(try await size.memoized(in: byText)("tea") == 3)
    #expect(try await size.memoized(in: byText)("tea") == 3)
    #expect(await both.memoized(in: later, key: { Arguments($0, $1) })("a", 1) == 2)
    #expect(await both.memoized(in: later, key: { Arguments($0, $1) })("a", 1) == 2)
    #expect(await both.memoized(in: byText, key: { text, _ in text })("tea", 9) == 3)
    #expect(await both.memoized(in: byText, key: { text, _ in text })("tea", 9) == 3)
    #expect(byText.cacheInfo.misses == 1 && later.cacheInfo.misses == 1 && byNumber.cacheInfo.misses == 1)
    #expect("\(size.memoized(in: byText, named: "length"))" == "memoized(in: texts) → length")
  }

  @Test func keysOfSeveralArguments_areWrittenAndReadAsArguments() {
    let prices = MemoCache<Arguments<String, Int>, Int>(capacity: 64, named: "prices")
    let price = Function { (item: String, count: Int) in item.count * count }
      .memoized(in: prices, key: { Arguments($0, $1) })
    #expect(price("tea", 2) == 6 && price("coffee", 1) == 6)
    #expect(prices.peek(Arguments("tea", 2)) == 6)
    prices.removeAll { $0.values.0 == "tea" }
    #expect(prices.keys == [Arguments("coffee", 1)])
  }
}
