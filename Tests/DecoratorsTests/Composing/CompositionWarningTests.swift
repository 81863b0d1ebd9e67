import Decorators
import DecoratorsTesting
import Testing

/// A decorator that does nothing and has the traits that a test gives it.
private struct Posing: Decorator {
  var traits: DecoratorTraits
  var description: String { traits.role.rawValue }

  init(
    _ role: DecoratorTraits.Role,
    limit: Duration? = nil,
    attemptLimit: Duration? = nil,
    plannedDelays: Duration? = nil,
    window: Duration? = nil,
    startsAnotherAfter: Duration? = nil,
    hasBudget: Bool = false,
    object: AnyObject? = nil,
    name: String? = nil
  ) {
    traits = DecoratorTraits(
      role,
      limit: limit,
      attemptLimit: attemptLimit,
      plannedDelays: plannedDelays,
      window: window,
      startsAnotherAfter: startsAnotherAfter,
      hasBudget: hasBudget,
      object: object.map { ObjectIdentifier($0) },
      name: name
    )
  }

  func call<Input, Output>(_ input: Input, at site: CallSite, _ next: (Input) throws -> Output) throws -> Output {
    try next(input)
  }

  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    try await next(input)
  }
}

private typealias Role = DecoratorTraits.Role

private final class Object: Sendable {}

@Suite struct CompositionWarningTests {
  /// The orders that C3 marks as harmful, whatever the settings are.
  private static let harmful: [(Role, Role)] = [
    (.bulkheaded, .retrying), (.rateLimited, .retrying), (.retrying, .fallingBack), (.circuitBroken, .fallingBack),
    (.memoized, .fallingBack), (.retrying, .memoized), (.hedged, .retrying), (.retrying, .hedged),
    (.circuitBroken, .hedged), (.hedged, .memoized), (.hedged, .coalesced), (.retrying, .retrying),
  ]

  @Test("C3, C7: of all ordered pairs, exactly the harmful ones are warned of")
  func allPairs() {
    for outer in Role.allCases {
      for inner in Role.allCases {
        let warnings = Pipeline([Posing(outer), Posing(inner)]).warnings
        let isHarmful =
          Self.harmful.contains { $0 == (outer, inner) } || (outer == .faulty && inner != .other)
        #expect(warnings.count == (isHarmful ? 1 : 0), "\(outer) → \(inner): \(warnings)")
        for warning in warnings { #expect((warning.outer, warning.inner) == (outer, inner)) }
      }
    }
  }

  @Test("C3: layers between the two do not hide a harmful order")
  func distance() {
    let layers: [any Decorator] = [Posing(.rateLimited), Posing(.logged), Posing(.timed), Posing(.retrying)]
    #expect(Pipeline(layers).warnings.map(\.outer) == [.rateLimited])
    #expect(Pipeline([Pipeline(Array(layers.prefix(2))), Pipeline(Array(layers.suffix(2)))]).warnings.count == 1)
    #expect(Pipeline(layers.reversed()).warnings.isEmpty)
  }

  @Test("C3: the limit of an attempt around a bulkhead counts its queue, that of the whole call does not")
  func attemptLimitAroundBulkhead() {
    let attempt = Posing(.timeLimited, limit: .seconds(1), attemptLimit: .seconds(1))
    #expect(Pipeline([attempt, Posing(.bulkheaded)]).warnings.count == 1)
    #expect(Pipeline([Posing(.bulkheaded), attempt]).warnings.isEmpty)
    #expect(Pipeline([Posing(.timeLimited, limit: .seconds(1)), Posing(.bulkheaded)]).warnings.isEmpty)
  }

  @Test("C3: the limit of an attempt around a breaker hides slow calls from it, also that of a retry")
  func attemptLimitAroundBreaker() {
    let attempt = Posing(.timeLimited, limit: .seconds(1), attemptLimit: .seconds(1))
    let breaker = CircuitBreaker(named: "payments")
    let retry = RetryPolicy(attempts: 2, backoff: .none)
    #expect(Pipeline([attempt, breaker]).warnings.map(\.inner) == [.circuitBroken])
    #expect(Pipeline([breaker, attempt]).warnings.isEmpty)
    #expect(AsyncPipeline([retry.with(eachAttempt: .seconds(1)), breaker]).warnings.map(\.outer) == [.retrying])
    #expect(AsyncPipeline([retry, breaker, TimeLimit(eachAttempt: .seconds(1))]).warnings.isEmpty)
    let bulkhead = Bulkhead(named: "payments", atMost: 2)
    #expect(AsyncPipeline([retry.with(eachAttempt: .seconds(1)), bulkhead]).warnings.map(\.inner) == [.bulkheaded])
  }

  @Test("C1: the recommended order has no warning")
  func recommended() {
    let budget = RetryBudget(named: "payments")
    let pipeline = AsyncPipeline {
      LoggingPolicy()
      TimeLimit(within: .seconds(30))
      RetryPolicy(attempts: 3, budget: budget)
      CircuitBreaker(named: "payments")
      RateLimit(named: "payments", by: TokenBucket(10, per: .seconds(1)))
      Bulkhead(named: "payments", atMost: 20, waiting: 50)
      TimeLimit(eachAttempt: .seconds(10))
    }
    #expect(pipeline.warnings == [])
  }

  @Test("C3: a retry around a limit of the whole call gives up when its time is over")
  func wholeLimitInside() {
    let retry = RetryPolicy(attempts: 2, backoff: .none)
    #expect(AsyncPipeline([retry, TimeLimit(within: .seconds(1))]).warnings.map(\.inner) == [.timeLimited])
    #expect(AsyncPipeline([retry, TimeLimit(eachAttempt: .seconds(1))]).warnings.isEmpty)
  }

  @Test("C3: a budget makes a hedge inside a retry harmless")
  func budget() {
    #expect(Pipeline([Posing(.retrying), Posing(.hedged, hasBudget: true)]).warnings.isEmpty)
    #expect(Pipeline([Posing(.retrying, hasBudget: true), Posing(.hedged)]).warnings.isEmpty)
  }

  @Test("C3, K8: the same object twice around a function is named")
  func sameObjectTwice() {
    let (one, other) = (Object(), Object())
    let twice = Pipeline([
      Posing(.circuitBroken, object: one, name: "payments"), Posing(.logged),
      Posing(.circuitBroken, object: one, name: "payments"),
    ])
    #expect(twice.warnings.map(\.description).first?.contains("\"payments\"") == true)
    #expect(
      Pipeline([Posing(.circuitBroken, object: one), Posing(.circuitBroken, object: other)]).warnings.isEmpty
    )
  }

