import Decorators
import DecoratorsTesting
import Testing

/// The connection was refused, so nothing was sent.
private struct NotConnected: EffectReporting { var callEffect: CallEffect { .neverSent } }

/// The limiter of a test refused a call.
private struct Shut: Rejection {
  var name: String { "gate" }
  var retryAfter: Duration? { nil }
  var retryDecision: RetryDecision { .retry }
}

/// What one attempt of the function comes to.
private enum Step {
  case lost, shut, notConnected, value(Int)

  func get() throws -> Int {
    switch self {
    case .lost: throw TimeoutError()
    case .shut: throw Shut()
    case .notConnected: throw NotConnected()
    case .value(let value): value
    }
  }
}

/// The attempts of a function in their order. The last step is repeated.
private final class Script: Sendable {
  private let steps: [Step]
  private let calls = Counter()

  init(_ steps: Step...) { self.steps = steps }

  func next() throws -> Int { try steps[min(calls.increment(), steps.count) - 1].get() }
}

@Suite("Effects of nested calls", .timeLimit(.minutes(2)))
struct NestedEffectTests {
  private let runs = Counter()
  private let ends = ValueRecorder<RetryGiveUp.Reason>()
  private let twice = RetryPolicy(attempts: 2, backoff: .none)
  private let hedge = HedgePolicy(after: .seconds(1_000), metricsFactory: TestMetrics())

  private var once: RetryPolicy {
    RetryPolicy(
      attempts: 3,
      backoff: .none,
      when: { _ in .retry },
      idempotent: false,
      didGiveUp: { [ends] in ends.append($0.reason) }
    )
  }

  /// How many attempts a retry makes whose function must not run twice.
  private func attempts(_ body: @escaping @Sendable () async throws -> Int) async -> Int {
    _ = try? await once.run { () async throws in
      runs.increment()
      return try await body()
    }
    return runs.value
  }

  // MARK: Retry in retry

  @Test("U9: after an inner attempt that may have run, a rejection of the next one proves nothing")
  func retryInRetry() async {
    let script = Script(.lost, .shut)
    #expect(await attempts { try await twice.run { () async throws in try script.next() } } == 1)
    #expect(ends.values == [.notIdempotent])
  }

  @Test("U9: an inner retry all of whose attempts were rejected did not run")
  func rejectedRetryInRetry() async {
    #expect(await attempts { try await twice.run { () async throws in try Step.shut.get() } } == 3)
  }

  @Test("U9: so it is with an error that proves that nothing was sent, which is no rejection")
  func retryWithoutConnection() async {
    let script = Script(.lost, .notConnected)
    #expect(await attempts { try await twice.run { () async throws in try script.next() } } == 1)
  }

  @Test("U9: synchronous calls know it as well")
  func synchronously() {
    let script = Script(.lost, .shut)
    let retry = Function { () throws in try script.next() }.retrying(attempts: 2, backoff: .none)
    let call = Function { () throws in
      runs.increment()
      return try retry()
    }
    #expect(throws: Shut.self) { try call.decorated(by: once)() }
    #expect(runs.value == 1)
  }

