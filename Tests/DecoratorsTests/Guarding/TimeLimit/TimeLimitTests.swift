import Decorators
import DecoratorsTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct TimeLimitTests {
  let clock = ManualClock()
  let overruns = ValueRecorder<TimeLimitOverrun>()

  /// The overruns that ended with a value.
  private var lateValues: [TimeLimitOverrun] { overruns.values.filter { $0.error == nil } }

  private func limit(
    _ duration: Duration = .seconds(1),
    lateResults: LateResults = .returned,
    propagating: Bool = false
  ) -> TimeLimit {
    TimeLimit(
      within: duration,
      lateResults: lateResults,
      propagating: propagating,
      didOverrun: { [overruns] in overruns.append($0) },
      clock: clock
    )
  }

  /// Ends after the time, also if it is cancelled.
  private func deaf(for duration: Duration) async {
    await Task.detached { [clock] in try? await clock.sleep(for: duration) }.value
  }

  /// Runs a call, and moves the clock through the instants, each when that many sleep.
  private func run<Output: Sendable>(
    advancing steps: [(sleepers: Int, to: Duration)],
    cancellingAt cancellation: Duration? = nil,
    _ body: @escaping @Sendable () async throws -> Output
  ) async -> (result: Result<Output, any Error>, wasCancelled: Bool) {
    let task = Task {
      let result: Result<Output, any Error>
      do { result = .success(try await body()) } catch { result = .failure(error) }
      return (result, Task.isCancelled)
    }
    for step in steps {
      await clock.sleepers(atLeast: step.sleepers)
      clock.advance(to: TestInstant(offset: step.to))
      if step.to == cancellation { task.cancel() }
    }
    return await task.value
  }

  private func exceeded(_ result: Result<some Sendable, any Error>) throws -> TimeLimitExceeded {
    try #require(result.error as? TimeLimitExceeded)
  }

  // MARK: The outcomes

  @Test(
    "T3, T4, T5: a call that stops when its time is over throws an error of its own, and the caller is not cancelled"
  )
  func cooperative() async throws {
    let (result, wasCancelled) = await run(advancing: [(2, .seconds(1))]) { [limit = limit(), clock] in
      try await limit.run(named: "fetch") { try await clock.sleep(for: .seconds(2)) }
    }
    let error = try exceeded(result)
    #expect(error.name == "fetch" && error.scope == .whole)
    #expect(error.limit == .seconds(1) && error.elapsed == .seconds(1))
    #expect(error.underlying is CancellationError)
    #expect(error.didRun && !isRejection(error) && !(isCancellation(error)))
    #expect(!wasCancelled)
    #expect(lateValues.isEmpty)
    #expect(overruns.values.map(\.duration) == [.zero])
    #expect(overruns.values[0].error is CancellationError)
    try clock.checkNoSleepers()
  }

  @Test("T4: a late value is the caller's, and the hook says how late")
  func lateValue() async throws {
    let (result, _) = await run(advancing: [(2, .seconds(1)), (1, .seconds(2))]) { [limit = limit()] in
      try await limit.run(named: "fetch") {
        await deaf(for: .seconds(2))
        return 7
      }
    }
    #expect(try result.get() == 7)
    #expect(lateValues.map(\.duration) == [.seconds(1)])
    #expect(overruns.values.map(\.duration) == [.seconds(1)])
    #expect(lateValues.map(\.elapsed) == [.seconds(2)] && lateValues[0].name == "fetch")
  }

  @Test("T4: with .discarded a late value is an error")
  func discarded() async throws {
    let limit = limit(lateResults: .discarded)
    let (result, _) = await run(advancing: [(2, .seconds(1)), (1, .seconds(2))]) {
      try await limit.run {
        await deaf(for: .seconds(2))
        return 7
      }
    }
    let error = try exceeded(result)
    #expect(error.elapsed == .seconds(2) && error.underlying == nil)
    #expect(lateValues.count == 1)
  }

  @Test("T4: a late error is in the limit's error, whatever its type")
  func lateError() async throws {
    let (result, _) = await run(advancing: [(2, .seconds(1)), (1, .milliseconds(1_500))]) { [limit = limit()] in
      try await limit.run {
        await deaf(for: .milliseconds(1_500))
        throw ConnectionError()
      }
    }
    let error = try exceeded(result)
    #expect(error.underlying is ConnectionError && error.elapsed == .milliseconds(1_500))
    #expect(lateValues.isEmpty && overruns.values.count == 1)
  }

  @Test("T4: an error and a value in time are the caller's")
  func inTime() async throws {
    let (result, _) = await run(advancing: [(2, .milliseconds(500))]) { [limit = limit(), clock] in
      try await limit.run {
        try await clock.sleep(for: .milliseconds(500))
        throw ConnectionError()
      }
    }
    #expect(result.error is ConnectionError)
    #expect(try await limit(lateResults: .discarded).run { 7 } == 7)
    #expect(overruns.values.isEmpty)
    try clock.checkNoSleepers()
  }

  @Test("T4: if the caller is cancelled, before or after the end, it gets the error as it is", arguments: [500, 1_200])
  func cancelledCaller(milliseconds: Int) async throws {
    let steps: [(Int, Duration)] =
      milliseconds < 1_000
      ? [(2, .milliseconds(500)), (1, .milliseconds(1_500))]
      : [(2, .seconds(1)), (1, .milliseconds(1_200)), (1, .milliseconds(1_500))]
    let (result, wasCancelled) = await run(
      advancing: steps,
      cancellingAt: .milliseconds(milliseconds)
    ) { [limit = limit()] in
      try await limit.run {
        await deaf(for: .milliseconds(1_500))
        throw ConnectionError()
      }
    }
    #expect(result.error is ConnectionError)
    #expect(wasCancelled)
  }

  @Test("T2: the nearer of nested limits decides")
  func nested() async throws {
    let outer = TimeLimit(within: .seconds(1), clock: clock)
    let (outerFirst, _) = await run(advancing: [(3, .seconds(1))]) { [inner = limit(.seconds(3)), clock] in
      try await outer.run(named: "outer") {
        try await inner.run(named: "inner") { try await clock.sleep(for: .seconds(9)) }
      }
    }
    #expect(try exceeded(outerFirst).name == "outer")
    #expect(try exceeded(outerFirst).underlying is CancellationError)
    #expect(overruns.values.isEmpty)

    let long = TimeLimit(within: .seconds(3), clock: clock)
    let (innerFirst, _) = await run(advancing: [(3, .seconds(2))]) { [inner = limit(.seconds(1)), clock] in
      try await long.run(named: "outer") {
        do {
          try await inner.run(named: "inner") { try await clock.sleep(for: .seconds(9)) }
          return "no limit"
        } catch {
          return Task.isCancelled ? "cancelled" : (error as? TimeLimitExceeded)?.name ?? "other"
        }
      }
    }
    #expect(try innerFirst.get() == "inner")
    try clock.checkNoSleepers()
  }

  @Test("T2, T4: an instant decides, also if nothing could cancel the body in time")
  func instants() async {
    // The body moves the time past the limit and ends before the sleeper can run.
    await #expect(throws: TimeLimitExceeded.self) {
      try await limit().run {
        clock.advance(by: .seconds(1))
        throw ConnectionError()
      }
    }
    await #expect(throws: ConnectionError.self) {
      try await limit().run {
        clock.advance(by: .milliseconds(999))
        throw ConnectionError()
      }
    }
  }

  @Test("T3: the body ends before the caller goes on, and what it opened is closed")
  func structured() async {
    let opened = Counter()
    let closed = Counter()
    _ = await run(advancing: [(2, .seconds(1)), (1, .seconds(5))]) { [limit = limit()] in
      defer { #expect(closed.value == 1) }
      try await limit.run {
        opened.increment()
        defer { closed.increment() }
        await deaf(for: .seconds(5))
      }
    }
    #expect(opened.value == 1)
    #expect(overruns.values.map(\.duration) == [.seconds(4)])
  }

  // MARK: What never begins

  @Test("T6: under a deadline that is over, the body does not run")
  func overOnEntry() async throws {
    let calls = Counter()
    let (result, _) = await run(advancing: [(2, .seconds(1)), (1, .seconds(2))]) {
      [limit = limit(propagating: true), clock] in
      try await limit.run(named: "outer") {
        await deaf(for: .seconds(2))
        do {
          try await withTimeLimit(within: .seconds(9), named: "inner", clock: clock) { _ = calls.increment() }
          return nil as TimeLimitExceeded?
        } catch {
          return error as? TimeLimitExceeded
        }
      }
    }
    let error = try #require(try result.get())
    #expect(error.elapsed == .zero && error.name == "inner" && error.scope == .whole)
    #expect(isRejection(error) && error.retryDecision == .giveUp)
    #expect(calls.value == 0)
  }

  @Test(
    "T6, T11: a computed time of zero or less is over: the body does not run",
    arguments: [Duration.zero, .seconds(-3)]
  )
  func computed(duration: Duration) async {
    let error = await #expect(throws: TimeLimitExceeded.self) {
      try await withTimeLimit(within: duration, named: "render") { Issue.record("ran") }
    }
    #expect(error?.elapsed == .zero && error?.limit == duration && error.map(isRejection) == true)
  }

  @Test("T11, A10: a limit of zero or less stops the program when it is made")
  func zero() async {
    let exit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TimeLimit(within: .zero)
    }
    #expect(lastWords(exit).contains("A time limit must be more than zero"))
    await #expect(processExitsWith: .failure) { _ = TimeLimit(eachAttempt: .seconds(-1)) }
  }

  @Test("T11: without a limit the body runs in the caller's task")
  func unlimited() async throws {
    func task() -> Int { withUnsafeCurrentTask { $0!.hashValue } }
    let own = task()
    #expect(try await TimeLimit(within: nil).run { task() } == own)
    #expect(try await withTimeLimit(within: nil) { task() } == own)
    #expect(try await withTimeLimit(within: .seconds(99)) { task() } != own)
    #expect(TimeLimit(within: nil).limit == nil)
  }

  // MARK: Forms

  @Test("T1: every form has the limit of a whole call and of an attempt")
  func everyForm_limits() async throws {
    func isLimited(_ call: () async throws -> Void) async -> Bool {
      do { try await call() } catch { return error is TimeLimitExceeded }
      return false
    }
    let sleepy = AsyncFunction { (seconds: Int) async throws in try await Task.sleep(for: .seconds(seconds)) }
    let short = Duration.milliseconds(1)
    #expect(await isLimited { try await sleepy.timeLimited(within: short)(3_600) })
    #expect(await isLimited { try await sleepy.timeLimited(eachAttempt: short)(3_600) })
    #expect(await isLimited { try await sleepy.decorated(by: .timeLimited(within: short))(3_600) })
    #expect(await isLimited { try await sleepy.decorated(by: .timeLimited(eachAttempt: short))(3_600) })
    let wrapped = timeLimited(within: short, named: "sleep") { (_: Int) async throws in
      try await Task.sleep(for: .seconds(3_600))
    }
    #expect(await isLimited { try await wrapped(1) })
    #expect("\(wrapped)" == "timeLimited(within: 0.001 seconds) → sleep")
    let attempt = timeLimited(eachAttempt: short) { () async throws in try await Task.sleep(for: .seconds(3_600)) }
    #expect(await isLimited { try await attempt() })
    #expect(await isLimited { try await withTimeLimit(within: short) { try await Task.sleep(for: .seconds(3_600)) } })
  }

  @Test("A4: typed errors stay typed with orThrow:")
  func typedErrors() async {
    struct ShopError: Error, Equatable { var isSlow = false }
    func check() async throws(ShopError) {
      try await withTimeLimit(within: .milliseconds(1), orThrow: { _ in ShopError(isSlow: true) }) {
        () async throws(ShopError) in
        do { try await Task.sleep(for: .seconds(3_600)) } catch { throw ShopError() }
      }
    }
    await #expect(throws: ShopError(isSlow: true)) { try await check() }
    await #expect(throws: ShopError()) {
      try await TimeLimit(within: .seconds(60)).run(orThrow: { _ in ShopError(isSlow: true) }) {
        () async throws(ShopError) in throw ShopError()
      }
    }
    let price = AsyncFunction { (_: Int) async throws(ShopError) -> Int in
      do { try await Task.sleep(for: .seconds(3_600)) } catch { throw ShopError() }
      return 1
    }
    let limited: AsyncFunction<Int, Int, ShopError> = price.decorated(
      by: TimeLimit(within: .milliseconds(1)),
      orThrow: { _ in ShopError(isSlow: true) }
    )
    await #expect(throws: ShopError(isSlow: true)) { try await limited(1) }
  }

  @Test("T5: a time limit of an attempt is retried, one of the whole call is not")
  func retries() async {
    let calls = Counter()
    let sleepy = AsyncFunction { () async throws in
      calls.increment()
      try await Task.sleep(for: .seconds(3_600))
    }
    let error = await #expect(throws: TimeLimitExceeded.self) {
      try await sleepy.timeLimited(eachAttempt: .milliseconds(1)).retrying(attempts: 3, backoff: .none)()
    }
    #expect(error?.scope == .attempt && calls.value == 3)
    await #expect(throws: TimeLimitExceeded.self) {
      try await sleepy.timeLimited(within: .milliseconds(1)).retrying(attempts: 3, backoff: .none)()
    }
    #expect(calls.value == 4)
  }

  @Test("T8, R5: a CancellationError of a function whose caller is not cancelled is a cancellation")
  func foreignLimits() async {
    let calls = Counter()
    await #expect(throws: CancellationError.self) {
      try await RetryPolicy(backoff: .none).run { () async throws in
        calls.increment()
        throw CancellationError()
      }
    }
    #expect(calls.value == 1)
  }

  @Test("A10: the description prints every setting") func description() {
    #expect("\(TimeLimit(within: .seconds(2)))" == "timeLimited(within: 2.0 seconds)")
    #expect("\(TimeLimit(eachAttempt: nil))" == "timeLimited(eachAttempt: nil)")
    let all = TimeLimit(
      eachAttempt: .seconds(2),
      lateResults: .discarded,
      propagating: true,
      metrics: TimeLimitMetrics(named: "fetch"),
      didOverrun: { _ in },
      clock: clock
    )
    #expect(
      "\(all)" == """
        timeLimited(eachAttempt: 2.0 seconds, lateResults: discarded, propagating: true, metrics: "fetch", \
        didOverrun: a closure, clock: ManualClock)
        """
    )
  }

  @Test func theErrorSaysWhatToDo() {
    let late = TimeLimitExceeded(name: "fetch", scope: .whole, limit: .seconds(1), elapsed: .seconds(2))
    #expect("\(late)".hasPrefix("'fetch' took 2.0 seconds, longer than its limit of 1.0 seconds."))
    let attempt = TimeLimitExceeded(name: "fetch", scope: .attempt, limit: .seconds(1), elapsed: .seconds(2))
    #expect("\(attempt)".hasPrefix("An attempt of 'fetch' took"))
    let over = TimeLimitExceeded(name: "fetch", scope: .attempt, limit: .seconds(1), elapsed: .zero)
    #expect("\(over)".hasPrefix("'fetch' did not begin"))
    #expect(over.retryDecision == .giveUp && attempt.retryDecision == .retry && late.retryDecision == .giveUp)
    #expect(late.retryAfter == nil)
  }

  @Test("V8: late calls are counted by scope and by how they ended, and their overrun is timed")
  func metrics() async throws {
    let backend = TestMetrics()
    let metrics = TimeLimitMetrics(named: "fetch", metricsFactory: backend)
    let limit = TimeLimit(within: .seconds(1), metrics: metrics, clock: clock)
    try await limit.run {}
    #expect(backend.counters.isEmpty)
    try await limit.run { clock.advance(by: .seconds(3)) }
    try? await limit.run {
      clock.advance(by: .seconds(1))
      throw ConnectionError()
    }
    for (scope, ended, count) in [
      ("whole", "value", 1), ("whole", "error", 1), ("attempt", "value", 0), ("attempt", "error", 0),
    ] {
      let counter = try backend.expectCounter(
        "time_limits",
        [("function", "fetch"), ("scope", scope), ("ended", ended)]
      )
      #expect(counter.totalValue == Int64(count))
    }
    let timer = try backend.expectTimer("time_limit_overrun", [("function", "fetch")])
    #expect(timer.values == [2_000_000_000, 0])
  }
}

extension Result {
  fileprivate var error: Failure? {
    if case .failure(let error) = self { error } else { nil }
  }
}
