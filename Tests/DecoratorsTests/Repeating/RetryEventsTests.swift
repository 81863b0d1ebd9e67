import Decorators
import DecoratorsTesting
import Testing

@Suite struct RetryEventsTests {
  let clock = RecordingClock()
  let events = ValueRecorder<RetryEvent>()
  let endings = ValueRecorder<RetryGiveUp>()
  let log = LogRecorder()

  private func policy(_ attempts: Int, backoff: Backoff? = nil, within limit: Duration? = nil) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: backoff ?? .exponential(from: .seconds(1), jitter: .none),
      within: limit,
      logger: log.logger,
      willRetry: { [events] in events.append($0) },
      didGiveUp: { [endings] in endings.append($0) }
    )
  }

  @Test("R15: the hook runs before the wait and knows attempt, error and delay")
  func beforeEachWait_theHookKnowsAttemptErrorAndDelay() {
    let slept = ValueRecorder<Int>()
    let policy = RetryPolicy(
      attempts: 3,
      backoff: .exponential(from: .seconds(1), jitter: .none),
      willRetry: { [clock, events] event in
        slept.append(clock.sleeps.count)
        events.append(event)
      }
    )
    var number = 0
    try? policy.with(clock: clock).run(named: "push") { () throws in
      number += 1
      throw TimeoutError(number: number)
    }
    #expect(slept.values == [0, 1])
    #expect(events.values.map(\.name) == ["push", "push"])
    #expect(events.values.map(\.attempt) == [1, 2])
    #expect(events.values.map(\.delay) == [.seconds(1), .seconds(2)])
    #expect(events.values.map { $0.error as? TimeoutError } == [TimeoutError(number: 1), TimeoutError(number: 2)])
    #expect(events.values.allSatisfy { !$0.isServerDirected && !$0.isNested })
  }

  @Test func aServerDirectedDelay_isToldApart() {
    try? policy(2).with(clock: clock).run { () throws in throw StatusError(status: 503, retryAfter: .seconds(3)) }
    #expect(events.values.map(\.isServerDirected) == [true])
    #expect(events.values.map(\.delay) == [.seconds(3)])
  }

  @Test func aRefusedResult_isAnEventWithoutError() {
    _ = withRetry(policy(2), clock: clock, onResult: { _ in true }) { _ in 1 }
    #expect(events.values.count == 1 && events.values[0].error == nil)
    #expect(endings.values.map(\.reason) == [.attemptsExhausted])
    #expect(endings.values[0].errors.isEmpty)
  }

  @Test("R15: the give-up hook and the log name the last outcome, which may be a refused result")
  func theLastOutcome_isARefusedResult() async throws {
    let calls = Counter()
    for isAsync in [true, false] {
      func work() throws -> Int {
        if calls.increment() % 2 == 1 { throw TimeoutError() }
        return 0
      }
      if isAsync {
        _ = try await withRetry(policy(2), clock: clock, onResult: { _ in true }) { (_: RetryAttempt) async throws in
          try work()
        }
      } else {
        _ = try synchronously { try withRetry(policy(2), clock: clock, onResult: { _ in true }) { _ in try work() } }
      }
      let ending = try #require(endings.values.last)
      #expect(ending.error == nil)
      #expect(ending.errors.count == 1)
      let line = try #require(log.entries.last)
      #expect(line.metadata["call.result"] == "refused" && line.metadata["call.error.type"] == nil)
    }
    try? await policy(2).with(clock: clock).run { () async throws in throw TimeoutError(number: 7) }
    #expect(endings.values.last?.error as? TimeoutError == TimeoutError(number: 7))
    #expect(log.entries.last?.metadata["call.error.type"] == "DecoratorsTests.TimeoutError")
    #expect(log.entries.last?.metadata["call.result"] == nil)
  }

  @Test func theGiveUpHook_hasEveryAttemptsError() async {
    let numbers = Counter()
    try? await policy(3).with(clock: clock).run { () async throws in
      throw TimeoutError(number: numbers.increment())
    }
    #expect(endings.values.count == 1)
    #expect(endings.values[0].attempts == 3)
    #expect(endings.values[0].errors.compactMap { ($0 as? TimeoutError)?.number } == [1, 2, 3])
  }

  @Test func aSuccess_callsNoHook() throws {
    try policy(3).with(clock: clock).run { () throws in }
    #expect(events.values.isEmpty && endings.values.isEmpty && log.entries.isEmpty)
  }

  @Test func theReason_saysWhyACallGaveUp() {
    func reason(_ policy: RetryPolicy, throwing error: any Error = TimeoutError()) -> RetryGiveUp.Reason? {
      try? policy.with(clock: clock).run { () throws in throw error }
      return endings.values.last?.reason
    }
    #expect(reason(policy(2)) == .attemptsExhausted)
    #expect(reason(policy(9, backoff: .delays([.seconds(1)]))) == .delaysExhausted)
    #expect(reason(policy(9, within: .seconds(2))) == .limitReached)
    #expect(reason(policy(9), throwing: StatusError(status: 404)) == .notRetryable)
    #expect(reason(policy(9), throwing: CancellationError()) == .cancelled)
  }

  @Test("R12: a retry inside a later attempt of another knows that it is nested")
  func nestedRetries_areDetected() async {
    for isAsync in [false, true] {
      let seen = ValueRecorder<Bool>()
      let inner = RetryPolicy(attempts: 2, backoff: .none, willRetry: { seen.append($0.isNested) })
      let outer = RetryPolicy(attempts: 2, backoff: .none)
      if isAsync {
        try? await outer.with(clock: clock).run { () async throws in
          try await inner.with(clock: clock).run { () async throws in throw TimeoutError() }
        }
      } else {
        try? synchronously {
          try outer.with(clock: clock).run { () throws in
            try inner.with(clock: clock).run { () throws in throw TimeoutError() }
          }
        }
      }
      #expect(seen.values == [false, true])
    }
  }

  @Test("R12: hook and log line of the give-up carry it too, and retries one after the other do not nest")
  func nesting_isInTheGiveUpAndInTheLog() {
    try? RetryPolicy(attempts: 2, backoff: .none).with(clock: clock).run { () throws in
      try policy(1).with(clock: clock).run { () throws in throw TimeoutError() }
    }
    try? policy(1).with(clock: clock).run { () throws in throw TimeoutError() }
    #expect(endings.values.map(\.isNested) == [false, true, false])
    #expect(log.entries.map { $0.metadata["call.nested"] } == ["false", "true", "false"])
  }

  @Test("L9: log lines carry attempt, delay, error type and the user's source line")
  func logLines_areStructuredAndPointAtTheCall() {
    let line: UInt = #line + 1
    try? policy(2).with(clock: clock).run(named: "push") { () throws in throw TimeoutError() }
    #expect(log.entries.map(\.level) == [.warning, .error])
    #expect(log.entries.map { "\($0.message)" } == ["retrying", "gave up"])
    #expect(log.entries.allSatisfy { ($0.fileID, $0.function, $0.line) == (#fileID, #function, line) })
    #expect(log.entries[0].metadata["call.function"] == "push")
    #expect(log.entries[0].metadata["call.attempt"] == "1")
    #expect(log.entries[0].metadata["call.delay.seconds"].map { "\($0)" } == "1.0")
    #expect(log.entries[0].metadata["call.error.type"] == "DecoratorsTests.TimeoutError")
    #expect(log.entries[1].metadata["call.attempts"] == "2")
    #expect(log.entries[1].metadata["call.reason"] == "attemptsExhausted")
  }

  @Test("L9: log lines carry the place and the function of the call that wrapped or ran, in every form")
  func logLines_pointAtTheFormThatWasUsed() async {
    let policy = policy(2, backoff: Backoff.none)
    let fail: @Sendable () throws -> Void = { throw TimeoutError() }
    let failLater: @Sendable () async throws -> Void = { throw TimeoutError() }
    let first: UInt = #line + 1
    try? synchronously { try policy.run { try fail() } }
    try? await policy.run { try await failLater() }
    try? synchronously { try withRetry(policy) { _ in try fail() } }
    try? await withRetry(policy) { (_: RetryAttempt) async throws in try await failLater() }
    let wrapped = decorated(by: policy) { () throws in try fail() }
    let wrappedLater = decorated(by: policy) { () async throws in try await failLater() }
    let method = Function(fail).decorated(by: policy)
    let methodLater = AsyncFunction(failLater).decorated(by: policy)
    let judged = Function(fail).decorated(by: policy, onResult: { _ in false })
    let judgedLater = AsyncFunction(failLater).decorated(by: policy, onResult: { _ in false })
    let stack = Function(fail).decorated(by: DecoratorStack(policy, .timed(named: "fail", to: [])))
    for function in [wrapped, method, judged, stack] { try? function() }
    for function in [wrappedLater, methodLater, judgedLater] { try? await function() }
    let lines = ([0, 1, 2, 3, 4, 6, 8, 10, 5, 7, 9] as [UInt]).map { first + $0 }
    #expect(log.entries.map(\.line) == lines.flatMap { [$0, $0] })
    #expect(log.entries.allSatisfy { $0.fileID == #fileID && $0.function == #function })
    #expect(log.entries.allSatisfy { $0.metadata["call.function"] == "\(#fileID):\($0.line)" })
  }

  @Test("L1: giving up because of cancellation is not logged as an error")
  func cancellation_isNotLoggedAsAnError() {
    try? policy(3).with(clock: clock).run { () throws in throw CancellationError() }
    #expect(log.entries.map(\.level) == [.debug])
  }

  @Test("R12: what outlives the attempt that started it is not nested")
  func afterTheAttempt_aTaskItStartedIsNotNested() async {
    let (isOver, over) = AsyncStream.makeStream(of: Void.self)
    let inner = ValueRecorder<Task<Void, Never>>()
    let outer = RetryPolicy(attempts: 2, backoff: .none)
    let policy = policy(2, backoff: Backoff.none)
    try? await withRetry(outer, clock: clock) { (attempt: RetryAttempt) async throws in
      if attempt.number == 2 {
        inner.append(
          Task { [clock] in
            for await _ in isOver {}
            try? await policy.with(clock: clock).run { () async throws in throw TimeoutError() }
          }
        )
      }
      throw TimeoutError()
    }
    over.finish()
    await inner.values[0].value
    #expect(events.values.map(\.isNested) == [false])
    #expect(endings.values.map(\.isNested) == [false])
  }

  @Test(
    "R11: a call of countless attempts keeps the first error and the latest ones, as many as the policy says",
    arguments: [(0, []), (1, [1]), (2, [1, 1_000]), (10, [1] + Array(992...1_000)), (nil, [1] + Array(992...1_000))]
  )
  func countlessAttempts_keepFewErrors(count: Int?, numbers: [Int]) {
    let kept = ValueRecorder<[Int]>()
    func policy(_ attempts: Int) -> RetryPolicy {
      let hook: @Sendable (RetryGiveUp) -> Void = {
        kept.append($0.errors.compactMap { ($0 as? TimeoutError)?.number })
      }
      guard let count else { return RetryPolicy(attempts: attempts, backoff: .none, didGiveUp: hook) }
      return RetryPolicy(attempts: attempts, backoff: .none, keepingErrors: count, didGiveUp: hook)
    }
    let seen = ValueRecorder<[Int]>()
    try? withRetry(policy(1_000)) { attempt in
      seen.append(attempt.errors.compactMap { ($0 as? TimeoutError)?.number })
      throw TimeoutError(number: attempt.number)
    }
    #expect(kept.values == [numbers])
    // Before its own error, an attempt sees those of the attempts before.
    #expect(seen.values[0].isEmpty)
    #expect(seen.values.allSatisfy { $0.count <= count ?? 10 && $0 == $0.sorted() })
    #expect(seen.values.dropFirst().allSatisfy { $0.first ?? 1 == 1 })
    let few = max(2, count ?? 10)
    try? policy(few).run { () throws in throw TimeoutError() }
    #expect(kept.values[1].count == min(few, count ?? 10))
  }

  @Test func keepingCountlessErrors_keepsThemAllInOrder() {
    let policy = RetryPolicy(
      attempts: 5_000,
      backoff: .none,
      keepingErrors: .max,
      didGiveUp: { [endings] in endings.append($0) }
    )
    try? withRetry(policy) { attempt in throw TimeoutError(number: attempt.number) }
    #expect(endings.values[0].errors.compactMap { ($0 as? TimeoutError)?.number } == Array(1...5_000))
  }
}