  @Test("U9: the forms that take the settings themselves look inside, too")
  func settings() async {
    let script = Script(.lost, .shut)
    let error = await #expect(throws: Shut.self) {
      try await withRetry(attempts: 3, backoff: .none, idempotent: false) {
        runs.increment()
        _ = try await withRetry(attempts: 2, backoff: .none) { try script.next() }
      }
    }
    #expect(error != nil && runs.value == 1)
  }

  @Test("U9: each retry tells the one around it")
  func threeRetries() async {
    let script = Script(.lost, .shut)
    let middle = RetryPolicy(attempts: 2, backoff: .none, idempotent: false)
    let made = await attempts {
      try await middle.run { () async throws in try await twice.run { () async throws in try script.next() } }
    }
    #expect(made == 1)
  }

  @Test("U9: a result that the inner retry refused was work, if the function may run twice")
  func refusedResults() async {
    let script = Script(.value(0), .shut)
    #expect(await attempts { try await withRetry(twice, onResult: { $0 == 0 }) { _ in try script.next() } } == 1)
  }

  @Test("U9: what an attempt did whose result onResult refuses does not count for the next one")
  func resultsOfTheOuterRetry() async {
    let script = Script(.lost, .value(0), .shut, .shut, .value(7))
    let value = try? await withRetry(once, onResult: { $0 == 0 }) { _ in
      runs.increment()
      return try await twice.run { () async throws in try script.next() }
    }
    #expect(value == 7 && runs.value == 3)
  }

  @Test("U9: attempts with a time limit run in tasks of their own, and tell it all the same")
  func limitedAttempts() async {
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await twice.with(eachAttempt: .seconds(1_000)).run { () async throws in try script.next() }
    }
    #expect(made == 1)
  }

  // MARK: Breakers

  @Test("U9: an inner retry that a circuit stops has run before")
  func breakerInside() async {
    let breaker = CircuitBreaker(named: "payments", minimumCalls: 1, clock: ManualClock())
    let made = await attempts {
      try await twice.run { () async throws in try await breaker.run { () async throws in try Step.lost.get() } }
    }
    #expect(made == 1)
    // The circuit is open, and nothing else is done.
    #expect(await attempts { try await breaker.run { 1 } } == 4)
  }

  @Test("U9: a breaker between two retries does not hide what ran")
  func breakerBetween() async {
    let breaker = CircuitBreaker(named: "payments")
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await breaker.run { () async throws in try await twice.run { () async throws in try script.next() } }
    }
    #expect(made == 1)
  }

  // MARK: Hedges

  @Test("U9: a hedge whose last attempt was rejected has run before")
  func hedgeInRetry() async {
    let script = Script(.lost, .shut)
    #expect(await attempts { try await hedge.run { () async throws in try script.next() } } == 1)
  }

  @Test("U9: a hedge all of whose attempts were rejected did not run")
  func rejectedHedgeInRetry() async {
    #expect(await attempts { try await hedge.run { () async throws in try Step.shut.get() } } == 3)
  }

  @Test("U9: a loser may have run, whether it ends with an error or with a value", arguments: [true, false])
  func losersOfHedges(returns: Bool) async {
    let clock = ManualClock()
    let policy = HedgePolicy(
      after: .seconds(1),
      when: { _ in .giveUp },
      metricsFactory: TestMetrics(),
      clock: clock
    )
    async let made = attempts {
      try await withHedging(policy) { attempt async throws -> Int in
        guard attempt.number == 1 else { throw NotConnected() }
        while runs.value == 1, !Task.isCancelled { await Task.yield() }
        if returns { return 1 }
        throw CancellationError()
      }
    }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(1))
    #expect(await made == 1)
  }

  @Test("U9: a retry in a hedge in a retry")
  func retryInHedge() async {
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await hedge.run { () async throws in try await twice.run { () async throws in try script.next() } }
    }
    #expect(made == 1)
  }

  @Test("U9: a hedge in a retry in a retry")
  func hedgeInRetryInRetry() async {
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await twice.run { () async throws in try await hedge.run { () async throws in try script.next() } }
    }
    #expect(made == 1)
  }

  // MARK: Other calls between

  @Test("U9: the error of a fallback says nothing about the function before it")
  func fallbackInRetry() async {
    let script = Script(.lost)
    let primary = AsyncFunction { () async throws in try script.next() }
    let replica = AsyncFunction { () async throws in try Step.shut.get() }
    let call = primary.fallingBack(on: .any, metricsFactory: TestMetrics(), to: replica)
    #expect(await attempts { try await call() } == 1)
    let both = replica.fallingBack(on: .any, metricsFactory: TestMetrics(), to: replica)
    let before = runs.value
    #expect(await attempts { try await both() } - before == 3)
  }

  @Test("U9: a time limit between two retries does not hide what ran")
  func timeLimitBetween() async {
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await withTimeLimit(within: .seconds(1_000)) {
        try await twice.run { () async throws in try script.next() }
      }
    }
    #expect(made == 1)
  }

  @Test("U9, M5: a load that is shared tells each of its callers what ran in it", arguments: [true, false])
  func sharedLoads(joins: Bool) async {
    let loads = Coalescer<Int, Int>(named: "loads")
    let script = Script(.lost, .shut)
    let gate = Gate()
    let load: @Sendable () async throws -> Int = {
      await gate.wait()
      return try await twice.run { () async throws in try script.next() }
    }
    // The load belongs to somebody else, or to the retry.
    let other = joins ? Task { try await loads.value(for: 1, load) } : nil
    if joins { await until { gate.waiting == 1 } }
    async let made = attempts { try await loads.value(for: 1, load) }
    await until { joins ? loads.joined == 1 : gate.waiting == 1 }
    gate.open()
    #expect(await made == 1)
    await #expect(throws: Shut.self) { try await other?.value ?? { throw Shut() }() }
  }

  @Test("U9: loads of several keys and loads inside loads tell it")
  func nestedLoads() async {
    let (outer, inner) = (MemoCache<Int, Int>(capacity: 4), MemoCache<Int, Int>(capacity: 4))
    let script = Script(.lost, .shut)
    let made = await attempts {
      try await outer.values(for: [1, 2]) { _ in
        let value = try await inner.value(for: 1) {
          try await twice.run { () async throws in try script.next() }
        }
        return [1: value, 2: value]
      }.count
    }
    #expect(made == 1)
  }

  @Test("U9: an earlier step of the attempt whose own retry lost an answer counts, although the last step was rejected")
  func independentCalls() async {
    let script = Script(.lost, .value(1))
    let made = await attempts {
      _ = try await twice.run { () async throws in try script.next() }
      return try Step.shut.get()
    }
    #expect(made == 1)
  }
}
