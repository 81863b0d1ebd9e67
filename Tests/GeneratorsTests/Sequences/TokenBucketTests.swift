import DecoratorsTesting
import Generators
import Testing

@Suite("Token bucket", .hangLimit)
struct TokenBucketTests {
  @Test("G10: A burst passes at once, and the rest at the rate, to the attosecond")
  func rate() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(4, per: .seconds(1), burst: 3, clock: clock)
    for _ in 0..<7 { try await bucket.take() }
    #expect(clock.sleeps == Array(repeating: .milliseconds(250), count: 4))
  }

  @Test("G10: In no period of time more pass than burst and rate allow, whatever the pauses")
  func noWindow() async throws {
    var random = SeededGenerator(seed: 7)
    let clock = RecordingClock()
    let bucket = TokenBucket(10, per: .seconds(1), burst: 5, clock: clock)
    var times: [Duration] = []
    for _ in 0..<2_000 {
      if Int.random(in: 0..<10, using: &random) == 0 {
        clock.advance(by: .milliseconds(Int.random(in: 0..<2_000, using: &random)))
      }
      try await bucket.take()
      times.append(clock.now.offset)
    }
    for first in times.indices {
      for last in first..<min(first + 60, times.count) {
        let allowed = 5 + (times[last] - times[first]) / .milliseconds(100)
        #expect(Double(last - first + 1) <= allowed + 1e-6)
      }
    }
  }

  @Test("A pause fills the bucket, and no further than the burst")
  func pause() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(1, per: .seconds(1), burst: 2, clock: clock)
    try await bucket.take(2)
    clock.advance(by: .seconds(3_600))
    for _ in 0..<3 { try await bucket.take() }
    #expect(clock.sleeps == [.seconds(1)])
  }

  @Test("G10: The first caller is served first, also before a later one that wants fewer tokens")
  func order() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(1, per: .seconds(1), burst: 3, clock: clock)
    try await bucket.take(3)
    let served = ValueRecorder<Int>()
    var tasks: [Task<Void, any Error>] = []
    for (number, tokens) in [3, 1, 2, 1].enumerated() {
      tasks.append(
        Task {
          try await bucket.take(tokens)
          served.append(number)
        }
      )
      if number == 0 { await clock.sleepers(atLeast: 1) } else { await until { bucket.waiting == number } }
    }
    for seconds in [3, 1, 2, 1] {
      let sleepers = await clock.sleepers(atLeast: 1)
      #expect(sleepers.map(\.duration) == [.seconds(seconds)])
      clock.advance(to: sleepers[0].deadline)
    }
    for task in tasks { try await task.value }
    #expect(served.values == [0, 1, 2, 3])
    #expect(clock.now.offset == .seconds(7))
  }

  @Test("G10: A cancelled waiter gives its reservation back, asleep or in the queue", arguments: [0, 1])
  func cancellation(cancelled: Int) async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    try await bucket.take()
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<3 {
      tasks.append(Task { try await bucket.take() })
      if number == 0 { await clock.sleepers(atLeast: 1) } else { await until { bucket.waiting == number } }
    }
    tasks[cancelled].cancel()
    await #expect(throws: CancellationError.self) { try await tasks[cancelled].value }
    await until { bucket.waiting == 1 }
    for _ in 0..<2 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
    }
    for (number, task) in tasks.enumerated() where number != cancelled { try await task.value }
    try clock.checkNoSleepers()
  }

  @Test("Callers that leave the queue change nothing for the others")
  func manyLeave() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    try await bucket.take()
    let served = ValueRecorder<Int>()
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<100 {
      tasks.append(
        Task {
          try await bucket.take()
          served.append(number)
        }
      )
      if number == 0 { await clock.sleepers(atLeast: 1) } else { await until { bucket.waiting == number } }
    }
    for (number, task) in tasks.enumerated() where number > 0 && number % 7 != 0 { task.cancel() }
    await until { bucket.waiting == 14 }
    for _ in 0..<15 {
      await clock.sleepers(atLeast: 1)
      clock.advance(by: .seconds(1))
    }
    for (number, task) in tasks.enumerated() where number % 7 == 0 { try await task.value }
    #expect(served.values == Array(stride(from: 0, to: 100, by: 7)))
    clock.advance(by: .seconds(1))
    try await bucket.take()
    #expect(bucket.waiting == 0)
  }

  @Test(
    "No count, period or burst is too large",
    arguments: [
      (5, Duration.seconds(100), Int.max), (.max, .seconds(1), .max), (.max, .nanoseconds(1), 1),
      (1, .seconds(Int64.max), 1), (1, .seconds(Int64.max), .max),
    ]
  )
  func largeRates(count: Int, period: Duration, burst: Int) async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(count, per: period, burst: burst, clock: clock)
    try await bucket.take()
    try await bucket.take(burst)
    try await bucket.take()
    #expect(clock.sleeps.allSatisfy { $0 >= .zero })
    #expect(clock.now.offset <= .seconds(Int64.max / 2))
  }

  @Test("A bucket of any size gives what it holds at once")
  func largeBurst() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(5, per: .seconds(100), burst: .max, clock: clock)
    for _ in 0..<1_000 { try await bucket.take(1_000_000) }
    #expect(clock.sleeps.isEmpty)
  }

  @Test("More tokens than the burst are an error that names both and the way out; nothing is taken")
  func overBurst() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(1, per: .seconds(1), burst: 2, clock: clock)
    let error = await #expect(throws: OverBurstError(tokens: 5, burst: 2)) { try await bucket.take(5) }
    #expect(
      error?.description
        == "a token bucket with a burst of 2 cannot give 5 tokens at once: take at most 2, "
        + "or wait for several fillings with overBurst: .wait"
    )
    try await bucket.take(2)
    #expect(clock.sleeps.isEmpty)
  }

  @Test("G10: With .wait a caller gets more tokens than the burst after several fillings, and empties the bucket")
  func waitOverBurst() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(1, per: .seconds(1), burst: 2, clock: clock)
    try await bucket.take(5, overBurst: .wait)
    #expect(clock.sleeps == [.seconds(3)])
    try await bucket.take()
    #expect(clock.sleeps == [.seconds(3), .seconds(1)])
    clock.advance(by: .seconds(100))
    try await bucket.take(3, overBurst: .wait)
    #expect(clock.sleeps == [.seconds(3), .seconds(1), .seconds(1)])
    try await bucket.take(2, overBurst: .wait)
    #expect(clock.sleeps == [.seconds(3), .seconds(1), .seconds(1), .seconds(2)])
    try await bucket.take(.max, overBurst: .wait)
    #expect(clock.now.offset <= .seconds(Int64.max / 2))
  }

  @Test("G10: A caller that waits for several fillings keeps its turn, and gives everything back when it is cancelled")
  func overBurstTurns() async throws {
    let clock = ManualClock()
    let bucket = TokenBucket(1, per: .seconds(1), burst: 2, clock: clock)
    let large = Task { try await bucket.take(10, overBurst: .wait) }
    let sleepers = await clock.sleepers(atLeast: 1)
    #expect(sleepers.map(\.duration) == [.seconds(8)])
    let small = Task { try await bucket.take(2) }
    await until { bucket.waiting == 1 }
    large.cancel()
    await #expect(throws: CancellationError.self) { try await large.value }
    try await small.value
    try clock.checkNoSleepers()
  }

  @Test("On the real clock a very long wait suspends until it is cancelled")
  func ages() async throws {
    let bucket = TokenBucket(1, per: .seconds(Int64.max))
    try await bucket.take()
    let first = Task { try await bucket.take() }
    let second = Task { try await bucket.take() }
    await until { bucket.waiting == 1 }
    for task in [first, second] {
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  @Test("A task that was cancelled before takes nothing")
  func cancelledBefore() async throws {
    let clock = RecordingClock()
    let bucket = TokenBucket(1, per: .seconds(1), clock: clock)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await bucket.take()
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    try await bucket.take()
    #expect(clock.sleeps.isEmpty)
  }

  @Test("Settings that make no sense stop the program with a sentence")
  func misuse() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenBucket(0, per: .seconds(1))
    }
    #expect(count.message.contains("The token count of a rate must be at least 1; it was 0."))
    let period = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TokenBucket(1, per: .zero)
    }
    #expect(period.message.contains("The period of a rate must be greater than zero"))
    let tokens = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      try await TokenBucket(1, per: .seconds(1), burst: 2).take(0)
    }
    #expect(tokens.message.contains("A caller takes 1 or more tokens from a bucket, not 0."))
  }
}
