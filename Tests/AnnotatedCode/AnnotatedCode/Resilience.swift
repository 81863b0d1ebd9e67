import DecoratorMacros

nonisolated let breaker = CircuitBreaker(named: "annotated")
nonisolated let places = Bulkhead(named: "annotated", atMost: 8)
nonisolated let quota = TokenBucket(named: "annotated", 1_000, per: .milliseconds(1), burst: 1_000)
nonisolated let shared = Coalescer<Int, Int>(named: "annotated")
nonisolated let budget = RetryBudget(named: "annotated")

enum Shut: Error { case shut }

@CircuitBroken(by: breaker) @Bulkheaded(by: places) @RateLimited(by: quota)
func guarded(_ number: Int) throws -> Int { number }

@CircuitBroken(by: breaker) @Bulkheaded(by: places, cost: 2) @RateLimited(by: quota, waitingAtMost: .seconds(1))
func guardedLater(_ number: Int) async throws -> Int { number }

@CircuitBroken(by: breaker, orThrow: { _ in Shut.shut })
func guardedTyped(_ number: Int) throws(Shut) -> Int { number }

@TimeLimited(within: .seconds(60), orThrow: { _ in Shut.shut })
@Bulkheaded(by: places, orThrow: { _ in Shut.shut })
func limitedTyped(_ number: Int) async throws(Shut) -> Int { number }

@CircuitBroken(by: breaker, onResult: { (number: Int) -> CircuitVerdict in number < 0 ? .failure : .success })
func judged(_ number: Int) async throws -> Int { number }

@TimeLimited(within: .seconds(60)) @Retrying(attempts: 2, eachAttempt: .seconds(30), budget: budget)
func limited(_ number: Int) async throws -> Int { number }

@TimeLimited(within: .seconds(60)) @CircuitBroken(by: breaker) @Counted
func limitedGeneric<Value: Sendable>(_ value: Value) async throws -> Value { value }

@Counted @Retrying @Counted(named: "attempt")
func countedTwice(_ number: Int) throws -> Int { number }

@Counted @CircuitBroken(by: breaker) @RateLimited(by: quota)
func guardedSome(_ value: some CustomStringConvertible) throws -> Int { value.description.count }

@Hedged(after: .seconds(30), attempts: 2, budget: budget)
nonisolated func hedge(_ number: Int) async throws -> Int { number }

@Hedged(after: .seconds(30))
nonisolated func hedgeTyped(_ number: Int) async throws(Shut) -> Int { number }

@Coalesced
nonisolated func shareOnce(_ number: Int, with other: Int) async -> Int { number + other }

@Timed @Coalesced(in: shared)
nonisolated func shareInOne(_ number: Int) async throws(Shut) -> Int { number }

@FallingBack(on: Shut.self, to: -1)
func substituted(_ number: Int) throws -> Int {
  if number < 0 { throw Shut.shut }
  return number
}

@FallingBack(on: .any, to: { (error: any Error, number: Int) in -number })
func substitutedAny(_ number: Int) throws(Shut) -> Int { throw .shut }

@FallingBack(
  on: (any Error).self,
  to: { (error: any Error, number: Int) async throws in try await guardedLater(number) }
)
@TimeLimited(within: .seconds(60))
func substitutedLater(_ number: Int) async throws -> Int { throw Shut.shut }

@CircuitBroken(by: breaker) @Bulkheaded(by: places) @RateLimited(by: quota) @Counted
func change(_ number: inout Int) throws { number += 1 }

@TimeLimited(within: .seconds(60)) @CircuitBroken(by: breaker) @Counted
func changeLater(_ number: inout Int) async throws { number += 1 }

@TimeLimited(within: .seconds(60))
func limitedClosure(_ work: () async throws -> Int) async throws -> Int { try await work() }

@TimeLimited(within: .seconds(60)) @Bulkheaded(by: places)
func limitedOpaque(_ count: Int) async throws -> some Sequence<Int> { 0..<count }

@Hedged(after: .seconds(30))
nonisolated func hedgeGeneric<Value: Sendable>(_ value: Value) async throws -> Value { value }

@Hedged(after: .seconds(30))
nonisolated func hedgePlain(_ number: Int) async -> Int { number }

