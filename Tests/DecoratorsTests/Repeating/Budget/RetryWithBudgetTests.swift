import Decorators
import DecoratorsTesting
import Testing

/// An error that proves that nothing was sent.
private struct RefusedConnection: EffectReporting { var callEffect: CallEffect { .neverSent } }
private struct TooMany: EffectReporting { var callEffect: CallEffect { .refused } }
private struct Shut: Rejection {
  var name: String { "gate" }
  var retryAfter: Duration? { nil }
  var retryDecision: RetryDecision { .retry }
}

@Suite struct RetryWithBudgetTests {
  let clock = RecordingClock()
  let calls = Counter()
  let ends = ValueRecorder<RetryGiveUp>()
  let log = LogRecorder()

  private func policy(_ budget: RetryBudget, attempts: Int = 3, logger: Bool = false) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: .constant(.seconds(1), jitter: .none),
      budget: budget,
      logger: logger ? log.logger : nil,
      didGiveUp: { [ends] in ends.append($0) },
      clock: clock
    )
  }

  private func budget(ratio: Double = 0.2, perSecond: Double = 3) -> RetryBudget {
    RetryBudget(named: "shop", ratio: ratio, perSecond: perSecond, clock: ManualClock())
  }

  private func fail(_ error: any Error = TimeoutError(), under policy: RetryPolicy) async -> (any Error)? {
    do {
      try await policy.run { () async throws in
        calls.increment()
        throw error
      }
    } catch { return error }
    return nil
  }

  @Test("U2: a call counts once, however often it is repeated", arguments: [true, false])
  func deposits(isAsync: Bool) async {
    let budget = budget(ratio: 1, perSecond: 0.1)
    for expected in 1...3 {
      if isAsync {
        try? await policy(budget).run { () async throws in throw TimeoutError() }
      } else {
        try? synchronously { try policy(budget).run { () throws in throw TimeoutError() } }
      }
      #expect(budget.allowed == 1 + expected)
    }
    #expect(budget.used == 4)
  }

  @Test("U1: calls that succeed earn retries, in every form")
  func successes() async throws {
    let budget = budget(ratio: 1, perSecond: 0)
    try await policy(budget).run { () async throws in }
    synchronously { policy(budget).run {} }
    await withRetry(budget: budget) {}
    synchronously { withRetry(budget: budget) {} }
    await withRetry(policy(budget)) { _ in }
    synchronously { withRetry(policy(budget)) { _ in } }
    Function {}.retrying(budget: budget)()
    try await AsyncFunction { () async throws in }.retrying(budget: budget)()
    retrying(budget: budget) {}()
    try await retrying(budget: budget) { () async throws in }()
    Function {}.decorated(by: .retrying(budget: budget))()
    try await AsyncFunction { () async throws in }.retrying(eachAttempt: .seconds(60), budget: budget)()
    try await withRetry(eachAttempt: .seconds(60), budget: budget) {}
    try await retrying(eachAttempt: .seconds(60), budget: budget) { () async throws in }()
    try await AsyncFunction { () async throws in }.decorated(by: .retrying(eachAttempt: .seconds(60), budget: budget))()
    #expect(budget.allowed == 15 && budget.used == 0)
  }

  @Test("U1, U6: a call that succeeds at once reads the clock of the window once, and that of tokens never")
  func readings() async throws {
    let (window, tokens) = (StillClock(), StillClock())
    let budgets = [
      RetryBudget(named: "shop", clock: window), RetryBudget.tokens(named: "shop", max: 10, ratio: 1, clock: tokens),
    ]
    let before = (window.readings.value, tokens.readings.value)
    for budget in budgets {
      try await RetryPolicy(budget: budget, clock: window).run { () async throws in }
      try synchronously { try RetryPolicy(budget: budget, clock: window).run { () throws in } }
    }
    #expect(window.readings.value == before.0 + 2 && tokens.readings.value == before.1)
  }

  @Test("U3: a refused retry ends the call with its own error, before the wait")
  func refused() async {
    let budget = budget(ratio: 0.1, perSecond: 0.1)
    #expect(await fail(under: policy(budget)) is TimeoutError)
    #expect(calls.value == 2 && clock.sleeps == [.seconds(1)])
    #expect(await fail(under: policy(budget)) is TimeoutError)
    #expect(calls.value == 3 && clock.sleeps.count == 1)
    #expect(ends.values.map(\.reason) == [.budget, .budget])
    #expect(ends.values.map(\.attempts) == [2, 1])
  }

  @Test("U1: functions share a budget by naming the same one")
  func shared() async {
    let budget = budget(perSecond: 0.2)
    let (first, second) = (policy(budget), policy(budget))
    _ = await fail(under: first)
    _ = await fail(under: second)
    #expect(calls.value == 4 && budget.used == 2)
  }

  @Test("U3: the first refusal of a window is a warning of the policy, unless the budget has a logger")
  func warnings() async {
    let quiet = budget(ratio: 0.001, perSecond: 0)
    for _ in 0..<3 { _ = await fail(under: policy(quiet, logger: true)) }
    #expect(log.entries.map(\.level) == [.warning, .debug, .debug])
    #expect(log.entries[0].metadata["call.reason"] == "budget")
    log.removeAll()
    let own = LogRecorder()
    let loud = RetryBudget(named: "shop", ratio: 0.001, perSecond: 0, logger: own.logger)
    for _ in 0..<3 { _ = await fail(under: policy(loud, logger: true)) }
    #expect(log.entries.map(\.level) == [.debug, .debug, .debug])
    #expect(own.entries.map(\.level) == [.warning])
    #expect(own.entries[0].fileID == #fileID)
  }

  @Test("U3: a retry that is cancelled before it begins is given back")
  func cancelled() async {
    let manual = ManualClock()
    let budget = budget()
    let policy = policy(budget).with(clock: manual)
    let task = Task { try await policy.run { () async throws in throw TimeoutError() } }
    await manual.sleepers(atLeast: 1)
    #expect(budget.used == 1)
    task.cancel()
    await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(budget.used == 0 && ends.values.map(\.reason) == [.cancelled])
  }

  @Test("U3: a retry that its wait outlasts is given back")
  func outlasted() async {
    let budget = budget()
    let policy = RetryPolicy(within: .seconds(60), budget: budget, clock: OversleepingClock())
    #expect(await fail(under: policy) is TimeoutError)
    #expect(budget.used == 0)
  }

  @Test("U2: a call that was rejected before it ran does not count")
  func rejected() async {
    let budget = budget(ratio: 1, perSecond: 0.2)
    #expect(await fail(Shut(), under: policy(budget, attempts: 1)) is Shut)
    #expect(budget.allowed == 2)
    let attempts = Counter()
    try? await policy(budget).run { () async throws in
      if attempts.increment() == 1 { throw Shut() }
    }
    #expect(attempts.value == 2 && budget.allowed == 3)
  }

  @Test("U2: a hedge or a retry inside a later attempt counts in its own budget", arguments: [true, false])
  func inOtherBudget(isHedged: Bool) async {
    let (outer, inner) = (budget(), budget(ratio: 1))
    for retries in [policy(outer), RetryPolicy(attempts: 3, backoff: .none)] {
      let before = inner.allowed
      try? await retries.run { () async throws in
        if isHedged {
          let hedge = HedgePolicy(after: .seconds(60), on: ConnectionError.self, budget: inner, clock: ManualClock())
          try await hedge.run { () async throws in throw TimeoutError() }
        } else {
          try await policy(inner, attempts: 1).run { () async throws in throw TimeoutError() }
        }
      }
      #expect(inner.allowed == before + 3)
    }
  }

  @Test("U2: a hedge or a retry inside a later attempt belongs to the call that its budget has counted")
  func inSameBudget() async throws {
    let budget = budget(ratio: 1, perSecond: 3)
    let attempts = Counter()
    // The first attempt is not marked: what it calls counts once more.
    try? await policy(budget).run { () async throws in
      attempts.increment()
      try? await RetryPolicy(attempts: 2, backoff: .none).run { () async throws in
        try await policy(budget, attempts: 1).run { () async throws in throw TimeoutError() }
      }
      await HedgePolicy(after: .seconds(60), budget: budget, clock: ManualClock()).run {}
      throw TimeoutError()
    }
    #expect(attempts.value == 3 && budget.allowed == 30 + 4)
    // All attempts of a hedge are marked.
    try await HedgePolicy(after: .seconds(60), budget: budget, clock: ManualClock()).run {
      try await policy(budget).run { () async throws in }
    }
    #expect(budget.allowed == 30 + 5)
  }

  @Test("U2: what outlives an attempt counts again")
  func outlivingAttempts() async {
    let budget = budget(ratio: 1, perSecond: 3)
    let gate = Gate()
    let tasks = ValueRecorder<Task<Void, Never>>()
    try? await policy(budget, attempts: 2).run { () async throws in
      tasks.append(
        Task {
          await gate.wait()
          try? await policy(budget, attempts: 1).run { () async throws in }
        }
      )
      throw TimeoutError()
    }
    #expect(budget.allowed == 30 + 1)
    gate.open()
    for task in tasks.values { await task.value }
    #expect(budget.allowed == 30 + 3)
  }

  @Test("U4: a retry that the server asked for costs one too")
  func serverDelays() async {
    let budget = budget(perSecond: 0.1)
    #expect(await fail(StatusError(status: 503, retryAfter: .seconds(7)), under: policy(budget)) is StatusError)
    #expect(calls.value == 2 && clock.sleeps == [.seconds(7)] && budget.used == 1)
  }

  @Test("U5: the first repeat of what never left is free, and the next ones are not")
  func transparent() async {
    let budget = budget(perSecond: 0.1)
    _ = await fail(RefusedConnection(), under: policy(budget, attempts: 9))
    #expect(calls.value == 3 && budget.used == 1)
    #expect(ends.values.map(\.reason) == [.budget])
    let other = self.budget(perSecond: 0.1)
    _ = await fail(TooMany(), under: policy(other, attempts: 9))
    #expect(calls.value == 5 && other.used == 1)
  }

  @Test("U6: failures that are retried cost tokens, others do not, and successes give back")
  func tokens() async {
    let budget = RetryBudget.tokens(named: "orders", max: 10, ratio: 0.5)
    _ = await fail(under: policy(budget))
    #expect(calls.value == 3 && budget.used == 3)
    _ = await fail(StatusError(status: 404), under: policy(budget))
    #expect(budget.used == 3)
    _ = await fail(CancellationError(), under: policy(budget))
    #expect(budget.used == 3)
    let attempts = Counter()
    try? await policy(budget).run { () async throws in
      if attempts.increment() == 1 { throw TimeoutError() }
    }
    #expect(budget.used == 4)
    try? await policy(budget).run { () async throws in }
    #expect(budget.used == 3)
    _ = await fail(RefusedConnection(), under: policy(budget, attempts: 1))
    #expect(budget.used == 3)
    _ = await fail(under: policy(budget))
    #expect(budget.used == 5 && ends.values.last?.reason == .budget)
  }

  @Test("U3: refusals under a limit of attempts end the call too")
  func limitedAttempts() async {
    let budget = budget(ratio: 0.1, perSecond: 0.1)
    await #expect(throws: StatusError.self) {
      try await policy(budget).with(eachAttempt: .seconds(60)).with(clock: ContinuousClock()).run {
        calls.increment()
        throw StatusError(status: 503, retryAfter: .nanoseconds(1))
      }
    }
    #expect(calls.value == 2)
  }

  @Test("A10: the description names the budget")
  func description() {
    #expect("\(policy(budget()))".contains(#"budget: "shop""#))
  }
}
