import DecoratorMacros
import DecoratorsTesting
import Testing

private let globalCalls = ValueRecorder<String>()

@Memoized(capacity: 8)
private func shout(_ word: String) -> String {
  globalCalls.append(word)
  return word.uppercased()
}

@Memoized
private func price(of item: String) -> Int { item.count }

@Memoized
private func price(of number: Int, _ tax: Double?) -> Int { number }

@Memoized
private func fibonacci(_ number: Int) -> Int {
  number < 2 ? number : fibonacci(number - 1) + fibonacci(number - 2)
}

@Memoized
private func width(of number: Int) -> Int { number }

@Memoized
private func width(of number: Int) -> String { "\(number) px" }

@Memoized
private func setting() -> Int { 5 }

@Suite struct MemoizedAttributeTests {
  struct Unavailable: Error {}

  // MARK: Global and static functions

  @Test func globalFunction_runsOnceForEachArgument_andItsCacheCanBeReached() {
    shoutCache().removeAll()
    #expect([shout("a"), shout("a"), shout("b")] == ["A", "A", "B"])
    #expect(globalCalls.values == ["a", "b"])
    #expect(shoutCache().cacheInfo == CacheInfo(hits: 1, misses: 2, count: 2, capacity: 8))
    #expect(shoutCache().peek("a") == "A")
    #expect(shoutCache().peek("c") == nil)
    shoutCache().remove("a")
    #expect(shoutCache().peek("a") == nil)
    #expect(shoutCache().peek("b") == "B")
    shoutCache().removeAll()
    #expect(shoutCache().cacheInfo.count == 0)
  }

  @Test func overloads_haveCachesOfTheirOwn() {
    #expect(price(of: "tea") + price(of: 4, nil) + price(of: 4, 0.1) == 11)
    #expect(priceCache(of: String.self).cacheInfo.count == 1)
    #expect(priceCache(of: Int.self, Double?.self).cacheInfo.count == 2)
    #expect(priceCache(of: Int.self).peek(4, 0.1) == 4)
    priceCache(of: Int.self).remove(4, 0.1)
    #expect(priceCache(of: Int.self).peek(4, 0.1) == nil)
    #expect(priceCache(of: Int.self).peek(4, nil) == 4)
  }

  @Test func overloadsThatDifferInTheirResultAlone_haveCachesOfTheirOwn() {
    let number: Int = width(of: 3)
    let text: String = width(of: 3)
    #expect(number == 3)
    #expect(text == "3 px")
    let texts: FunctionCache<Int, String> = widthCache()
    #expect(texts.peek(3) == "3 px")
  }

  @Test func functionWithoutParameters_runsOnce_andItsOneEntryCanBeReached() {
    #expect([setting(), setting()] == [5, 5])
    #expect(settingCache().cacheInfo.misses == 1)
    #expect(settingCache().peek() == 5)
    settingCache().remove()
    #expect(settingCache().peek() == nil)
  }

  @Test("M8: a memoized function may call itself for other arguments")
  func recursion_usesTheCache() {
    #expect(fibonacci(90) == 2_880_067_194_370_816_120)
  }

  enum Words {
    static let counted = ValueRecorder<Int>()

    @Memoized
    static func count(_ words: String..., separator: Character = " ") -> Int {
      counted.append(words.count)
      return words.joined(separator: String(separator)).count
    }
  }

  @Test func staticFunction_hasAStaticCache_andDefaultsAreArguments() {
    #expect([Words.count("a", "b"), Words.count("a", "b", separator: " "), Words.count("ab")] == [3, 3, 2])
    #expect(Words.counted.values == [2, 1])
    #expect(Words.countCache().cacheInfo.hits == 1)
    #expect(Words.countCache().peek(["ab"], " ") == 2)
  }

  // MARK: Classes with subclasses

  class Tariff {
    class var factor: Int { 2 }
    class func twice(_ amount: Int) -> Int { amount * factor }

    @Memoized class func price(_ amount: Int) -> Int { amount * factor }
    @Memoized static func fixed(_ amount: Int) -> Int { amount * Self.factor }
    @Memoized class func later(_ amount: Int) async -> Int { twice(amount) }
    @Memoized(capacity: 4) private class func kept(_ amount: Int) -> Int { amount * factor }
    class func viaKept(_ amount: Int) -> Int { kept(amount) }
  }

  final class Reduced: Tariff {
    override class var factor: Int { 1 }
  }

