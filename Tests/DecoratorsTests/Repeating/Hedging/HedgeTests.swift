import DecoratorPrimitives
import DecoratorsTesting
import Testing

@testable import Decorators

/// The vectors of the rules, on a manual clock.
@Suite(.timeLimit(.minutes(10))) struct HedgeTests {
  let clock = ManualClock()
  let calls = ValueRecorder<Int>()
  let endings = ValueRecorder<HedgeEnd>()
  let starts = ValueRecorder<HedgeStart>()

  func policy(
    after delay: HedgeDelay = .milliseconds(100),
    attempts: Int = 2,
    budget: RetryBudget? = nil
  ) -> HedgePolicy {
    HedgePolicy(
      after: delay,
      attempts: attempts,
      budget: budget,
      didStart: starts.append,
      didEnd: endings.append,
      clock: clock
    )
  }

  /// Waits until exactly these deadlines are slept for, in milliseconds, and lets the time of the first one come. Then
  /// the same for the next list.
  func step(_ deadlines: [Int]...) async {
    for expected in deadlines {
      let expected = expected.map { Duration.milliseconds($0) }
      await until { clock.sleepers.map(\.deadline.offset) == expected }
      clock.advance(to: clock.sleepers[0].deadline)
    }
  }

  /// Waits until something sleeps until the instant.
  func waitUntil(sleeperAt instant: Duration) async {
    await until { clock.sleepers.contains { $0.deadline.offset == instant } }
  }

  @Test("H2, H3: the second attempt starts after the delay, and the first value wins and cancels the other")
  func theFirstValueWins() async throws {
    let (wasCancelled, clock, calls) = (Counter(), clock, calls)
    let task = Task { [policy = policy()] in
      try await withHedging(policy, named: "search") { attempt in
        calls.append(attempt.number)
        do {
          try await clock.sleep(for: attempt.number == 1 ? .milliseconds(250) : .milliseconds(50))
        } catch {
          wasCancelled.increment()
          throw error
        }
        return attempt.number
      }
    }
    await waitUntil(sleeperAt: .milliseconds(250))
    await waitUntil(sleeperAt: .milliseconds(100))
    clock.advance(by: .milliseconds(99))
    #expect(calls.values == [1])
    clock.advance(by: .milliseconds(1))
    await waitUntil(sleeperAt: .milliseconds(150))
    clock.advance(by: .milliseconds(50))
    #expect(try await task.value == 2)
    #expect(clock.now.offset == .milliseconds(150))
    #expect(calls.values == [1, 2] && wasCancelled.value == 1)
    #expect(starts.values.map(\.reason) == [.delay])
    #expect(starts.values.map(\.elapsed) == [.milliseconds(100)])
    #expect(endings.values.map(\.winner) == [2])
    #expect(endings.values[0].attempts == 2 && endings.values[0].errors.isEmpty && endings.values[0].name == "search")
    #expect(endings.values[0].elapsed == .milliseconds(150))
    try clock.checkNoSleepers()
  }

  @Test("H2: a call that ends before the delay is made once, and no hook runs")
  func aFastCall() async throws {
    let value = try await policy().run { [clock, calls] () async throws in
      calls.append(1)
      try await clock.sleep(for: .zero)
      return 7
    }
    #expect(value == 7 && calls.values == [1])
    #expect(starts.values.isEmpty && endings.values.isEmpty)
    try clock.checkNoSleepers()
  }

  @Test("H2: attempts start one delay after the other, and never more than were allowed")
  func theNumberOfAttempts() async throws {
    let (clock, gate) = (clock, Gate())
    let begins = ValueRecorder<Duration>()
    let task = Task { [policy = policy(attempts: 3)] in
      try await policy.run { () async throws in
        begins.append(clock.now.offset)
        await gate.wait()
      }
    }
    await waitUntil(sleeperAt: .milliseconds(100))
    clock.advance(by: .milliseconds(100))
    await waitUntil(sleeperAt: .milliseconds(200))
    clock.advance(by: .milliseconds(100))
    await until { gate.waiting == 3 }
    #expect(clock.sleepers.isEmpty)
    gate.open()
    try await task.value
    #expect(begins.values == [.zero, .milliseconds(100), .milliseconds(200)])
  }

  @Test("H2: without a delay all attempts start at once")
  func allAtOnce() async throws {
    let gate = Gate()
    let task = Task { [policy = policy(after: .fixed(.zero), attempts: 3)] in
      try await policy.run { () async throws in await gate.wait() }
    }
    await until { gate.waiting == 3 }
    gate.open()
    try await task.value
    try clock.checkNoSleepers()
  }

  @Test("H3: a failure that is worth a retry starts the next attempt at once")
  func aFailureStartsTheNext() async throws {
    let (clock, begins) = (clock, ValueRecorder<Duration>())
    let task = Task { [policy = policy()] in
      try await withHedging(policy) { attempt in
        begins.append(clock.now.offset)
        try await clock.sleep(for: .milliseconds(40))
        if attempt.number == 1 { throw TimeoutError(number: 1) }
        return attempt.errors.count
      }
    }
    await step([40, 100], [80])
    #expect(try await task.value == 1)
    #expect(begins.values == [.zero, .milliseconds(40)])
    #expect(starts.values.map(\.reason) == [.failure])
    #expect(starts.values[0].errors as? [TimeoutError] == [TimeoutError(number: 1)])
    #expect(endings.values[0].errors as? [TimeoutError] == [TimeoutError(number: 1)])
    #expect(clock.now.offset == .milliseconds(80))
  }

  @Test("H2, H3: after a failure the delay counts from the attempt that it started, also while another one runs")
  func theDelayRestarts() async throws {
    let (clock, begins) = (clock, ValueRecorder<Duration>())
    let task = Task { [policy = policy(attempts: 4)] in
      try await withHedging(policy) { attempt in
        begins.append(clock.now.offset)
        switch attempt.number {
        case 2:
          try await clock.sleep(for: .milliseconds(50))
          throw TimeoutError()
        default:
          try await clock.sleep(for: .milliseconds(400))
          return attempt.number
        }
      }
    }
    await step([100, 400], [150, 200, 400], [250, 400, 550], [400, 550, 650])
    #expect(try await task.value == 1)
    #expect(begins.values == [.zero, .milliseconds(100), .milliseconds(150), .milliseconds(250)])
    #expect(starts.values.map(\.reason) == [.delay, .failure, .delay])
  }

  @Test("H3: a failure that is not worth a retry ends the call")
  func aFatalFailure() async throws {
    let (clock, calls) = (clock, calls)
    let task = Task { [policy = policy()] in
      try await withHedging(policy) { attempt in
        calls.append(attempt.number)
        try await clock.sleep(for: .milliseconds(40))
        throw StatusError(status: 404)
      }
    }
    await step([40, 100])
    await #expect(throws: StatusError(status: 404)) { try await task.value }
    #expect(calls.values == [1] && clock.now.offset == .milliseconds(40))
    try clock.checkNoSleepers()
  }

  @Test("H3: a fatal failure of the second attempt cancels the first one")
  func aFatalFailureCancelsTheRest() async throws {
    let (clock, wasCancelled) = (clock, Counter())
    let task = Task { [policy = policy()] in
      try await withHedging(policy) { attempt in
        if attempt.number == 2 { throw StatusError(status: 404) }
        do { try await clock.sleep(for: .seconds(60)) } catch {
          wasCancelled.increment()
          throw error
        }
      }
    }
    await step([100, 60_000])
    await #expect(throws: StatusError(status: 404)) { try await task.value }
    #expect(wasCancelled.value == 1 && clock.now.offset == .milliseconds(100))
    #expect(endings.values.map(\.winner) == [nil])
  }

  @Test("H3: an attempt that throws CancellationError of itself ends the call, as it ends a retry")
  func cancellationIsFatal() async throws {
    await #expect(throws: CancellationError.self) {
      try await policy().run { [calls] () async throws in
        calls.append(1)
        throw CancellationError()
      }
    }
    #expect(calls.values == [1])
  }

  @Test("H3: the types of errors and the closure choose the failures, as for a retry")
  func theChoiceOfErrors() async throws {
    let calls = Counter()
    let policies = [
      HedgePolicy(after: .seconds(1), on: ConnectionError.self, clock: clock),
      HedgePolicy(after: .seconds(1), when: { .retry(if: $0 is ConnectionError) }, clock: clock),
    ]
    for policy in policies {
      await #expect(throws: TimeoutError.self) {
        try await policy.run { () async throws in
          calls.increment()
          throw TimeoutError()
        }
      }
    }
    #expect(calls.value == 2)
    for policy in policies {
      await #expect(throws: ConnectionError.self) {
        try await policy.run { () async throws in
          calls.increment()
          throw ConnectionError()
        }
      }
    }
    #expect(calls.value == 6)
  }

  @Test("H3: if all attempts fail, the error of the last to end is thrown, and the hook gets all, in that order")
  func allFail() async throws {
    let clock = clock
    let task = Task { [policy = policy()] in
      try await withHedging(policy) { attempt in
        try await clock.sleep(for: .milliseconds(attempt.number == 1 ? 120 : 30))
        throw TimeoutError(number: attempt.number)
      }
    }
    await step([100, 120], [120, 130], [130])
    await #expect(throws: TimeoutError(number: 2)) { try await task.value }
    #expect(endings.values[0].errors as? [TimeoutError] == [TimeoutError(number: 1), TimeoutError(number: 2)])
    #expect(clock.now.offset == .milliseconds(130))
  }

  @Test("H4: the call returns when a deaf loser has ended, says for how long it waited, and discards its value")
  func aDeafLoser() async throws {
    let (clock, gate) = (clock, Gate())
    let (overruns, discarded, log) = (ValueRecorder<HedgeOverrun>(), ValueRecorder<Int>(), LogRecorder())
    let policy = HedgePolicy(
      after: .milliseconds(100),
      logger: log.logger,
      didEnd: endings.append,
      loserDidOverrun: overruns.append,
      clock: clock
    )
    let task = Task {
      try await withHedging(policy, named: "search", discarding: discarded.append) { attempt in
        if attempt.number == 1 { await gate.wait() } else { try await clock.sleep(for: .milliseconds(50)) }
        return attempt.number
      }
    }
    await waitUntil(sleeperAt: .milliseconds(100))
    clock.advance(by: .milliseconds(100))
    await waitUntil(sleeperAt: .milliseconds(150))
    clock.advance(by: .milliseconds(50))
    await until { clock.sleepers.isEmpty }
    for _ in 0..<200 { await Task.yield() }
    #expect(endings.values.isEmpty && discarded.values.isEmpty)
    clock.advance(by: .milliseconds(300))
    gate.open()
    #expect(try await task.value == 2)
    #expect(discarded.values == [1])
    #expect(overruns.values.map(\.attempt) == [1])
    #expect(overruns.values[0].duration == .milliseconds(300) && overruns.values[0].name == "search")
    #expect(endings.values[0].elapsed == .milliseconds(450))
    #expect(log.entries.map(\.level) == [.debug, .warning])
    #expect(log.entries.allSatisfy { $0.metadata["call.function"] == "search" && $0.fileID == #fileID })
  }

  @Test("H4: what is discarded runs in the caller's task, which is not cancelled")
  func discardingIsNotCancelled() async throws {
    let (gate, seen, calls) = (Gate(), ValueRecorder<Bool>(), Counter())
    let fetch = AsyncFunction { () async throws in
      if calls.increment() == 1 { await gate.wait() } else { gate.open() }
      return 1
    }
    .hedged(after: .fixed(.zero), discarding: { (_: Int) async in seen.append(Task.isCancelled) })
    #expect(try await fetch() == 1)
    #expect(seen.values == [false])
  }

  @Test("H5: no extra attempt starts that cannot end before the caller's deadline")
  func theDeadline() async throws {
    let (clock, calls) = (clock, calls)
    let statistics = HedgeStatistics(named: "search", clock: clock)
    for number in 0..<20 { statistics.record(.milliseconds(number < 12 ? 50 : 95)) }
    let delay = statistics.percentile(0.95)!
    let policy = HedgePolicy(
      after: .percentile(0.95, of: statistics),
      attempts: 3,
      didStart: starts.append,
      clock: clock
    )
    for (limit, attempts) in [(delay + .milliseconds(49), 1), (delay + .milliseconds(80), 2)] {
      let before = calls.values.count
      let task = Task {
        try await withTimeLimit(within: limit, propagating: true, clock: clock) {
          try await policy.run { () async throws in
            calls.append(1)
            try await clock.sleep(for: .seconds(60))
          }
        }
      }
      await until { clock.sleepers.count == 3 }
      clock.advance(by: delay)
      if attempts == 2 { await until { calls.values.count == before + 2 } }
      await until { clock.sleepers.first?.deadline.offset != clock.now.offset }
      task.cancel()
      _ = await task.result
      #expect(calls.values.count == before + attempts)
    }
    // A failure starts none either if the time is over.
    await #expect(throws: (any Error).self) {
      try await withTimeLimit(within: .milliseconds(10), propagating: true, clock: clock) {
        try await policy.run { () async throws in
          calls.append(1)
          clock.advance(by: .milliseconds(10))
          throw TimeoutError()
        }
      }
    }
    #expect(calls.values.count == 4)
  }

  @Test("H8: a wait for a server that would outlast the caller's deadline does not begin")
  func pushbackBeyondTheDeadline() async throws {
    let calls = Counter()
    await #expect(throws: StatusError.self) {
      try await withTimeLimit(within: .seconds(1), propagating: true, clock: clock) { [policy = policy()] in
        try await policy.run { () async throws in
          calls.increment()
          throw StatusError(status: 503, retryAfter: .seconds(2))
        }
      }
    }
    #expect(calls.value == 1)
    try clock.checkNoSleepers()
  }

  @Test("H7: a budget that refuses makes the call wait for what runs")
  func aBudgetThatRefuses() async throws {
    let metrics = TestMetrics()
    let budget = RetryBudget(named: "search", ratio: 0.001, perSecond: 0, metricsFactory: metrics, clock: clock)
    let clock = clock
    let policy = HedgePolicy(
      after: .milliseconds(100),
      attempts: 3,
      budget: budget,
      didEnd: endings.append,
      metricsFactory: metrics,
      clock: clock
    )
    let task = Task {
      try await withHedging(policy, named: "search") { attempt in
        try await clock.sleep(for: .milliseconds(250))
        return attempt.number
      }
    }
    await step([100, 250], [250])
    #expect(try await task.value == 1)
    #expect(clock.now.offset == .milliseconds(250))
    #expect(endings.values.map(\.wasRefused) == [true] && endings.values[0].attempts == 1)
    #expect(try metrics.expectCounter("hedges", [("function", "search"), ("result", "refused")]).totalValue == 1)
    await #expect(throws: TimeoutError.self) { try await policy.run { () async throws in throw TimeoutError() } }
    #expect(endings.values.count == 2)
  }

  @Test("H7, U2, U4: a call counts once in the budget, and each extra attempt costs one")
  func theBudget() async throws {
    let budget = RetryBudget(named: "search", ratio: 1, perSecond: 1, clock: clock)
    #expect(budget.allowed == 10)
    await #expect(throws: TimeoutError.self) {
      try await policy(attempts: 3, budget: budget).run { () async throws in throw TimeoutError() }
    }
    #expect(budget.used == 2 && budget.allowed == 11)
    await #expect(throws: Refused.self) {
      try await policy(attempts: 3, budget: budget).run { () async throws in throw Refused() }
    }
    #expect(budget.used == 2 && budget.allowed == 11)
  }

  @Test("H8: no attempt starts before the time that a server asked for")
  func pushback() async throws {
    let (clock, begins) = (clock, ValueRecorder<Duration>())
    let task = Task { [policy = policy(attempts: 3)] in
      try await withHedging(policy) { attempt in
        begins.append(clock.now.offset)
        switch attempt.number {
        case 1:
          try await clock.sleep(for: .milliseconds(400))
          throw TimeoutError()
        case 2: throw StatusError(status: 503, retryAfter: .milliseconds(200))
        default: return attempt.number
        }
      }
    }
    await step([100, 400], [300, 400])
    #expect(try await task.value == 3)
    #expect(begins.values == [.zero, .milliseconds(100), .milliseconds(300)])
  }

  @Test("H8: the call waits for the server also if nothing runs, and a cancellation ends the wait with the last error")
  func pushbackWithNothingRunning() async throws {
    let begins = ValueRecorder<Duration>()
    let budget = RetryBudget(named: "search", clock: clock)
    let work: @Sendable (HedgeAttempt) async throws -> Int = { [clock] attempt in
      begins.append(clock.now.offset)
      if attempt.number == 1 { throw StatusError(status: 503, retryAfter: .milliseconds(200)) }
      return attempt.number
    }
    let task = Task { [policy = policy(budget: budget)] in try await withHedging(policy, work) }
    await step([200])
    #expect(try await task.value == 2)
    #expect(begins.values == [.zero, .milliseconds(200)] && budget.used == 1)

    let cancelled = Task { [policy = policy(budget: budget)] in try await withHedging(policy, work) }
    await waitUntil(sleeperAt: .milliseconds(400))
    #expect(budget.used == 2)
    cancelled.cancel()
    await #expect(throws: StatusError.self) { try await cancelled.value }
    #expect(budget.used == 1 && begins.values.count == 3)
  }

  @Test("H8: a server that asks for more than a minute, or for no more calls, gets no more")
  func tooMuchPushback() async throws {
    let calls = Counter()
    for error in [StatusError(status: 503, retryAfter: .seconds(61)) as any Error, Refused()] {
      await #expect(throws: (any Error).self) {
        try await policy().run { () async throws in
          calls.increment()
          throw error
        }
      }
    }
    #expect(calls.value == 2)
  }

  @Test("H8: after a rejection, what runs may win")
  func aRejectionOfAnExtraAttempt() async throws {
    let (clock, calls) = (clock, calls)
    let task = Task { [policy = policy(attempts: 3)] in
      try await withHedging(policy) { attempt in
        calls.append(attempt.number)
        if attempt.number == 2 { throw Refused() }
        try await clock.sleep(for: .milliseconds(400))
        return attempt.number
      }
    }
    await step([100, 400], [400])
    #expect(try await task.value == 1)
    #expect(calls.values == [1, 2])
  }

  @Test("H9: if the caller is cancelled, all attempts are, and the caller gets the last error when they have ended")
  func theCallerIsCancelled() async throws {
    let (clock, ended) = (clock, Counter())
    let task = Task { [policy = policy(attempts: 3)] in
      try await withHedging(policy) { attempt in
        do { try await clock.sleep(for: .seconds(60)) } catch {
          ended.increment()
          throw TimeoutError(number: attempt.number)
        }
      }
    }
    await waitUntil(sleeperAt: .milliseconds(100))
    clock.advance(by: .milliseconds(100))
    await clock.sleepers(atLeast: 3)
    task.cancel()
    await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(ended.value == 2 && endings.values.map(\.attempts) == [2])
    try clock.checkNoSleepers()
  }

  @Test("H9, R5: a call that is cancelled before it begins makes its first attempt, and no other")
  func cancelledBefore() async throws {
    let calls = Counter()
    let task = Task { [policy = policy(after: .fixed(.zero), attempts: 3)] in
      withUnsafeCurrentTask { $0?.cancel() }
      return try await policy.run { () async throws in
        calls.increment()
        return Task.isCancelled
      }
    }
    #expect(try await task.value)
    #expect(calls.value == 1)
  }

  @Test("H9: attempts see the task-local values and the priority of the caller")
  func contextOfTheCaller() async throws {
    enum Request { @TaskLocal static var id = 0 }
    let (gate, seen) = (Gate(), ValueRecorder<Bool>())
    let task = Task(priority: .low) { [policy = policy(after: .fixed(.zero))] in
      try await Request.$id.withValue(7) {
        try await policy.run { () async throws in
          seen.append(Request.id == 7 && Task.basePriority == .low)
          if seen.values.count == 2 { gate.open() }
          await gate.wait()
        }
      }
    }
    try await task.value
    #expect(seen.values == [true, true])
  }

  @Test("C9: with waits turned off, only a failure starts another attempt")
  func withoutWaits() async throws {
    let calls = Counter()
    try await Waits.$areSkipped.withValue(true) {
      let value = try await policy(attempts: 3).run { () async throws in
        for _ in 0..<100 { await Task.yield() }
        clock.advance(by: .seconds(10))
        for _ in 0..<100 { await Task.yield() }
        return calls.increment()
      }
      #expect(value == 1)
      let second = try await withHedging(policy(attempts: 3)) { attempt in
        if attempt.number == 1 { throw StatusError(status: 503, retryAfter: .seconds(30)) }
        return attempt.number
      }
      #expect(second == 2)
    }
    #expect(starts.values.map(\.reason) == [.failure])
  }

  @Test("R17: a clock that cannot wait starts no extra attempt, and a failure still does")
  func aClockThatFails() async throws {
    let policy = HedgePolicy(after: .milliseconds(100), clock: BrokenClock())
    let value = try await withHedging(policy) { attempt in
      if attempt.number == 1 { throw TimeoutError() }
      return attempt.number
    }
    #expect(value == 2)
    await #expect(throws: StatusError.self) {
      try await policy.run { () async throws in throw StatusError(status: 503, retryAfter: .seconds(1)) }
    }
  }

  @Test("V: extra attempts are counted by function and result")
  func metrics() async throws {
    let metrics = TestMetrics()
    let policy = HedgePolicy(after: .fixed(.zero), attempts: 3, metricsFactory: metrics)
    _ = try await withHedging(policy, named: "search") { attempt in
      if attempt.number != 2 { try await Task.sleep(for: .seconds(60)) }
      return attempt.number
    }
    #expect(try metrics.expectCounter("hedges", [("function", "search"), ("result", "won")]).totalValue == 1)
    #expect(try metrics.expectCounter("hedges", [("function", "search"), ("result", "lost")]).totalValue == 1)
  }
}

/// A rejection, as a circuit breaker throws it.
private struct Refused: Rejection {
  let name = "search"
  let retryAfter: Duration? = nil
}
