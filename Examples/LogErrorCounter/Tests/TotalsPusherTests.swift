import DecoratorsTesting
import ExampleTesting
import NIOConcurrencyHelpers
import Testing

@testable import LogErrorCounter

@Suite struct TotalsPusherTests {
  /// A gateway in memory: what reaches it, and how it answers.
  final class Gateway: Sendable {
    let received = EventLog<Totals>()
    private let failures: NIOLockedValueBox<[PushFailure]>

    init(failing failures: PushFailure...) {
      self.failures = NIOLockedValueBox(failures)
    }

    @Sendable func push(_ totals: Totals, within _: Duration) throws {
      received.append(totals)
      if let failure = failures.withLockedValue({ $0.isEmpty ? nil : $0.removeFirst() }) { throw failure }
    }
  }

  let log = LogRecorder(logLevel: .warning)

  func pusher(
    clock: some Clock<Duration> & Sendable,
    _ attempt: @escaping @Sendable (Totals, Duration) async throws -> Void
  ) -> TotalsPusher {
    TotalsPusher(logger: log.logger, clock: clock, generator: SeededGenerator(seed: 1), attempt: attempt)
  }

  @Test("S8: what is counted at once is pushed without zeros before it") func shortRun() async {
    let gateway = Gateway()
    let pusher = pusher(clock: ManualClock(), gateway.push)
    pusher.offer(Totals(lines: 415, matches: 14))
    pusher.finish()
    await pusher.run()
    #expect(gateway.received.events == [Totals(lines: 415, matches: 14)])
    #expect(pusher.counts == (1, 0))
    #expect(pusher.isDelivered)
  }

  @Test("S8: where nothing is counted for a while, zeros are pushed before the first event")
  func zeros() async throws {
    let gateway = Gateway()
    let clock = ManualClock()
    let pusher = pusher(clock: clock, gateway.push)
    async let run: Void = pusher.run()
    #expect(await clock.sleepers(atLeast: 1).map(\.duration) == [TotalsPusher.patience])
    #expect(gateway.received.events.isEmpty)
    clock.advance(by: TotalsPusher.patience)
    try await gateway.received.wait(for: "a push") { $0.count == 1 }
    #expect(gateway.received.events == [Totals()])
    pusher.finish()
    await run
    #expect(pusher.counts == (1, 0))
  }

  @Test("S8: an empty input pushes its zeros")
  func emptyInput() async {
    let gateway = Gateway()
    let pusher = pusher(clock: ManualClock(), gateway.push)
    pusher.finish()
    await pusher.run()
    #expect(gateway.received.events == [Totals()])
    #expect(pusher.isDelivered)
  }

  @Test("S2, S3: one push is in flight, offering never waits for it, and the next carries everything since")
  func coalescing() async throws {
    let (answers, answer) = AsyncStream.makeStream(of: Void.self)
    let received = EventLog<Totals>()
    let inFlight = NIOLockedValueBox((now: 0, most: 0))
    let pusher = pusher(clock: ManualClock()) { totals, _ in
      inFlight.withLockedValue {
        $0.now += 1; $0.most = max($0.most, $0.now)
      }
      received.append(totals)
      var answers = answers.makeAsyncIterator()
      _ = await answers.next()
      inFlight.withLockedValue { $0.now -= 1 }
    }
    pusher.offer(Totals(lines: 1))
    async let run: Void = pusher.run()
    try await received.wait(for: "the first push") { $0.count == 1 }
    for lines in 2...5000 { pusher.offer(Totals(lines: lines)) }
    #expect(received.events == [Totals(lines: 1)])
    answer.yield()
    try await received.wait(for: "the second push") { $0.count == 2 }
    answer.yield()
    pusher.finish()
    await run
    #expect(received.events == [Totals(lines: 1), Totals(lines: 5000)])
    #expect(inFlight.withLockedValue { $0.most } == 1)
    #expect(pusher.counts == (2, 0))
  }

  @Test("S1: an attempt whose outcome is unknown is repeated with totals, so that nothing counts twice")
  func unknownOutcome() async {
    let gateway = Gateway(failing: .timedOut(after: .seconds(5)), .disconnected("Connection reset by peer"))
    let pusher = pusher(clock: RecordingClock(), gateway.push)
    pusher.offer(Totals(lines: 10, matches: 3))
    pusher.finish()
    await pusher.run()
    #expect(gateway.received.events == Array(repeating: Totals(lines: 10, matches: 3), count: 3))
    #expect(pusher.counts == (1, 2))
    #expect(pusher.isDelivered)
    #expect(log.entries.map(\.message) == ["push failed, trying again", "push failed, trying again"])
    #expect(log.entries.map { $0.metadata["attempt"] } == ["1", "2"])
    #expect(log.entries.last?.metadata["error"] == "Connection reset by peer")
  }

  @Test("R9: a delay that the gateway asks for takes the place of the backoff's, and is one of five attempts")
  func serverDelay() async {
    let busy = PushFailure.answered(status: 503, reason: "busy", retryAfter: .seconds(2))
    let down = PushFailure.answered(status: 500, reason: "down")
    let gateway = Gateway(failing: busy, busy, down, down)
    let clock = RecordingClock()
    let pusher = pusher(clock: clock, gateway.push)
    pusher.offer(Totals(lines: 1))
    pusher.finish()
    await pusher.run()
    #expect(gateway.received.events.count == 5)
    #expect(pusher.isDelivered)
    #expect(clock.sleeps.count { $0 >= .seconds(2) } == 2)
  }

