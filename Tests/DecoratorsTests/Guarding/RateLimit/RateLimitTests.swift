import DecoratorPrimitives
import Decorators
import DecoratorsTesting
import Logging
import Testing

@Suite(.timeLimit(.minutes(10))) struct RateLimitTests {
  private let clock = ManualClock()

  private func bucket(_ count: Int = 10, burst: Int = 3) -> TokenBucket<ManualClock> {
    TokenBucket(named: "api", count, per: .seconds(1), burst: burst, clock: clock)
  }

  // MARK: The vectors

  @Test("Q2, Q3: a call whose token would not come in time is refused at once, with the exact delay")
  func exactDelays() async throws {
    let bucket = bucket()
    for _ in 0..<3 { try await withRateLimit(by: bucket, waitingAtMost: .zero) {} }
    await #expect(throws: RateLimitedError(name: "api", retryAfter: .milliseconds(100))) {
      try await withRateLimit(by: bucket, waitingAtMost: .milliseconds(50)) {}
    }
    let x = Task { try await withRateLimit(by: bucket) {} }
    await clock.sleepers(atLeast: 1)
    #expect(bucket.expectedWait() == .milliseconds(200))
    let y = Task { try await withRateLimit(by: bucket) {} }
    await until { bucket.waiting == 1 }
    await #expect(throws: RateLimitedError(name: "api", retryAfter: .milliseconds(300))) {
      try await withRateLimit(by: bucket, waitingAtMost: .zero) {}
    }
    clock.advance(by: .milliseconds(50))
    x.cancel()
    await #expect(throws: CancellationError.self) { try await x.value }
    let sleepers = await clock.sleepers(atLeast: 1)
    #expect(sleepers.map(\.deadline.offset) == [.milliseconds(100)])
    clock.advance(by: .milliseconds(50))
    try await y.value
    #expect(clock.now.offset == .milliseconds(100))
    try clock.checkNoSleepers()
  }

  @Test("Q9: a hint of 2 s on a full bucket lets the next call through at 2.0, for all who use the bucket")
  func pause() async throws {
    let bucket = bucket()
    bucket.pause(for: .seconds(2))
    #expect(bucket.expectedWait() == .seconds(2))
    let task = Task { try await withRateLimit(by: bucket) {} }
    await clock.sleepers(atLeast: 1)
    clock.advance(by: .seconds(2))
    try await task.value
    #expect(bucket.expectedWait() == .milliseconds(100))
    // It only slows down, and is cut.
    bucket.pause(for: .milliseconds(50))
    #expect(bucket.expectedWait() == .milliseconds(100))
    bucket.pause(for: .zero)
    bucket.pause(for: .seconds(-3))
    #expect(bucket.expectedWait() == .milliseconds(100))
    bucket.pause(for: .seconds(3_600))
    #expect(bucket.expectedWait() == .seconds(60))
  }

  @Test("Q6: a change of the rate keeps half a bucket half a bucket")
  func rateChange() async throws {
    let bucket = bucket(10, burst: 4)
    try await bucket.take(2)
    bucket.setRate(20, per: .seconds(1))
    #expect(bucket.expectedWait(for: 2) == .zero)
    #expect(bucket.expectedWait(for: 3) == .milliseconds(50))
    #expect(bucket.expectedWait(for: 4) == .milliseconds(100))
    bucket.setRate(20, per: .seconds(1), burst: 8)
    #expect(bucket.burst == 8)
    #expect(bucket.expectedWait(for: 4) == .zero)
    #expect(bucket.expectedWait(for: 5) == .milliseconds(50))
  }

  @Test("Q6: a change of the rate counts from now for those who wait, and wakes the sleeper")
  func rateChangeWhileWaiting() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let first = Task { try await withRateLimit(by: bucket) {} }
    await clock.sleepers(atLeast: 1)
    let second = Task { try await withRateLimit(by: bucket) {} }
    await until { bucket.waiting == 1 }
    clock.advance(by: .milliseconds(500))
    bucket.setRate(10, per: .seconds(1))
    await until { clock.sleepers.map(\.deadline.offset) == [.milliseconds(550)] }
    clock.advance(by: .milliseconds(50))
    try await first.value
    await until { clock.sleepers.map(\.deadline.offset) == [.milliseconds(650)] }
    clock.advance(by: .milliseconds(100))
    try await second.value
  }

  @Test("Q9, Q2: a pause refuses those at once who cannot be served in time any more")
  func pauseWhileWaiting() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    var tasks: [Task<Void, any Error>] = []
    for (number, longest) in [Duration.seconds(1), .seconds(2), .seconds(100)].enumerated() {
      tasks.append(Task { try await withRateLimit(by: bucket, waitingAtMost: longest) {} })
      if number == 0 { await clock.sleepers(atLeast: 1) } else { await until { bucket.waiting == number } }
    }
    bucket.pause(for: .seconds(10))
    await #expect(throws: RateLimitedError.self) { try await tasks[0].value }
    await #expect(throws: RateLimitedError.self) { try await tasks[1].value }
    await until { clock.sleepers.map(\.deadline.offset) == [.seconds(10)] }
    clock.advance(by: .seconds(10))
    try await tasks[2].value
    try clock.checkNoSleepers()
  }

  @Test("Q3: a refused head counts those behind it: its next call passes after them")
  func refusedHead() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let head = Task { try await withRateLimit(by: bucket, waitingAtMost: .seconds(1)) {} }
    await clock.sleepers(atLeast: 1)
    var behind: [Task<Void, any Error>] = []
    for number in 1...2 {
      behind.append(Task { try await withRateLimit(by: bucket) {} })
      await until { bucket.waiting == number }
    }
    // The tokens of those behind come after 10 and 11 seconds.
    bucket.pause(for: .seconds(10))
    await #expect(throws: RateLimitedError(name: "api", retryAfter: .seconds(12))) { try await head.value }
    for (task, instant) in zip(behind, [10, 11]) {
      await until { clock.sleepers.map(\.deadline.offset) == [.seconds(instant)] }
      clock.advance(to: TestInstant(offset: .seconds(instant)))
      try await task.value
    }
    #expect(bucket.expectedWait() == .seconds(1))
  }

  @Test("Q2: a head that is refused holds up nobody: who can be served without it stays")
  func refusedHeadDoesNotCount() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let head = Task { try await withRateLimit(by: bucket, waitingAtMost: .seconds(1)) {} }
    await clock.sleepers(atLeast: 1)
    let behind = Task { try await withRateLimit(by: bucket, waitingAtMost: .seconds(10)) {} }
    await until { bucket.waiting == 1 }
    bucket.pause(for: .seconds(10))
    await #expect(throws: RateLimitedError.self) { try await head.value }
    await until { clock.sleepers.map(\.deadline.offset) == [.seconds(10)] }
    clock.advance(by: .seconds(10))
    try await behind.value
  }

  @Test("Q6: a change of the rate neither stretches nor shortens a pause, also for those who wait")
  func rateChangeInPause() async throws {
    for (count, next) in [(1, 1_000), (100, 10)] {
      let bucket = TokenBucket(named: "api", 10, per: .seconds(1), burst: 3, clock: clock)
      let start = clock.now.offset
      bucket.pause(for: .seconds(10))
      let task = Task { try await withRateLimit(by: bucket) {} }
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(4))
      bucket.setRate(count, per: .seconds(1))
      await until { clock.sleepers.map(\.deadline.offset) == [start + .seconds(10)] }
      clock.advance(by: .seconds(6))
      try await task.value
      #expect(bucket.expectedWait() == .milliseconds(next))
    }
  }

  /// How a call of several limits waits when one of its buckets is paused.
  enum Waiting: CaseIterable { case inBothQueues, inTheOtherQueue, inThePausedQueue, withBothTurns }

  @Test(
    "Q2, Q7: a pause of one of several buckets refuses a call at once, wherever it waits",
    arguments: Waiting.allCases,
    [(paused: 0, isAsync: true), (0, false), (1, true), (1, false)]
  )
  func pauseOfOne(_ waiting: Waiting, _ call: (paused: Int, isAsync: Bool)) async throws {
    let (paused, isAsync) = call
    let buckets = ["a", "b"].map { TokenBucket(named: $0, 1, per: .seconds(5), clock: clock) }
    let limits = RateLimits(buckets[0], buckets[1], waitingAtMost: .seconds(20))
    for bucket in buckets { try await bucket.take() }
    let held: [Int] =
      switch waiting {
      case .inBothQueues: [0, 1]
      case .inTheOtherQueue: [1 - paused]
      case .inThePausedQueue: [paused]
      case .withBothTurns: []
      }
    var holders: [Task<Void, any Error>] = []
    for index in held {
      holders.append(Task { try await withRateLimit(by: buckets[index]) {} })
      await clock.sleepers(atLeast: holders.count)
    }
    let call = Task {
      if isAsync { try await limits.run {} } else { try await onOwnThread { try limits.run {} } }
    }
    let waits = buckets.indices.map { Duration.seconds(held.contains($0) ? 15 : 10) }
    await until { buckets.map { $0.expectedWait() } == waits }
    if waiting == .withBothTurns { await clock.sleepers(atLeast: 1) }
    buckets[paused].pause(for: .seconds(30))
    // The time does not move: nobody has to have a turn or a token before the call is refused. A thread that is blocked on a
    // clock of its own looks when its sleep ends.
    if waiting == .withBothTurns, !isAsync { clock.advance(by: .seconds(5)) }
    let error = await #expect(throws: RateLimitedError.self) { try await call.value }
    if waiting == .withBothTurns, !isAsync { return }
    // Whoever holds the paused bucket takes the first token after the pause.
    #expect(error?.retryAfter == .seconds(held.contains(paused) ? 35 : 30))
    #expect(buckets[1 - paused].expectedWait() == .seconds(held.contains(1 - paused) ? 10 : 5))
    for holder in holders { holder.cancel() }
    for holder in holders { await #expect(throws: CancellationError.self) { try await holder.value } }
    try clock.checkNoSleepers()
  }

  @Test("Q7: a call of several limits that stays in time after a pause still takes of all")
  func pauseInTime() async throws {
    let buckets = ["a", "b"].map { TokenBucket(named: $0, 1, per: .seconds(5), clock: clock) }
    let limits = RateLimits(buckets[0], buckets[1], waitingAtMost: .seconds(20))
    for bucket in buckets { try await bucket.take() }
    let call = Task { try await limits.run {} }
    await clock.sleepers(atLeast: 1)
    buckets[1].pause(for: .seconds(12))
    await until { clock.sleepers.map(\.deadline.offset) == [.seconds(12)] }
    clock.advance(by: .seconds(12))
    try await call.value
    #expect(buckets.map { $0.expectedWait() } == [.seconds(5), .seconds(5)])
  }

  @Test("Q7: a call that one of two limits refuses takes nothing of the other")
  func severalLimits() async throws {
    let (first, second) = (bucket(), TokenBucket(named: "hour", 1, per: .seconds(1), clock: clock))
    let limits = RateLimits(first, second, waitingAtMost: .milliseconds(500))
    try await limits.run {}
    #expect(first.expectedWait(for: 2) == .zero)
    #expect(second.expectedWait() == .seconds(1))
    await #expect(throws: RateLimitedError(name: "api+hour", retryAfter: .seconds(1))) { try await limits.run {} }
    #expect(throws: RateLimitedError(name: "api+hour", retryAfter: .seconds(1))) {
      try synchronously { try limits.run {} }
    }
    #expect(first.expectedWait(for: 2) == .zero)
    #expect(first.expectedWait(for: 3) == .milliseconds(100))
  }

  @Test("Q7: a call that waits for the later of two limits takes from both when both have a token")
  func severalWaits() async throws {
    let (first, second) = (bucket(), TokenBucket(named: "hour", 1, per: .seconds(1), clock: clock))
    let limits = RateLimits(first, second)
    try await limits.run {}
    let task = Task { try await limits.run {} }
    #expect(await clock.sleepers(atLeast: 1).map(\.deadline.offset) == [.seconds(1)])
    let behind = Task { try await withRateLimit(by: first) {} }
    await until { first.waiting == 1 }
    clock.advance(by: .seconds(1))
    try await task.value
    try await behind.value
    // Both buckets gave the call a token, and nothing else.
    #expect(first.expectedWait() == .zero && first.expectedWait(for: 2) == .milliseconds(100))
    #expect(second.expectedWait() == .seconds(1))
  }

  @Test("Q7, A8: a cancelled call of several limits leaves all queues and takes nothing", arguments: [0, 1, 2])
  func severalCancelled(held: Int) async throws {
    let (first, second) = (bucket(10, burst: 1), TokenBucket(named: "hour", 1, per: .seconds(1), clock: clock))
    let limits = RateLimits(first, second)
    try await limits.run {}
    // Somebody else waits in the first, in the second, or in none.
    let other: Task<Void, any Error>? =
      switch held {
      case 0: Task { try await withRateLimit(by: first) {} }
      case 1: Task { try await withRateLimit(by: second) {} }
      default: nil
      }
    if other != nil { await clock.sleepers(atLeast: 1) }
    let task = Task { try await limits.run {} }
    await until { first.expectedWait() == .milliseconds(held == 0 ? 300 : 200) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(first.expectedWait() == .milliseconds(held == 0 ? 200 : 100))
    #expect(second.expectedWait() == .seconds(held == 1 ? 2 : 1))
    clock.advance(by: .seconds(1))
    try await other?.value
    try clock.checkNoSleepers()
  }

  // MARK: More of the rules

  @Test("Q3: the wait that is foretold is the wait there is, whatever the costs and who leaves")
  func foretoldWaits() async throws {
    var random = SeededGenerator(seed: 11)
    let bucket = bucket(10, burst: 5)
    let wrong = ValueRecorder<String>()
    var tasks: [Task<Void, any Error>] = []
    try await bucket.take(5)
    for number in 0..<60 {
      let tokens = Int.random(in: 1...5, using: &random)
      let foretold = clock.now.offset + bucket.expectedWait(for: tokens)
      let clock = clock
      tasks.append(
        Task {
          try await withRateLimit(by: bucket, cost: tokens) {}
          if clock.now.offset != foretold { wrong.append("\(number): \(foretold), came at \(clock.now.offset)") }
        }
      )
      if number == 0 { await clock.sleepers(atLeast: 1) }
      await until { bucket.waiting == number }
    }
    // The last one leaves, which changes nothing for the others.
    tasks[59].cancel()
    for served in 0..<59 {
      let sleepers = await clock.sleepers(atLeast: 1)
      clock.advance(to: sleepers[0].deadline)
      try await tasks[served].value
    }
    #expect(wrong.values == [])
    await #expect(throws: CancellationError.self) { try await tasks[59].value }
  }

  @Test("Q5: one sleeper per bucket, however many wait")
  func oneSleeper() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let tasks = (0..<20).map { _ in Task { try await withRateLimit(by: bucket) {} } }
    await until { bucket.waiting == 19 }
    #expect(await clock.sleepers(atLeast: 1).count == 1)
    for task in tasks { task.cancel() }
    for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
    try clock.checkNoSleepers()
  }

  @Test("Q11: synchronous and asynchronous calls stand in one queue")
  func oneQueue() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let served = ValueRecorder<Int>()
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<8 {
      tasks.append(
        Task {
          if number % 2 == 0 {
            try await onOwnThread { try withRateLimit(by: bucket) { served.append(number) } }
          } else {
            try await withRateLimit(by: bucket) { served.append(number) }
          }
        }
      )
      if number == 0 { await clock.sleepers(atLeast: 1) }
      await until { bucket.waiting == number }
    }
    for number in 0..<8 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
      try await tasks[number].value
    }
    #expect(served.values == Array(0..<8))
  }

  @Test("Q11, A9: a cancelled synchronous call leaves, asleep or in the queue", arguments: [0, 1])
  func cancelledSynchronously(cancelled: Int) async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<3 {
      tasks.append(Task { try await onOwnThread { try withRateLimit(by: bucket) {} } })
      if number == 0 { await clock.sleepers(atLeast: 1) } else { await until { bucket.waiting == number } }
    }
    tasks[cancelled].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[cancelled].value }
    await until { bucket.waiting == 1 }
    for number in 0..<3 where number != cancelled {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
      try await tasks[number].value
    }
    try clock.checkNoSleepers()
  }

  @Test("Q6, Q11: a thread that waits on the real clock notices a new rate")
  func blockedThread() async throws {
    let bucket = TokenBucket(named: "api", 1, per: .seconds(3_600))
    try await bucket.take()
    let task = Task { try await onOwnThread { try bucket.blockingTake() } }
    await until { bucket.expectedWait() > .seconds(3_700) }
    bucket.setRate(1_000_000, per: .seconds(1))
    try await task.value
  }

  @Test("A9: a call that is cancelled before it asks takes nothing")
  func cancelledBefore() async throws {
    let bucket = bucket(1, burst: 1)
    let ran = Counter()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await #expect(throws: CancellationError.self) { try await withRateLimit(by: bucket) { ran.increment() } }
      #expect(throws: CancellationError.self) {
        try synchronously { try withRateLimit(by: bucket) { ran.increment() } }
      }
    }
    await task.value
    #expect(ran.value == 0 && bucket.expectedWait() == .zero)
  }

  @Test("C9: with waits turned off, a call that would wait passes at once and takes nothing that is not there")
  func skippedWaits() async throws {
    let bucket = bucket(1, burst: 1)
    let ran = Counter()
    try await Waits.$areSkipped.withValue(true) {
      for _ in 0..<10 { _ = try await withRateLimit(by: bucket, waitingAtMost: .seconds(5)) { ran.increment() } }
      try synchronously {
        for _ in 0..<10 { _ = try withRateLimit(by: bucket, waitingAtMost: .seconds(5)) { ran.increment() } }
      }
      try await RateLimits(bucket).run { _ = ran.increment() }
      // What would be refused is refused.
      await #expect(throws: RateLimitedError(name: "api", retryAfter: .seconds(1))) {
        try await withRateLimit(by: bucket, waitingAtMost: .milliseconds(500)) { ran.increment() }
      }
    }
    #expect(ran.value == 21)
    #expect(bucket.expectedWait() == .seconds(1))
  }

  @Test("A3: a refusal is a rejection that a retry around the limit repeats when the token has come")
  func rejection() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(named: "api", 1, per: .seconds(5), clock: clock)
    try await bucket.take()
    let attempts = Counter()
    try await RetryPolicy(attempts: 2, clock: clock).run {
      attempts.increment()
      try await withRateLimit(by: bucket, waitingAtMost: .zero) {}
    }
    #expect(attempts.value == 2)
    #expect(clock.sleeps.count == 1 && clock.sleeps[0] >= .seconds(5) && clock.sleeps[0] <= .seconds(6))
    let error = RateLimitedError(name: "api", retryAfter: .seconds(5))
    #expect(isRejection(error) && error.retryAfter == .seconds(5) && error.retryDecision == .retry(after: .seconds(5)))
    #expect(
      error.description
        == "the rate limit 'api' has no token in time: the next call can pass in 5.0 seconds. Call again then, "
        + "or let calls wait with waitingAtMost:"
    )
  }

  @Test func everyForm_takesTokensOfTheSameBucket() async throws {
    let bucket = TokenBucket(named: "api", 1, per: .seconds(1), burst: 100, clock: clock)
    let done = Counter()
    let limit = RateLimit(by: bucket, cost: 3)
    try synchronously { _ = try limit.run { done.increment() } }
    _ = try await limit.run { () async in done.increment() }
    _ = try rateLimited(by: bucket) { done.increment() }()
    _ = try await rateLimited(by: bucket, cost: 2) { () async in done.increment() }()
    _ = try Function { done.increment() }.rateLimited(by: bucket)()
    _ = try await AsyncFunction { () async in done.increment() }.rateLimited(by: bucket)()
    _ = try Function { done.increment() }.decorated(by: .rateLimited(by: bucket, cost: 2))()
    #expect(done.value == 7)
    #expect(bucket.expectedWait(for: 87) == .zero && bucket.expectedWait(for: 88) == .seconds(1))
  }

  @Test("Every form takes hints, and logs refusals at most once a minute under the name of its function")
  func everyFormHasTheSameSettings() async throws {
    let busy = StatusError(status: 503, retryAfter: .seconds(7))
    /// Each form gets a bucket of its own with one token, fails once, is refused twice, and must have paused the bucket.
    func check(
      _ name: String,
      _ call: (TokenBucket<ManualClock>, Logger) async throws -> Void
    ) async {
      let bucket = TokenBucket(named: "api", 1, per: .seconds(1), clock: clock)
      let log = LogRecorder()
      await #expect(throws: StatusError.self, "\(name)") { try await call(bucket, log.logger) }
      #expect(bucket.expectedWait() == .seconds(7), "\(name)")
      for _ in 0..<2 {
        await #expect(throws: RateLimitedError(name: "api", retryAfter: .seconds(7)), "\(name)") {
          try await call(bucket, log.logger)
        }
      }
      let names = log.entries.compactMap { $0.metadata["call.function"] }
      #expect(names == [.string(name)], "\(name)")
    }
    let fail: @Sendable () throws -> Void = { throw busy }
    let failLater: @Sendable () async throws -> Void = { throw busy }
    let hints = RateLimitHints.from { ($0 as? StatusError)?.retryAfter.map { RateLimitHint(pause: $0) } }
    await check("run now") { bucket, logger in
      try synchronously {
        try withRateLimit(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger, named: "run now") {
          try fail()
        }
      }
    }
    await check("run now, async") { bucket, logger in
      try await withRateLimit(
        by: bucket,
        waitingAtMost: .zero,
        hints: hints,
        logger: logger,
        named: "run now, async"
      ) { try await failLater() }
    }
    // Functions are made once and called three times.
    let made = Locked<(AsyncFunction<Void, any Error>)?>(nil)
    func kept(_ make: () -> AsyncFunction<Void, any Error>) -> AsyncFunction<Void, any Error> {
      made.withLock { function in
        function = function ?? make()
        return function!
      }
    }
    await check("closure last") { bucket, logger in
      try await kept {
        rateLimited(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger, named: "closure last", failLater)
      }()
    }
    made.withLock { $0 = nil }
    await check("method") { bucket, logger in
      try await kept {
        AsyncFunction(failLater)
          .rateLimited(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger, named: "method")
      }()
    }
    made.withLock { $0 = nil }
    await check("in place") { bucket, logger in
      try await kept {
        AsyncFunction(failLater).decorated(
          by: .rateLimited(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger),
          named: "in place"
        )
      }()
    }
    let synchronous = Locked<(Function<Void, any Error>)?>(nil)
    func keptSync(_ make: () -> Function<Void, any Error>) -> Function<Void, any Error> {
      synchronous.withLock { function in
        function = function ?? make()
        return function!
      }
    }
    await check("closure last, sync") { bucket, logger in
      try synchronously {
        try keptSync {
          rateLimited(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger, named: "closure last, sync", fail)
        }()
      }
    }
    synchronous.withLock { $0 = nil }
    await check("method, sync") { bucket, logger in
      try synchronously {
        try keptSync {
          Function(fail)
            .rateLimited(by: bucket, waitingAtMost: .zero, hints: hints, logger: logger, named: "method, sync")
        }()
      }
    }
  }

  @Test("V8: every form sends its metrics where it is told")
  func metricsFactories() async throws {
    let bucket = bucket(1, burst: 1)
    try await bucket.take()
    let backend = TestMetrics()
    try? synchronously { try withRateLimit(by: bucket, waitingAtMost: .zero, metricsFactory: backend) {} }
    try? await withRateLimit(by: bucket, waitingAtMost: .zero, metricsFactory: backend) { () async in }
    try? rateLimited(by: bucket, waitingAtMost: .zero, metricsFactory: backend) {}()
    try? await rateLimited(by: bucket, waitingAtMost: .zero, metricsFactory: backend) { () async in }()
    try? Function {}.rateLimited(by: bucket, waitingAtMost: .zero, metricsFactory: backend)()
    try? await AsyncFunction { () async in }.rateLimited(by: bucket, waitingAtMost: .zero, metricsFactory: backend)()
    try? Function {}.decorated(by: .rateLimited(by: bucket, waitingAtMost: .zero, metricsFactory: backend))()
    #expect(try backend.expectCounter("rate_limit_refused", [("limit", "api")]).totalValue == 7)
  }

  @Test("A10: a description shows every setting in effect")
  func descriptions() {
    #expect(
      "\(RateLimit(by: bucket(), cost: 2, waitingAtMost: .seconds(2), hints: .retryAfter))"
        == #"rateLimited(by: "api", every: 0.1 seconds, burst: 3, cost: 2, waitingAtMost: 2.0 seconds, "#
        + "hints: retryAfter)"
    )
    #expect("\(RateLimits(bucket()))" == #"rateLimited(by: "api")"#)
  }

  @Test("A10: settings that make no sense stop the program with a sentence")
  func misuse() async {
    let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RateLimit(by: TokenBucket(1, per: .seconds(1)))
    }
    #expect(lastWords(name).contains("A rate limit needs a name"))
    let cost = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RateLimit(by: TokenBucket(named: "api", 1, per: .seconds(1), burst: 2), cost: 3)
    }
    #expect(lastWords(cost).contains("A call cannot take 3 tokens of the rate limit 'api': its burst is 2."))
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let bucket = TokenBucket(named: "api", 1, per: .seconds(1))
      _ = RateLimits(bucket, bucket)
    }
    #expect(lastWords(twice).contains("RateLimits was given the same bucket twice"))
    let wait = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RateLimit(by: TokenBucket(named: "api", 1, per: .seconds(1)), waitingAtMost: .seconds(-1))
    }
    #expect(lastWords(wait).contains("The longest wait for a token must not be negative"))
  }
}
