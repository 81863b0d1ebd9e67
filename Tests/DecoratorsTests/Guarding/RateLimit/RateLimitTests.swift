import DecoratorPrimitives
import Decorators
import DecoratorsTesting
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