  @Test("R9: a longer delay is cut to half a minute")
  func serverDelayIsCapped() async {
    let gateway = Gateway(failing: .answered(status: 429, reason: "", retryAfter: .seconds(3600)))
    let clock = RecordingClock()
    let pusher = pusher(clock: clock, gateway.push)
    pusher.offer(Totals(lines: 1))
    pusher.finish()
    await pusher.run()
    let longest = clock.sleeps.max() ?? .zero
    #expect(longest >= .seconds(30) && longest < .seconds(60))
    #expect(pusher.isDelivered)
  }

  @Test("S11: a gateway that stays down is given up after five attempts, and the run knows")
  func staysDown() async {
    let down = PushFailure.disconnected("Connection refused")
    let gateway = Gateway(failing: down, down, down, down, down, down)
    let pusher = pusher(clock: RecordingClock(), gateway.push)
    pusher.offer(Totals(lines: 1))
    pusher.finish()
    await pusher.run()
    #expect(gateway.received.events.count == 5)
    #expect(pusher.counts == (0, 4))
    #expect(!pusher.isDelivered)
    #expect(pusher.lastFailure == down)
    #expect(log.entries.last?.level == .error)
    #expect(log.entries.last?.metadata["call.error.description"] == "Connection refused")
  }

  @Test("S3, S11: where nobody listens a push is tried five times, and the run knows")
  func refusedPort() async throws {
    let group = try PushgatewayGroup(root: "http://127.0.0.1:\(refusingPort())", job: "test", instance: nil)
    let client = PushgatewayClient(group: group, exposition: Exposition(metric: "app_errors"))
    let pusher = pusher(clock: RecordingClock()) { totals, limit in try await client.push(totals, within: limit) }
    pusher.offer(Totals(lines: 1))
    pusher.finish()
    await pusher.run()
    await client.shutDown()
    #expect(pusher.counts == (0, 4))
    #expect(!pusher.isDelivered)
    #expect(pusher.lastFailure == .disconnected("Connection refused"))
  }

  @Test("S2: after a push is given up, the next totals are the next try")
  func nextTry() async throws {
    let down = PushFailure.disconnected("Connection refused")
    let gateway = Gateway(failing: down, down, down, down, down)
    let pusher = pusher(clock: RecordingClock(), gateway.push)
    pusher.offer(Totals(lines: 1))
    async let run: Void = pusher.run()
    try await gateway.received.wait(for: "the last attempt") { $0.count == 5 }
    pusher.offer(Totals(lines: 2))
    pusher.finish()
    await run
    #expect(gateway.received.events.last == Totals(lines: 2))
    #expect(pusher.isDelivered)
  }

  @Test("S10: a gateway that refuses is left alone until the end, and then asked once more")
  func refusal() async throws {
    let refusal = PushFailure.answered(status: 400, reason: "bad metric")
    let gateway = Gateway(failing: refusal, refusal)
    let pusher = pusher(clock: ManualClock(), gateway.push)
    pusher.offer(Totals(lines: 1))
    async let run: Void = pusher.run()
    try await gateway.received.wait(for: "the first attempt") { $0.count == 1 }
    for lines in 2...1000 {
      pusher.offer(Totals(lines: lines))
      await Task.yield()
    }
    pusher.finish()
    await run
    #expect(gateway.received.events.last == Totals(lines: 1000))
    #expect(gateway.received.events.count == 2)
    #expect(pusher.counts == (0, 0))
    #expect(!pusher.isDelivered)
  }

  @Test func flush_isOneAttemptAndOnlyForWhatTheGatewayDoesNotHold() async {
    let gateway = Gateway(failing: .timedOut(after: .seconds(2)))
    let pusher = pusher(clock: ManualClock(), gateway.push)
    pusher.offer(Totals(lines: 1))
    await pusher.flush(within: .seconds(2))
    #expect(!pusher.isDelivered)
    #expect(pusher.lastFailure == .timedOut(after: .seconds(2)))
    await pusher.flush(within: .seconds(2))
    await pusher.flush(within: .seconds(2))
    #expect(gateway.received.events.count == 2)
    #expect(pusher.counts == (1, 0))
  }

  @Test func cancellation_endsTheWaitOfARetryAtOnce() async throws {
    let gateway = Gateway(failing: .disconnected("Connection refused"))
    let clock = ManualClock()
    let pusher = pusher(clock: clock, gateway.push)
    pusher.offer(Totals(lines: 1))
    let run = Task { await pusher.run() }
    _ = await clock.sleepers(atLeast: 2)
    run.cancel()
    await run.value
    #expect(gateway.received.events.count == 1)
    #expect(!log.entries.contains { $0.level == .error })
  }

  @Test func slowPush_isNoted() async {
    let clock = RecordingClock()
    let noted = LogRecorder(logLevel: .notice)
    let pusher = TotalsPusher(logger: noted.logger, clock: clock) { _, _ in clock.advance(by: .seconds(3)) }
    pusher.offer(Totals(lines: 1))
    pusher.finish()
    await pusher.run()
    #expect(noted.entries.map { $0.metadata["call.function"] } == ["push_totals"])
    #expect(noted.entries.first?.metadata["call.duration.seconds"]?.description == "3.0")
  }
}