  @Test("C3: the same bucket twice in a pipeline is named, also as one of several")
  func sameBucketTwice() {
    let (bucket, other) = (TokenBucket(10, per: .seconds(1)), TokenBucket(10, per: .seconds(1)))
    let limit = RateLimit(named: "api", by: bucket)
    let twice = Pipeline([limit, LoggingPolicy(), RateLimit(named: "search", by: bucket)])
    #expect(
      twice.warnings.map(\.description).map { $0.hasPrefix("\"api\" stands around the function twice") } == [true]
    )
    #expect(Pipeline([limit, RateLimit(named: "search", by: other)]).warnings.isEmpty)

    let (hourly, daily) = (
      TokenBucket(named: "hourly", 10, per: .seconds(3_600)), TokenBucket(named: "daily", 10, per: .seconds(86_400))
    )
    let both = RateLimits(hourly, daily)
    let inside = Pipeline([both, RateLimit(by: daily)])
    #expect(
      inside.warnings.map(\.description).map { $0.hasPrefix("\"daily\" stands around the function twice") } == [true]
    )
    #expect(Pipeline([RateLimit(by: hourly), both]).warnings.count == 1)
    #expect(Pipeline([limit, both]).warnings.isEmpty)
    #expect(Pipeline([both, both]).warnings.count == 1)
  }

  @Test("C3: a breaker and a bulkhead twice in a pipeline are named")
  func sameGuardTwice() {
    let breaker = CircuitBreaker(named: "payments")
    let bulkhead = Bulkhead(named: "payments", atMost: 2)
    #expect(Pipeline([breaker, LoggingPolicy(), breaker]).warnings.map(\.inner) == [.circuitBroken])
    #expect(Pipeline([bulkhead, LoggingPolicy(), bulkhead]).warnings.map(\.inner) == [.bulkheaded])
    #expect(Pipeline([breaker, CircuitBreaker(named: "payments")]).warnings.isEmpty)
  }

  @Test("C3, M8: a cache and a coalescer twice around a function are named, because a call would wait for itself")
  func sameCacheTwice() {
    let cache = MemoCache<Int, Int>(named: "users")
    let loads = Coalescer<Int, Int>(named: "loads")
    let fetch = AsyncFunction(named: "fetch") { (id: Int) async throws in id }
    let memoized = fetch.memoized(in: cache).timed(named: "fetch").memoized(in: cache)
    #expect(memoized.identity.warnings.map(\.description).map { $0.hasPrefix("\"users\" stands") } == [true])
    let coalesced = fetch.coalesced(by: loads, key: { $0 }).coalesced(by: loads, key: { $0 })
    #expect(coalesced.identity.warnings.map(\.description).map { $0.hasPrefix("\"loads\" stands") } == [true])
    let other = MemoCache<Int, Int>(named: "users")
    #expect(fetch.memoized(in: cache).memoized(in: other).identity.warnings.isEmpty)
  }

  @Test("C3: faults anywhere but next to the function are warned of, in every form")
  func misplacedFaults() {
    let faults = Faults.first(1, .error(ProgrammingError()))
    let retry = RetryPolicy(attempts: 2, backoff: .none)
    for faulty in [faults, TaskFaults()] as [any TransparentDecorator] {
      #expect(Pipeline([faulty, retry, LoggingPolicy()]).warnings.map(\.inner) == [.retrying, .logged])
      #expect(Pipeline([retry, faulty, LoggingPolicy()]).warnings.map(\.inner) == [.logged])
      #expect(Pipeline([retry, LoggingPolicy(), faulty]).warnings.isEmpty)
    }
    let fetch = Function(named: "fetch") { (id: Int) throws in id }
    let keyed: @Sendable (Int) -> Int = { $0 }
    #expect(fetch.retrying(attempts: 2).faulty().identity.warnings.map(\.outer) == [.faulty])
    #expect(fetch.retrying(attempts: 2).faulty(by: faults).identity.warnings.map(\.outer) == [.faulty])
    #expect(fetch.retrying(attempts: 2).faulty(by: faults, key: keyed).identity.warnings.map(\.outer) == [.faulty])
    #expect(fetch.faulty().retrying(attempts: 2).identity.warnings.isEmpty)
    #expect(fetch.faulty(by: faults, key: keyed).retrying(attempts: 2).identity.warnings.isEmpty)
  }

  @Test("C5: an inner limit that is not shorter than the outer one never ends a call")
  func limits() {
    let whole = Posing(.timeLimited, limit: .seconds(3))
    #expect(Pipeline([whole, Posing(.timeLimited, limit: .seconds(3))]).warnings.count == 1)
    #expect(Pipeline([whole, Posing(.timeLimited, limit: .seconds(2))]).warnings.isEmpty)
    #expect(Pipeline([whole, Posing(.retrying, attemptLimit: .seconds(4))]).warnings.count == 1)
  }

  @Test("C5: delays that add up to the limit around the retry are told")
  func delays() {
    let whole = Posing(.timeLimited, limit: .seconds(3))
    func retry(_ delay: Duration) -> RetryPolicy { RetryPolicy(attempts: 4, backoff: .constant(delay)) }
    #expect(Pipeline([whole, retry(.seconds(1))]).warnings.count == 1)
    #expect(Pipeline([whole, retry(.milliseconds(999))]).warnings.isEmpty)
    let grown = RetryPolicy(attempts: 3, backoff: .exponential(from: .seconds(1)))
    #expect(Pipeline([whole, grown]).warnings.count == 1)
    #expect(Pipeline([whole, RetryPolicy(attempts: 3, backoff: .decorrelated(from: .seconds(9)))]).warnings.isEmpty)
  }

  @Test("C5: a window shorter than two calls at their limit, and a hedge that starts after the limit")
  func windowAndHedge() {
    let attempt = Posing(.timeLimited, limit: .seconds(10), attemptLimit: .seconds(10))
    #expect(Pipeline([Posing(.circuitBroken, window: .seconds(19)), attempt]).warnings.count == 1)
    #expect(Pipeline([Posing(.circuitBroken, window: .seconds(20)), attempt]).warnings.isEmpty)
    #expect(Pipeline([Posing(.hedged, startsAnotherAfter: .seconds(10)), attempt]).warnings.count == 1)
    #expect(Pipeline([Posing(.hedged, startsAnotherAfter: .seconds(9)), attempt]).warnings.isEmpty)
  }

  @Test("C3: a function with its decorators one by one knows the harmful orders as well")
  func chainedFunctions() {
    let fetch = Function(named: "fetch") { (id: Int) throws in id }
    #expect(fetch.retrying(attempts: 2).decorated(by: Posing(.rateLimited)).identity.warnings.count == 1)
    #expect(fetch.decorated(by: Posing(.rateLimited)).retrying(attempts: 2).identity.warnings.isEmpty)
    #expect(fetch.memoized(capacity: 2).retrying(attempts: 2).identity.warnings.map(\.inner) == [.memoized])
    #expect(
      fetch.retrying(attempts: 2, onResult: { $0 < 0 }).retrying(attempts: 2).identity.warnings.map(\.inner)
        == [.retrying]
    )
    #expect(fetch.decorated(by: Pipeline([Posing(.bulkheaded), RetryPolicy()])).identity.warnings.count == 1)
  }

  @Test("stacks that the compiler knows are looked into, and details give each layer its line")
  func details() {
    let stack = DecoratorStack {
      Posing(.circuitBroken, object: Object(), name: "payments")
      RetryPolicy(attempts: 2, backoff: .none)
      Posing(.faulty)
      LoggingPolicy()
    }
    #expect(stack.warnings.map(\.outer) == [.faulty])
    #expect(
      stack.details.hasPrefix(
        "1. circuitBroken   (shares \"payments\")\n2. retrying(attempts: 2, backoff: no delay, "
      )
    )
    #expect(stack.details.split(separator: "\n").count == 4)
    #expect(Pipeline([]).details == "no decorator")
    #expect(Pipeline([]).warnings.isEmpty)
    #expect(Posing(.retrying).warnings.isEmpty)
  }
}
