import DecoratorMacros
import DecoratorsTesting
import Foundation
import Synchronization
import Testing

// MARK: A rate counter

/// Counts the calls of the last period and the failures so far, by name.
private final class CallRate: CallObserver {
  private let period: Duration
  private let elapsed: @Sendable () -> Duration
  private let counts = Mutex<[String: (starts: [Duration], failures: Int)]>([:])
  var description: String { "rate(per: \(period))" }

  init(per period: Duration, clock: some Clock<Duration> = ContinuousClock()) {
    let start = clock.now
    self.period = period
    elapsed = { start.duration(to: clock.now) }
  }

  func calls(of name: String) -> Int {
    let oldest = elapsed() - period
    return counts.withLock { $0[name]?.starts.count { $0 > oldest } ?? 0 }
  }

  func failures(of name: String) -> Int { counts.withLock { $0[name]?.failures ?? 0 } }

  func begin<Input>(_ input: Input, at site: CallSite) {
    let now = elapsed()
    counts.withLock {
      $0[site.name, default: ([], 0)].starts.removeAll { $0 <= now - period }
      $0[site.name]?.starts.append(now)
    }
  }

  func end<Input, Output>(_: Void, of input: Input, returning output: Output, at site: CallSite) {}

  func end<Input>(_: Void, of input: Input, throwing error: any Error, at site: CallSite) {
    if CallOutcome(throwing: error) == .failure { counts.withLock { $0[site.name]?.failures += 1 } }
  }
}

// MARK: An audit log

private enum Session { @TaskLocal static var user = "nobody" }

private struct AuditLog: CallObserver {
  let write: @Sendable (String) -> Void
  var description: String { "audited" }

  func begin<Input>(_ input: Input, at site: CallSite) -> String {
    let arguments = Mirror(reflecting: input).descendant("values").map { " with \($0)" } ?? ""
    return "\(Session.user) called \(site.name)\(arguments)"
  }

  func end<Input, Output>(_ entry: String, of input: Input, returning output: Output, at site: CallSite) {
    write("\(entry): \(output)")
  }

  func end<Input>(_ entry: String, of input: Input, throwing error: any Error, at site: CallSite) {
    write("\(entry): \(CallOutcome(throwing: error)), \(type(of: error))")
  }
}

// MARK: A guard

private final class Gate: CallGuard {
  struct Closed: Error {}
  private let isOpen = Atomic(true)
  var description: String { "gate" }

  func close() { isOpen.store(false, ordering: .relaxed) }
  func admit(at site: CallSite) throws { if !isOpen.load(ordering: .relaxed) { throw Closed() } }
  func leave(_: Void, at site: CallSite, throwing error: (any Error)?) {}
}

// MARK: A second call, and two at once

private struct SecondChance: TransparentDecorator {
  var description: String { "second chance" }

  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    do throws(Failure) { return try next(input) } catch { return try next(input) }
  }

  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    do throws(Failure) { return try await next(input) } catch { return try await next(input) }
  }
}

private struct FirstOfTwo: ConcurrentDecorator {
  var description: String { "first of two" }

  nonisolated(nonsending) func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    try await withThrowingTaskGroup(of: Output.self) { group in
      for _ in 1...2 { group.addTask { try await next(input) } }
      defer { group.cancelAll() }
      return try await group.next()!
    }
  }
}

// MARK: Attributes

private struct Shop {
  static let gate = Gate()
  let rate: CallRate

  @Decorated(by: \Self.rate)  // of the instance
  @Decorated(by: .retrying(attempts: 3, backoff: .none))  // made once for the function
  @Decorated(by: Self.gate)  // may refuse a call, so the function throws
  func price(of item: String) throws -> Int { try catalogue.price(of: item) }
}

private struct Till {
  static let audit = AuditLog(write: journal.append)

  @Decorated(by: Self.audit, named: "refund")
  func refund(_ cents: Int) -> Int { -cents }
}

/// What the page uses and does not show.
private struct NoSuchItem: Error {}
private struct Catalogue {
  let prices = ["tea": 3, "coffee": 4]
  func price(of item: String) throws(NoSuchItem) -> Int {
    guard let price = prices[item] else { throw NoSuchItem() }
    return price
  }
}
private struct Settings { var attempts: Int? }
private let catalogue = Catalogue()
private let journal = ValueRecorder<String>()

/// `Docs/Decorators.md` shows nothing that is not run here.
@Suite struct DecoratorsGuideTests {
  @Test func rate_hasThreeFaces() throws {
    let clock = ManualClock()
    let rate = CallRate(per: .seconds(60), clock: clock)
    let tea = try rate.run(named: "price") { try catalogue.price(of: "tea") }  // run a call now

    let price = Function(named: "price", catalogue.price).decorated(by: rate)  // wrap a function
    let coffee = try price("coffee")
    print(price)  // rate(per: 60.0 seconds) → price

    let shop = Shop(rate: rate)  // attributes
    print(try shop.price(of: "tea"), rate.calls(of: "price"), rate.calls(of: "Shop.price(of:)"))  // 3 2 1
    #expect((tea + coffee, rate.calls(of: "price"), rate.calls(of: "Shop.price(of:)")) == (7, 2, 1))
    #expect("\(price)" == "rate(per: 60.0 seconds) → price")
    do { _ = try price("milk") } catch { let _: NoSuchItem = error }
    #expect(throws: NoSuchItem.self) { try shop.price(of: "milk") }
    #expect((rate.failures(of: "price"), rate.failures(of: "Shop.price(of:)")) == (1, 1))
  }

