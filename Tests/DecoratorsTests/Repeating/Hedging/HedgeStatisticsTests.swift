import DecoratorsTesting
import Testing

@testable import Decorators

@Suite(.timeLimit(.minutes(10))) struct HedgeStatisticsTests {
  private let clock = ManualClock()
  private var statistics: HedgeStatistics { HedgeStatistics(named: "search", clock: clock) }

  @Test("H6: there are 96 buckets of 65 µs · 2^(i/4), and their upper edge belongs to them")
  func buckets() {
    #expect(LatencyHistogram.edges.count == 96)
    #expect(LatencyHistogram.edges[0] == .microseconds(65) && LatencyHistogram.edges[4] == .microseconds(130))
    #expect(LatencyHistogram.edges[40] == .microseconds(65 * 1_024))
    for (former, next) in zip(LatencyHistogram.edges, LatencyHistogram.edges.dropFirst()) {
      #expect(abs(next / former - 1.189_2) < 0.001)
    }
    var histogram = LatencyHistogram()
    for duration in [.zero, .microseconds(65), .nanoseconds(65_001), .seconds(100_000), .seconds(-1)] as [Duration] {
      histogram.add(duration)
    }
    #expect(histogram.counts[0] == 3 && histogram.counts[1] == 1 && histogram.counts[95] == 1)
    #expect(histogram.count == 5)
  }

  @Test("H6: a percentile is the upper edge of the bucket in which the share is reached")
  func percentiles() {
    let statistics = statistics
    for number in 1...100 { statistics.record(.milliseconds(number)) }
    for (share, exact) in [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.000_1, 1)] {
      let measured = statistics.percentile(share)!
      #expect(measured >= .milliseconds(exact))
      #expect(measured <= .milliseconds(exact) * 1.19)
    }
  }

  @Test("H6: below 20 samples there is no percentile")
  func fewSamples() {
    let statistics = statistics
    for _ in 0..<19 { statistics.record(.milliseconds(10)) }
    #expect(statistics.percentile(0.95) == nil && statistics.count == 19)
    statistics.record(.milliseconds(10))
    #expect(statistics.percentile(0.95) != nil)
  }

  @Test("H6: what is older than two turns of 10 s is forgotten")
  func turns() {
    let statistics = statistics
    for _ in 0..<20 { statistics.record(.milliseconds(10)) }
    clock.advance(by: .seconds(10))
    for _ in 0..<20 { statistics.record(.milliseconds(100)) }
    #expect(statistics.count == 40)
    #expect(statistics.percentile(0.5)! < .milliseconds(12))
    clock.advance(by: .seconds(10))
    #expect(statistics.count == 20)
    #expect(statistics.percentile(0.5)! >= .milliseconds(100))
    clock.advance(by: .seconds(20))
    #expect(statistics.count == 0)
    for _ in 0..<20 { statistics.record(.milliseconds(10)) }
    clock.advance(by: .seconds(3_600))
    #expect(statistics.count == 0)
  }

  @Test("H6: with statistics, the delay is what 95 % needed, 1 ms at least; before that there is none, or a fixed one")
  func delays() {
    let statistics = statistics
    let (without, with) = (
      HedgeDelay.percentile(0.95, of: statistics),
      HedgeDelay.percentile(0.95, of: statistics, else: .milliseconds(70))
    )
    #expect(without.current == nil && with.current == .milliseconds(70))
    for _ in 0..<20 { statistics.record(.microseconds(100)) }
    #expect(without.current == .milliseconds(1) && with.current == .milliseconds(1))
    for _ in 0..<20 { statistics.record(.milliseconds(200)) }
    #expect(without.current! >= .milliseconds(200) && without.current! <= .milliseconds(238))
    #expect(HedgeDelay.milliseconds(5).current == .milliseconds(5))
  }

  @Test("H6: successes that end by themselves count, and failures do not")
  func whatCounts() async throws {
    let statistics = statistics
    let policy = HedgePolicy(after: .percentile(0.95, of: statistics), clock: clock)
    for _ in 0..<20 { try await policy.run { () async throws in } }
    #expect(statistics.count == 20)
    try? await policy.run { () async throws in throw ProgrammingError() }
    try? await policy.run { () async throws in throw TimeoutError() }
    #expect(statistics.count == 20)
  }

  @Test("H6: a loser counts with its age when it was cancelled, so that the slow ones do not vanish")
  func losersCount() async throws {
    let (statistics, clock, gate) = (statistics, clock, Gate())
    for _ in 0..<20 { statistics.record(.milliseconds(10)) }
    let policy = HedgePolicy(after: .percentile(0.95, of: statistics), clock: clock)
    let delay = statistics.percentile(0.95)!
    let task = Task {
      try await withHedging(policy) { attempt in
        if attempt.number == 1 { await gate.wait() } else { try await clock.sleep(for: .milliseconds(500)) }
        return attempt.number
      }
    }
    await until { clock.sleepers.map(\.deadline.offset) == [delay] && gate.waiting == 1 }
    clock.advance(by: delay)
    await until { clock.sleepers.map(\.deadline.offset) == [delay + .milliseconds(500)] }
    clock.advance(by: .milliseconds(500))
    // The loser is deaf, and ends an hour later.
    while statistics.count < 21 { await Task.yield() }
    clock.advance(by: .seconds(1))
    gate.open()
    #expect(try await task.value == 2)
    #expect(statistics.count == 22)
    #expect(statistics.percentile(1)! >= delay + .milliseconds(500))
    #expect(statistics.percentile(1)! <= (delay + .milliseconds(500)) * 1.19)
  }

  @Test("H6: the delay of a policy follows its calls, also without statistics of the user's")
  func theDelayFollows() async throws {
    let clock = clock
    let starts = ValueRecorder<HedgeStart>()
    let policy = HedgePolicy(after: .percentile(0.9), didStart: starts.append, clock: clock)
    for _ in 0..<20 {
      let task = Task { try await policy.run { () async throws in try await clock.sleep(for: .milliseconds(100)) } }
      await until { clock.sleepers.count == 1 }
      clock.advance(by: .milliseconds(100))
      try await task.value
    }
    #expect(starts.values.isEmpty)
    let task = Task {
      try await withHedging(policy) { attempt in
        if attempt.number == 1 { try await clock.sleep(for: .seconds(60)) }
      }
    }
    await until { clock.sleepers.count == 2 }
    clock.advance(to: clock.sleepers[0].deadline)
    try await task.value
    #expect(starts.values.count == 1)
    #expect(starts.values[0].elapsed >= .milliseconds(100) && starts.values[0].elapsed <= .milliseconds(119))
  }

  @Test("A10: settings are checked and shown")
  func settings() async {
    #expect(statistics.description == #"HedgeStatistics(named: "search", clock: ManualClock)"#)
    #expect(HedgeDelay.percentile(0.95, of: statistics).description == "percentile(0.95, of: search)")
    #expect(HedgeDelay.percentile(0.9, else: .seconds(1)).description == "percentile(0.9, else: 1.0 seconds)")
    #expect(HedgeDelay.seconds(0.5).description == "0.5 seconds")
    #expect(HedgeDelay.microseconds(500).description == "0.0005 seconds")
    let exits = [
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = HedgeDelay.percentile(1)
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = HedgeDelay.fixed(.seconds(-1))
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = HedgePolicy(after: .seconds(1), attempts: 0)
      },
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = HedgeStatistics(named: "")
      },
    ]
    #expect(lastWords(exits[0]).contains("must be more than 0 and less than 1; it was 1.0"))
    #expect(lastWords(exits[1]).contains("must not be negative; it was -1.0 seconds"))
    #expect(lastWords(exits[2]).contains("must be at least 1; they were 0"))
    #expect(lastWords(exits[3]).contains("must not be empty"))
  }
}