@FallingBack(on: Shut.self, to: 21)
func substitutedGeneric<Value>(_ value: Value) throws -> Int { throw Shut.shut }

@FallingBack(on: Shut.self, to: { (error: any Error, number: Int, work: () throws -> Int) in number })
func substitutedClosure(_ number: Int, _ work: () throws -> Int) throws -> Int { try work() }

@FallingBack(on: Shut.self, to: 0)
func substitutedChange(_ number: inout Int) throws -> Int {
  number += 1
  throw Shut.shut
}

@FallingBack(on: Shut.self, to: { (error: any Error, number: Int) throws(Shut) in throw .shut })
func substitutedTyped(_ number: Int) throws(Shut) -> Int { number }

struct Guards {
  nonisolated static let places = Bulkhead(named: "guards", atMost: 2)
  let breaker = CircuitBreaker(named: "guards")
  let bucket = TokenBucket(named: "guards", 1_000, per: .milliseconds(1), burst: 1_000)
  var count = 0

  @CircuitBroken(by: \Self.breaker) @Bulkheaded(by: Self.places) @RateLimited(by: \Self.bucket)
  func through(_ number: Int) throws -> Int { number }

  @CircuitBroken(by: InstanceProperty("breaker")) @Counted
  mutating func countUp() throws -> Int {
    count += 1
    return count
  }

  @TimeLimited(within: .seconds(60)) @Bulkheaded(by: Self.places)
  mutating func countUpLater() async throws -> Int {
    count += 1
    return count
  }
}

actor Office {
  nonisolated let breaker = CircuitBreaker(named: "office")
  var count = 0

  @CircuitBroken(by: \Self.breaker)
  func visit() throws -> Int {
    count += 1
    return count
  }

  @TimeLimited(within: .seconds(60)) @CircuitBroken(by: \Self.breaker)
  func visitLater() async throws -> Int {
    count += 1
    return count
  }

  @Coalesced
  func visitTogether(_ number: Int) async throws -> Int {
    count += number
    return count
  }

  @FallingBack(on: Shut.self, to: { (error: any Error, number: Int) in number })
  func substituted(_ number: Int) async throws -> Int {
    count += 0
    throw Shut.shut
  }

  @Hedged(after: .seconds(30))
  func visitAgain() async throws -> Int {
    count += 1
    return count
  }
}

@MainActor
final class Front {
  var count = 0

  static func results() async throws -> [Int] {
    let front = Front()
    return [try await front.greetLater(3), try front.greet(4), try await front.greetTogether(5)]
  }

  @TimeLimited(within: .seconds(60)) @Bulkheaded(by: places) @Counted
  func greetLater(_ number: Int) async throws -> Int {
    count += number
    return count
  }

  @CircuitBroken(by: breaker) @RateLimited(by: quota)
  func greet(_ number: Int) throws -> Int {
    count += number
    return count
  }

  @Coalesced
  func greetTogether(_ number: Int) async throws -> Int {
    count += number
    return count
  }
}

extension Guards {
  @CircuitBroken(by: \Self.breaker) @RateLimited(by: quota) @Counted
  func extended(_ number: Int) throws -> Int { number }
}

func callResilience() async throws -> [Int] {
  var changed = 26
  try change(&changed)
  try await changeLater(&changed)
  var guards = Guards()
  let office = Office()
  return [
    try guarded(1), try await guardedLater(2), try guardedTyped(3), try await limitedTyped(4), try await judged(5),
    try await limited(6), try await limitedGeneric(7), try countedTwice(8), try guardedSome(123_456_789),
    try await hedge(10), try await hedgeTyped(11), await shareOnce(5, with: 7), try await shareInOne(13),
    try substituted(-5), try substitutedAny(15), try await substitutedLater(16), changed, try guards.through(17),
    try guards.countUp(), try await guards.countUpLater(), try guards.extended(20), try await office.visit(),
    try await office.visitLater(), try await office.visitTogether(2), try await office.visitAgain(),
    try await limitedClosure { 22 }, try await limitedOpaque(3).reduce(0, +), try await hedgeGeneric(24),
    await hedgePlain(25), try substitutedGeneric("a"), try substitutedClosure(22) { throw Shut.shut },
    try substitutedChange(&changed), changed, try substitutedTyped(24), try await office.substituted(25),
  ] + (try await Front.results())
}