  @Test func rate_forgetsCallsAfterItsPeriod() {
    let clock = ManualClock()
    let rate = CallRate(per: .seconds(60), clock: clock)
    for _ in 1...3 { rate.run(named: "tick") {} }
    #expect(rate.calls(of: "tick") == 3)

    clock.advance(by: .seconds(60))
    #expect(rate.calls(of: "tick") == 0)
    rate.run(named: "tick") {}
    #expect(rate.calls(of: "tick") == 1)
  }

  @Test func audit_saysWhoCalledWhat() throws {
    let lines = ValueRecorder<String>()
    let audit = AuditLog(write: lines.append)
    let price = Function(named: "price", catalogue.price).decorated(by: audit)
    try Session.$user.withValue("mia") {
      _ = try price("tea")  // mia called price with tea: 3
      _ = audit.run(named: "count") { 7 }  // mia called count: 7
    }
    _ = try? price("milk")  // nobody called price with milk: failure, NoSuchItem
    let pay = decorated(by: audit, named: "pay") { (item: String, count: Int) in item.count * count }
    #expect(pay("tea", 2) == 6)
    #expect(
      lines.values == [
        #"mia called price with tea: 3"#,
        #"mia called count: 7"#,
        #"nobody called price with milk: failure, NoSuchItem"#,
        #"nobody called pay with ("tea", 2): 6"#,
      ]
    )
  }

  @Test func audit_asAnAttribute() {
    #expect(Session.$user.withValue("mia") { Till().refund(5) } == -5)
    #expect(journal.values.contains("mia called refund: -5"))
  }

  @Test func stacks() throws {
    let (rate, gate) = (CallRate(per: .seconds(60)), Gate())
    let settings = Settings(attempts: 2)
    let guarded = DecoratorStack {
      rate  // the first is outermost
      RetryPolicy(attempts: 3, on: NoSuchItem.self)
      gate
    }
    let tea = try guarded.run(named: "price") { try catalogue.price(of: "tea") }
    print(guarded)  // rate(per: 60.0 seconds) → retrying(attempts: 3, …) → gate

    var layers: [any Decorator] = [rate, gate]
    if let attempts = settings.attempts { layers.append(RetryPolicy(attempts: attempts)) }
    let price = Function(named: "price", catalogue.price).decorated(by: Pipeline(layers))
    print(price)  // rate(per: 60.0 seconds) → gate → retrying(attempts: 2, …) → price
    #expect(tea == 3)
    #expect("\(guarded)".hasPrefix("rate(per: 60.0 seconds) → retrying(attempts: 3, "))
    #expect("\(guarded)".hasSuffix(" → gate"))
    #expect("\(price)".hasPrefix("rate(per: 60.0 seconds) → gate → retrying(attempts: 2, "))
    #expect("\(price)".hasSuffix(" → price"))
    #expect(try price("coffee") == 4)
    gate.close()
    #expect(throws: Gate.Closed.self) { try price("coffee") }
    #expect(throws: Gate.Closed.self) { try guarded.run { 1 } }
  }

  @Test func aStackOfTransparentDecorators_needsNoTry() async {
    let transparent = DecoratorStack(CallRate(per: .seconds(60)), AuditLog(write: journal.append))
    #expect(await transparent.run { () async in 1 } == 1)
  }

  @Test func secondChance_callsAgain_andKeepsTheError() async {
    let calls = ValueRecorder<Int>()
    let price = Function { (item: String) throws(NoSuchItem) in
      calls.append(1)
      return try catalogue.price(of: item)
    }
    .decorated(by: SecondChance())
    do { _ = try price("milk") } catch { let _: NoSuchItem = error }
    #expect(calls.values.count == 2)
    #expect(await SecondChance().run { () async in 1 } == 1)
  }

  @Test func firstOfTwo_returnsTheFirst() async throws {
    let calls = ValueRecorder<Int>()
    let answer = AsyncFunction { (number: Int) async throws in
      calls.append(number)
      return number + 1
    }
    .decorated(by: FirstOfTwo())
    #expect(try await answer(7) == 8)
    #expect(calls.values == [7, 7])
    #expect("\(answer)".hasPrefix("first of two → "))
  }

  @Test func everyExampleOfTheGuide_isAPieceOfThisFile() throws {
    let source = URL(filePath: #filePath)
    let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let tested = lines(of: try String(contentsOf: source, encoding: .utf8))
    let page = try String(contentsOf: root.appending(path: "Docs/Decorators.md"), encoding: .utf8)
    #expect(page.split(separator: "\n", omittingEmptySubsequences: false).count <= 220)
    let examples = page.split(separator: "```swift\n").dropFirst().map {
      $0.prefix(upTo: $0.range(of: "```")!.lowerBound)
    }
    #expect(examples.count >= 9)
    for example in examples {
      #expect(tested.contains(lines(of: String(example))), "Not in the tests:\n\(example)")
    }
  }

  /// The lines without indentation, blanks and `private`.
  private func lines(of text: String) -> String {
    text.split(separator: "\n").map { line in
      let code = line.trimmingCharacters(in: .whitespaces)
      return code.hasPrefix("private ") ? String(code.dropFirst("private ".count)) : code
    }
    .filter { !$0.isEmpty }
    .joined(separator: "\n")
  }
}