  @Test func classFunction_hasACacheForEachClass() async {
    #expect([Tariff.price(5), Reduced.price(5), Tariff.price(5), Reduced.price(5)] == [10, 5, 10, 5])
    #expect([Reduced.fixed(5), Tariff.fixed(5)] == [5, 10])
    #expect(await [Tariff.later(5), Reduced.later(5)] == [10, 5])
    #expect([Tariff.viaKept(5), Reduced.viaKept(5)] == [10, 5])
    #expect(Tariff.priceCache().cacheInfo == CacheInfo(hits: 1, misses: 1, count: 1, capacity: 128))
    #expect(Reduced.priceCache().peek(5) == 5)
    Reduced.priceCache().remove(5)
    #expect(Tariff.priceCache().peek(5) == 10)
  }

  @Test func classFunctionCalledByItsMetatype_usesTheCacheOfThatClass() {
    let types: [Tariff.Type] = [Tariff.self, Reduced.self]
    #expect(types.map { $0.fixed(7) } == [14, 7])
  }

  // MARK: Instances

  final class Users: Sendable {
    let loads = ValueRecorder<String>()

    @Memoized(capacity: 2)
    func user(_ id: String) async throws -> String {
      loads.append(id)
      if id.isEmpty { throw Unavailable() }
      return "user \(id)"
    }
  }

