import DecoratorMacros
import DecoratorsTesting
import Testing

/// A decorated method is tested in no time: clock, logger and random generator are those of its instance.
@Suite struct InjectionTests {
  struct TimeoutError: Error {}

  struct Monitoring: Sendable {
    var clock: any Clock<Duration> = ContinuousClock()
    var logger = Logger(label: "monitoring")
    var generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    let attempts = ValueRecorder<Int>()
    let timings = ValueRecorder<TimedCall>()

    @Logged(arguments: .only("name"), level: .info, logger: \Self.logger, clock: \Self.clock)
    @Retrying(
      attempts: 5,
      backoff: .exponential(from: .milliseconds(250), jitter: .none),
      on: TimeoutError.self,
      clock: \Self.clock
    )
    func pushMetric(name: String, value: Int) async throws {
      attempts.append(value)
      if attempts.values.count < 4 { throw TimeoutError() }
    }

    @Retrying(
      attempts: 3,
      backoff: .constant(.seconds(8)),
      generator: \Self.generator,
      logger: \Self.logger,
      clock: \Self.clock
    )
    func jittered() async throws { throw TimeoutError() }
  }

  @Test func retryOfAMethod_waitsOnTheInstancesClock() async throws {
    let (clock, recorder) = (RecordingClock(), LogRecorder())
    let monitoring = Monitoring(clock: clock, logger: recorder.logger)
    try await monitoring.pushMetric(name: "errors", value: 3)
    #expect(clock.sleeps == [.milliseconds(250), .milliseconds(500), .seconds(1)])
    #expect(monitoring.attempts.values == [3, 3, 3, 3])
  }

  @Test func records_goToTheInstancesLogger_andNameTheUsersFunction() async throws {
    let (clock, recorder) = (RecordingClock(), LogRecorder())
    try await Monitoring(clock: clock, logger: recorder.logger).pushMetric(name: "errors", value: 3)
    let entries = recorder.entries
    let name = "InjectionTests.Monitoring.pushMetric(name:value:)"
    #expect(entries.map { "\($0.message)" } == ["\(name) called", "\(name) succeeded"])
    #expect(entries[0].metadata["call.arguments"] == ["name": "errors"])
    #expect(entries[1].metadata["call.duration.seconds"].map { "\($0)" } == "1.75")
    #expect(entries.allSatisfy { $0.fileID == #fileID && $0.function == "pushMetric(name:value:)" })
    #expect(entries.allSatisfy { $0.level == .info })
  }

  @Test func jitter_comesFromTheInstancesGenerator() async {
    let (one, other, recorder) = (RecordingClock(), RecordingClock(), LogRecorder())
    for clock in [one, other] {
      let monitoring = Monitoring(clock: clock, logger: recorder.logger, generator: SeededGenerator(seed: 7))
      await #expect(throws: TimeoutError.self) { try await monitoring.jittered() }
    }
    #expect(one.sleeps.count == 2)
    #expect(one.sleeps == other.sleeps)
    #expect(one.sleeps.allSatisfy { $0 > .zero && $0 < .seconds(8) })
    #expect(recorder.entries.map(\.level) == [.warning, .warning, .error, .warning, .warning, .error])
  }

  enum Poll {
    static let clock = RecordingClock()
    static let calls = ValueRecorder<TimedCall>()

    @Timed(named: "poll", to: [.call(Self.calls.append)], clock: Self.clock)
    @Retrying(attempts: 2, backoff: .constant(.seconds(3), jitter: .none), clock: Self.clock)
    static func poll() throws { throw TimeoutError() }
  }

  @Test func staticFunction_usesItsTypesClockAndSinks() {
    #expect(throws: TimeoutError.self) { try Poll.poll() }
    #expect(Poll.calls.values.map(\.duration) == [.seconds(3)])
    #expect(Poll.calls.values.map(\.name) == ["poll"])
    #expect(Poll.calls.values.map(\.outcome) == [.failure])
  }

  actor Ledger {
    let clock = RecordingClock()
    var logger: Logger
    var entries = 0

    init(logger: Logger) { self.logger = logger }

    @Logged(level: .notice, errors: .description)
    @Retrying(attempts: 2, backoff: .constant(.seconds(1), jitter: .none), clock: \Self.clock)
    func write() async throws {
      entries += 1
      throw TimeoutError()
    }
  }

  @Test func methodOfAnActor_usesTheActorsClock_andTheCurrentLogger() async {
    let recorder = LogRecorder()
    let ledger = Ledger(logger: recorder.logger)
    _ = await withLogger(recorder.logger) { _ in
      await #expect(throws: TimeoutError.self) { try await ledger.write() }
    }
    #expect(ledger.clock.sleeps == [.seconds(1)])
    #expect(await ledger.entries == 2)
    #expect(recorder.entries.map(\.level) == [.notice, .error])
    #expect(recorder.entries.last?.metadata["call.error.description"] == "TimeoutError()")
  }

  struct Counting: Sendable {
    var count = 0
    var clock: any Clock<Duration>
    var logger: Logger

    @Logged(arguments: .only("extra"), level: .info, logger: \Self.logger, clock: \Self.clock)
    mutating func add(_ extra: inout Int) {
      count += extra
      extra = 0
      clock = RecordingClock()
    }
  }

  @Test func mutatingFunction_mayChangeWhatItsDecoratorsUse_andInoutIsLoggedAsItWas() {
    let recorder = LogRecorder()
    var (counting, extra) = (Counting(clock: RecordingClock(), logger: recorder.logger), 4)
    counting.add(&extra)
    #expect(counting.count == 4)
    #expect(extra == 0)
    #expect(recorder.entries.first?.metadata["call.arguments"] == ["extra": "4"])
  }

  struct Blocking: Sendable {
    let clock = RecordingClock()

    @Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none), within: .seconds(3), clock: \Self.clock)
    func read() throws(TimeoutError) -> Int { throw TimeoutError() }
  }

  @Test func synchronousRetry_blocksOnTheInstancesClock_andKeepsItsErrorType() {
    let blocking = Blocking()
    do { _ = try blocking.read() } catch { let _: TimeoutError = error }
    #expect(blocking.clock.sleeps == [.seconds(2)])
  }

  struct AnyBlocking: Sendable {
    var clock: any BlockingClock<Duration> = ContinuousClock()
    var reads = 0

    @Retrying(attempts: 3, backoff: .constant(.seconds(2), jitter: .none), clock: \Self.clock)
    mutating func read() throws -> Int {
      reads += 1
      if reads < 3 { throw TimeoutError() }
      return reads
    }
  }

  @Test func synchronousRetry_takesAnyBlockingClock_ofAnInstanceThatItChanges() throws {
    let clock = RecordingClock()
    var blocking = AnyBlocking(clock: clock)
    #expect(try blocking.read() == 3)
    #expect(clock.sleeps == [.seconds(2), .seconds(2)])
  }
}
