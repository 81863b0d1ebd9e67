import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct EachAttemptTests {
  let clock = ManualClock()
  let calls = ValueRecorder<Duration>()
  let ends = ValueRecorder<RetryGiveUp>()
  let events = ValueRecorder<RetryEvent>()

  private func policy(
    attempts: Int? = 3,
    backoff: Backoff = .none,
    within limit: Duration? = nil,
    on types: [Any] = [(any Error).self],
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    idempotent: Bool = true
  ) -> RetryPolicy {
    RetryPolicy(
      attempts: attempts,
      backoff: backoff,
      within: limit,
      on: types,
      when: classify,
      idempotent: idempotent,
      willRetry: { [events] in events.append($0) },
      didGiveUp: { [ends] in ends.append($0) },
      clock: clock
    )
  }

  /// Runs a call whose attempts never end by themselves, and moves the clock to each instant once an attempt waits.
  private func hang(_ policy: LimitedRetryPolicy, until instants: [Duration]) async -> (any Error)? {
    let task = Task { [clock, calls] in
      try await policy.run(named: "fetch") {
        calls.append(clock.now.offset)
        try await clock.sleep(for: .seconds(3_600))
      }
    }
    for instant in instants {
      await clock.sleepers(atLeast: 2)
      clock.advance(to: TestInstant(offset: instant))
    }
    do { try await task.value } catch { return error }
    return nil
  }

  @Test("T7: an attempt ends after its own limit or with the whole call, and what the end cuts off is not retried")
  func vector() async throws {
    let error = await hang(
      policy(within: .milliseconds(2_500)).with(eachAttempt: .seconds(1)),
      until: [.seconds(1), .seconds(2), .milliseconds(2_500)]
    )
    let exceeded = try #require(error as? TimeLimitExceeded)
    #expect(exceeded.scope == .whole && exceeded.limit == .milliseconds(2_500))
    #expect(exceeded.elapsed == .milliseconds(2_500) && exceeded.name == "fetch")
    #expect(calls.values == [.zero, .seconds(1), .seconds(2)])
    #expect(ends.values.map(\.attempts) == [3] && ends.values[0].reason == .limitReached)
    let scopes = ends.values[0].errors.map { ($0 as? TimeLimitExceeded)?.scope }
    #expect(scopes == [.attempt, .attempt, .whole])
    try clock.checkNoSleepers()
  }

  @Test("T7: without a limit of the whole call, the last attempt's own limit is the error")
  func attemptsOnly() async throws {
    let error = await hang(policy().with(eachAttempt: .seconds(1)), until: [.seconds(1), .seconds(2), .seconds(3)])
    let exceeded = try #require(error as? TimeLimitExceeded)
    #expect(exceeded.scope == .attempt && exceeded.limit == .seconds(1) && exceeded.elapsed == .seconds(1))
    #expect(ends.values.map(\.reason) == [.attemptsExhausted])
    #expect(events.values.map(\.attempt) == [1, 2])
  }

  @Test("T7: an attempt that its limit cuts off is retried, whatever errors on: and when: name")
  func ownTimeouts() async {
    let choosy = policy(attempts: 2, on: [TimeoutError.self], when: { _ in .giveUp })
    _ = await hang(choosy.with(eachAttempt: .seconds(1)), until: [.seconds(1), .seconds(2)])
    #expect(calls.values.count == 2)
  }

  @Test("T7: a time limit inside the function is an error like any other")
  func foreignTimeouts() async {
    let inner = TimeLimitExceeded(name: "inner", scope: .attempt, limit: .seconds(1), elapsed: .seconds(1))
    await #expect(throws: TimeLimitExceeded.self) {
      try await policy(on: [TimeoutError.self]).with(eachAttempt: .seconds(1)).run {
        calls.append(.zero)
        throw inner
      }
    }
    #expect(calls.values.count == 1 && ends.values.map(\.reason) == [.notRetryable])
  }

  @Test("T7: a limit that both end at is the end of the call")
  func equalEnds() async throws {
    let error = await hang(
      policy(within: .seconds(2)).with(eachAttempt: .seconds(1)),
      until: [.seconds(1), .seconds(2)]
    )
    #expect((error as? TimeLimitExceeded)?.scope == .whole)
    #expect(calls.values.count == 2)
  }

  @Test("T7: with less than the least time left, no attempt begins")
  func floor() async throws {
    let limited = policy(within: .milliseconds(2_500)).with(eachAttempt: .seconds(1), floor: .milliseconds(600))
    let error = await hang(limited, until: [.seconds(1), .seconds(2)])
    #expect((error as? TimeLimitExceeded)?.scope == .attempt)
    #expect(calls.values == [.zero, .seconds(1)])
    #expect(ends.values.map(\.reason) == [.limitReached])
    let enough = policy(within: .milliseconds(2_500)).with(eachAttempt: .seconds(1), floor: .milliseconds(500))
    let start = clock.now.offset
    _ = await hang(enough, until: [1, 2, 2.5].map { start + .seconds($0) })
    #expect(calls.values.count == 5)
  }

  @Test("T6: with no time from the start, nothing is called")
  func nothingLeft() async {
    let error = await #expect(throws: TimeLimitExceeded.self) {
      try await policy(within: .zero).with(eachAttempt: .seconds(1)).run { calls.append(.zero) }
    }
    #expect(error?.scope == .whole && error.map(isRejection) == true)
    #expect(calls.values.isEmpty)
  }

  @Test("T6, T12: under a deadline that is over, nothing is called")
  func deadlineOver() async throws {
    try await withTimeLimit(within: .seconds(1), propagating: true, named: "outer", clock: clock) {
      clock.advance(by: .seconds(1))
      let error = await #expect(throws: TimeLimitExceeded.self) {
        try await policy().with(eachAttempt: .seconds(1)).run(named: "inner") { calls.append(.zero) }
      }
      #expect(error?.name == "inner" && error?.elapsed == .zero)
    }
    #expect(calls.values.isEmpty)
  }

  @Test("R6, T12: a deadline of the task ends retries as their own limit does")
  func deadlineAhead() async throws {
    let waits = RecordingClock()
    let plain = RetryPolicy(
      attempts: 9,
      backoff: .constant(.seconds(2), jitter: .none),
      didGiveUp: { [ends] in ends.append($0) },
      clock: waits
    )
    try await withTimeLimit(within: .seconds(5), propagating: true, clock: clock) {
      _ = await #expect(throws: TimeoutError.self) {
        try await plain.run { () async throws in
          clock.advance(by: .seconds(2))
          throw TimeoutError()
        }
      }
      // One second is left.
      let limited = policy(backoff: .constant(.seconds(1), jitter: .none)).with(eachAttempt: .seconds(99))
      _ = await #expect(throws: TimeoutError.self) { try await limited.run { throw TimeoutError() } }
    }
    #expect(ends.values.map(\.reason) == [.limitReached, .limitReached])
    #expect(ends.values.map(\.attempts) == [2, 1])
    #expect(waits.sleeps == [.seconds(2)])
  }

  @Test("T7, R5: a cancelled caller gets the attempt's own error, and no other attempt begins")
  func cancelled() async {
    let task = Task { [clock, calls, policy = policy(within: .seconds(9)).with(eachAttempt: .seconds(5))] in
      try await policy.run {
        calls.append(clock.now.offset)
        try await clock.sleep(for: .seconds(3_600))
      }
    }
    await clock.sleepers(atLeast: 2)
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(calls.values.count == 1 && ends.values.map(\.reason) == [.cancelled])
  }

  @Test("T4, T7: a late value of an attempt is the caller's, unless late results are discarded")
  func lateValues() async throws {
    let kept = policy().with(eachAttempt: .seconds(1))
    #expect(
      try await kept.run {
        clock.advance(by: .seconds(2))
        return 7
      } == 7
    )
    let late = Counter()
    let discarding = policy(attempts: 2).with(
      eachAttempt: .seconds(1),
      lateResults: .discarded,
      didOverrun: { if $0.error == nil { late.increment() } }
    )
    await #expect(throws: TimeLimitExceeded.self) {
      try await discarding.run {
        calls.append(.zero)
        clock.advance(by: .seconds(2))
      }
    }
    #expect(calls.values.count == 2 && late.value == 2)
  }

  @Test("T12: an attempt can see its own end")
  func propagating() async throws {
    let policy = policy(within: .milliseconds(1_500)).with(eachAttempt: .seconds(1), propagating: true)
    let left = ValueRecorder<Duration?>()
    await #expect(throws: TimeLimitExceeded.self) {
      try await policy.run {
        left.append(CallDeadline.current?.remaining)
        clock.advance(by: .seconds(1))
        throw TimeoutError()
      }
    }
    #expect(left.values == [.seconds(1), .milliseconds(500)])
  }

  @Test func everyForm_limitsItsAttempts() async throws {
    let short = Duration.milliseconds(1)
    let count = Counter()
    let hang = AsyncFunction { () async throws -> Int in
      count.increment()
      try await Task.sleep(for: .seconds(3_600))
      return 1
    }
    func calls(_ body: () async throws -> Int) async -> Int {
      let before = count.value
      await #expect(throws: TimeLimitExceeded.self) { try await body() }
      return count.value - before
    }
    let policy = RetryPolicy(attempts: 2, backoff: .none).with(eachAttempt: short)
    #expect(await calls { try await hang.retrying(attempts: 2, backoff: .none, eachAttempt: short)() } == 2)
    #expect(await calls { try await hang.decorated(by: policy)() } == 2)
    #expect(await calls { try await hang.decorated(by: policy, onResult: { $0 == 0 })() } == 2)
    #expect(
      await calls { try await hang.decorated(by: .retrying(attempts: 2, backoff: .none, eachAttempt: short))() } == 2
    )
    #expect(
      await calls {
        try await retrying(attempts: 2, backoff: .none, eachAttempt: short) { () async throws in try await hang() }()
      } == 2
    )
    #expect(
      await calls { try await withRetry(attempts: 2, backoff: .none, eachAttempt: short) { try await hang() } } == 2
    )
    #expect(await calls { try await withRetry(policy) { _ in try await hang() } } == 2)
    #expect(await calls { try await policy.run { try await hang() } } == 2)
  }

  @Test func results_areJudged() async throws {
    let count = Counter()
    let function = AsyncFunction { () async throws -> Int in count.increment() }
      .retrying(attempts: 5, backoff: .none, eachAttempt: .seconds(60), onResult: { $0 < 3 })
    #expect(try await function() == 3)
    let attempts = ValueRecorder<Int>()
    let value = try await withRetry(
      RetryPolicy(attempts: 5, backoff: .none).with(eachAttempt: .seconds(60)),
      onResult: { $0 < 2 }
    ) { attempt in
      attempts.append(attempt.number)
      return attempt.number
    }
    #expect(value == 2 && attempts.values == [1, 2])
  }

  @Test("A10: the description prints the limits of attempts where the forms take them")
  func description() {
    let policy = RetryPolicy(attempts: 3, backoff: .none, within: .seconds(9), on: TimeoutError.self)
    #expect(
      "\(policy.with(eachAttempt: .seconds(1), floor: .milliseconds(5), lateResults: .discarded))" == """
        retrying(attempts: 3, backoff: no delay, within: 9.0 seconds, eachAttempt: 1.0 seconds, floor: 0.005 seconds, \
        lateResults: discarded, on: TimeoutError, serverDelays: accepted(upTo: 60.0 seconds))
        """
    )
    let limited = AsyncFunction(named: "f") { () async throws in 1 }.retrying(
      attempts: 2,
      backoff: .none,
      eachAttempt: .seconds(1),
      clock: clock,
      onResult: { _ in false }
    )
    #expect(
      "\(limited)" == """
        retrying(attempts: 2, backoff: no delay, eachAttempt: 1.0 seconds, serverDelays: accepted(upTo: 60.0 seconds), \
        clock: ManualClock, onResult: a closure) → f
        """
    )
  }

  @Test("A10: an attempt with no time stops the program")
  func checks() async {
    await #expect(processExitsWith: .failure) { _ = RetryPolicy().with(eachAttempt: .zero) }
    await #expect(processExitsWith: .failure) { _ = RetryPolicy().with(eachAttempt: .seconds(1), floor: .seconds(-1)) }
  }
}