  @Test func instanceMethodOfAClass_hasACacheForEachInstance() async throws {
    let (one, other) = (Users(), Users())
    for _ in 1...2 { #expect(try await one.user("1") == "user 1") }
    _ = try await other.user("1")
    #expect(one.loads.values == ["1"])
    #expect(other.loads.values == ["1"])
    #expect(one.userCache.cacheInfo == CacheInfo(hits: 1, misses: 1, count: 1, capacity: 2))
    one.userCache.remove("1")
    _ = try await one.user("1")
    #expect(one.loads.values == ["1", "1"])
  }

  @Test("M1: errors are not remembered")
  func failure_isNotRemembered() async {
    let users = Users()
    for _ in 1...2 { await #expect(throws: Unavailable.self) { try await users.user("") } }
    #expect(users.loads.values == ["", ""])
  }

  @Test func cache_doesNotKeepItsInstance() async throws {
    weak var remembered: Users?
    do {
      let users = Users()
      _ = try await users.user("1")
      remembered = users
      #expect(remembered != nil)
    }
    #expect(remembered == nil)
  }

  final class Reports: Sendable {
    let clock = ManualClock()
    let loads = ValueRecorder<Int>()

    @Memoized(capacity: 24, abandoned: .keep)
    func report(_ month: Int) async throws -> String {
      loads.append(month)
      try await clock.sleep(for: .seconds(60))
      return "report of \(month)"
    }

    @Memoized
    func forecast(_ month: Int) async throws -> String {
      loads.append(month)
      try await clock.sleep(for: .seconds(60))
      return "forecast of \(month)"
    }
  }

  @Test("M4: with `abandoned: .keep` a load that lost all of its callers fills the cache")
  func abandonedLoad_isKeptByChoice() async throws {
    let reports = Reports()
    for _ in 1...2 {
      let caller = Task { try await reports.report(5) }
      await reports.clock.sleepers(atLeast: 1)
      caller.cancel()
      await #expect(throws: CancellationError.self) { try await caller.value }
    }
    try #require(reports.loads.values == [5])
    reports.clock.advance(by: .seconds(60))
    #expect(try await reports.report(5) == "report of 5")
    #expect(reports.loads.values == [5])
    #expect(reports.reportCache.peek(5) == "report of 5")
    #expect(reports.reportCache.abandoned == .keep)
  }

  @Test("M4: without it a load that lost all of its callers is cancelled")
  func abandonedLoad_isCancelled() async throws {
    let reports = Reports()
    let caller = Task { try await reports.forecast(5) }
    await reports.clock.sleepers(atLeast: 1)
    caller.cancel()
    await #expect(throws: CancellationError.self) { try await caller.value }
    let next = Task { try await reports.forecast(5) }
    while reports.loads.values.count < 2 { await Task.yield() }
    await reports.clock.sleepers(atLeast: 1)
    reports.clock.advance(by: .seconds(60))
    #expect(try await next.value == "forecast of 5")
    #expect(reports.forecastCache.abandoned == .cancel)
  }

  actor Rates {
    var loads = 0

    @Memoized
    func rate(_ currency: String) async throws -> Int {
      loads += 1
      preconditionIsolated()
      await Task.yield()
      return currency.count
    }

    @Memoized(ignoring: "trace")
    func quick(_ currency: String, trace: Int) -> Int {
      loads += 1
      return currency.count
    }
  }

  @Test func methodOfAnActor_staysOnItsActor_andIsSharedByWhoAsksTogether() async throws {
    let rates = Rates()
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...8 { group.addTask { try await rates.rate("EUR") } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 24)
    #expect(await rates.loads == 1)
    #expect(rates.rateCache.cacheInfo.misses == 1)
  }

  @Test func ignoredParameter_isNotPartOfTheKey() async {
    let rates = Rates()
    #expect(await rates.quick("EUR", trace: 1) == 3)
    #expect(await rates.quick("EUR", trace: 2) == 3)
    #expect(await rates.loads == 1)
    #expect(rates.quickCache.peek("EUR") == 3)
  }

  // MARK: A cache of one's own

  struct Catalogue: Equatable, Codable {
    static let names = MemoCache<Int, String>(capacity: 4)
    var prefix = "item"

    @Memoized(in: Self.names)
    func name(_ number: Int) -> String { "\(prefix) \(number)" }
  }

  @Test func structWithADeclaredCache_keepsItsSynthesizedConformances() {
    Catalogue.names.removeAll()
    #expect(Catalogue() == Catalogue())
    #expect(Catalogue().name(1) == "item 1")
    #expect(Catalogue(prefix: "other").name(1) == "item 1")
    #expect(Catalogue.names.peek(1) == "item 1")
  }

  struct Library: Sendable {
    let books = MemoCache<Arguments<String, Int>, Int>(capacity: 4)

    @Memoized(in: \Self.books)
    func pages(_ title: String, _ edition: Int) async -> Int { title.count * edition }
  }

  @Test func instanceCacheByKeyPath_belongsToTheInstance() async {
    let (one, other) = (Library(), Library())
    #expect(await one.pages("abc", 2) == 6)
    #expect(one.books.peek(Arguments("abc", 2)) == 6)
    #expect(other.books.cacheInfo.count == 0)
  }

  struct Request: Sendable { var id: String }

  final class Pages: Sendable {
    let loads = ValueRecorder<String>()

    @Memoized(key: { (request: Request, verbose: Bool) -> String in request.id })
    func page(_ request: Request, verbose: Bool) -> Int {
      loads.append(request.id)
      return loads.values.count
    }
  }

  @Test func keyClosure_makesTheKey() {
    let pages = Pages()
    #expect(pages.page(Request(id: "a"), verbose: true) == pages.page(Request(id: "a"), verbose: false))
    #expect(pages.loads.values == ["a"])
    #expect(pages.pageCache.peek("a") == 1)
  }

  // MARK: Settings

  final class Quotes: Sendable {
    let clock = ManualClock()
    let loads = ValueRecorder<String>()
    static let evicted = ValueRecorder<String>()

    @Memoized(
      capacity: 1,
      timeToLive: .seconds(60),
      onEviction: { (key: String, value: Int, cause: EvictionCause) in evicted.append("\(key) \(value) \(cause)") },
      clock: \Self.clock
    )
    func quote(_ symbol: String) -> Int {
      loads.append(symbol)
      return loads.values.count
    }
  }

  @Test("M10: a value lives as long as it is told, on the instance's clock")
  func timeToLive_isMeasuredOnTheInstancesClock() {
    let quotes = Quotes()
    #expect(quotes.quote("A") == 1)
    quotes.clock.advance(by: .seconds(59))
    #expect(quotes.quote("A") == 1)
    quotes.clock.advance(by: .seconds(1))
    #expect(quotes.quote("A") == 2)
    #expect(quotes.quote("B") == 3)
    #expect(Quotes.evicted.values == ["A 1 expired", "A 2 capacity"])
  }

  @Test func cacheBeforeTheFirstCall_isEmptyAndKnowsItsCapacity() {
    let quotes = Quotes()
    quotes.quoteCache.remove("A")
    quotes.quoteCache.removeAll()
    #expect(quotes.quoteCache.peek("A") == nil)
    #expect(quotes.quoteCache.cacheInfo == CacheInfo(capacity: 1))
    #expect(quotes.quoteCache.name == "MemoizedAttributeTests.Quotes.quote(_:)")
  }
}
