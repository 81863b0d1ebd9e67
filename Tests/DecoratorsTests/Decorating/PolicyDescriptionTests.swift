import Decorators
import DecoratorsTesting
import Testing

/// The description of a policy prints every setting in effect, because a wrapped function shows it.
@Suite struct PolicyDescriptionTests {
  // MARK: Retrying

  private let plainRetry =
    "attempts: 3, backoff: exponential(from: 0.1 seconds, factor: 2.0, cap: 30.0 seconds), full jitter"
  private let plainServerDelays = "serverDelays: accepted(upTo: 60.0 seconds)"

  @Test func aRetryPolicy_printsItsDefaults() {
    #expect("\(RetryPolicy())" == "retrying(\(plainRetry), \(plainServerDelays))")
  }

  @Test func aRetryPolicy_printsEachOptionThatDiffers() {
    let log = LogRecorder()
    let changed: [(RetryPolicy, settings: String)] = [
      (RetryPolicy(attempts: 5), plainRetry.replacing("attempts: 3", with: "attempts: 5") + ", \(plainServerDelays)"),
      (RetryPolicy(backoff: .none), "attempts: 3, backoff: no delay, \(plainServerDelays)"),
      (
        RetryPolicy(within: .seconds(9)),
        plainRetry.replacing("attempts: 3, ", with: "") + ", within: 9.0 seconds, \(plainServerDelays)"
      ),
      (RetryPolicy(attempts: 3, within: .seconds(9)), "\(plainRetry), within: 9.0 seconds, \(plainServerDelays)"),
      (
        RetryPolicy(on: TimeoutError.self, ConnectionError.self),
        "\(plainRetry), on: TimeoutError, ConnectionError, \(plainServerDelays)"
      ),
      (
        RetryPolicy(on: (any RetryClassifiable).self, [TimeoutError.self]),
        "\(plainRetry), on: RetryClassifiable, TimeoutError, \(plainServerDelays)"
      ),
      (RetryPolicy(on: [any Error.Type]()), "\(plainRetry), on: no error, \(plainServerDelays)"),
      (RetryPolicy(when: { _ in .giveUp }), "\(plainRetry), when: a closure, \(plainServerDelays)"),
      (
        RetryPolicy(serverDelays: .capped(at: .seconds(5))),
        "\(plainRetry), serverDelays: capped(at: 5.0 seconds)"
      ),
      (
        RetryPolicy(generator: SeededGenerator(seed: 1)),
        "\(plainRetry), \(plainServerDelays), generator: SeededGenerator"
      ),
      (RetryPolicy(clock: ManualClock()), "\(plainRetry), \(plainServerDelays), clock: ManualClock"),
      (RetryPolicy().with(clock: ManualClock()), "\(plainRetry), \(plainServerDelays), clock: ManualClock"),
      (RetryPolicy(logger: log.logger), "\(plainRetry), \(plainServerDelays), logger: LogRecorder"),
      (RetryPolicy(willRetry: { _ in }), "\(plainRetry), \(plainServerDelays), willRetry: a closure"),
      (RetryPolicy(didRecover: { _ in }), "\(plainRetry), \(plainServerDelays), didRecover: a closure"),
      (RetryPolicy(keepingErrors: 2), "\(plainRetry), \(plainServerDelays), keepingErrors: 2"),
      (RetryPolicy(didGiveUp: { _ in }), "\(plainRetry), \(plainServerDelays), didGiveUp: a closure"),
    ]
    for (policy, settings) in changed { #expect("\(policy)" == "retrying(\(settings))") }
  }

  @Test func anotherClock_changesNoOtherSettingOfARetryPolicy() {
    let log = LogRecorder()
    let policy = RetryPolicy(
      attempts: 5,
      backoff: .constant(.seconds(1), jitter: .none),
      within: .seconds(9),
      on: TimeoutError.self,
      when: { _ in .retry },
      serverDelays: .capped(at: .seconds(5)),
      keepingErrors: 2,
      generator: SeededGenerator(seed: 1),
      logger: log.logger,
      willRetry: { _ in },
      didRecover: { _ in },
      didGiveUp: { _ in }
    )
    let settings = """
      attempts: 5, backoff: constant(1.0 seconds), within: 9.0 seconds, on: TimeoutError, when: a closure, \
      serverDelays: capped(at: 5.0 seconds), keepingErrors: 2, generator: SeededGenerator, logger: LogRecorder, \
      willRetry: a closure, didRecover: a closure, didGiveUp: a closure
      """
    #expect("\(policy)" == "retrying(\(settings))")
    #expect("\(policy.with(clock: ManualClock()))" == "retrying(\(settings), clock: ManualClock)")
    #expect("\(policy.with(clock: ManualClock()).with(clock: ContinuousClock()))" == "\(policy)")
  }

  // MARK: Timing

  @Test func aTimingPolicy_printsItsDefaults() {
    #expect(
      "\(TimingPolicy(named: "slug"))"
        == #"timed(named: "slug", to: metric(label: "function_duration"), log(level: debug))"#
    )
  }

  @Test func aTimingPolicy_printsItsSinks() {
    func shown(_ sinks: TimingSink...) -> String { "\(TimingPolicy(named: "slug", to: sinks))" }
    let log = LogRecorder()
    #expect(shown(.metric(label: "seconds")) == #"timed(named: "slug", to: metric(label: "seconds"))"#)
    #expect(
      shown(.metric(factory: TestMetrics()))
        == #"timed(named: "slug", to: metric(label: "function_duration", factory: TestMetrics))"#
    )
    #expect(shown(.log(level: .info)) == #"timed(named: "slug", to: log(level: info))"#)
    #expect(
      shown(.log(logger: log.logger)) == #"timed(named: "slug", to: log(level: debug, logger: LogRecorder))"#
    )
    #expect(
      shown(.log(slowerThan: .seconds(1)))
        == #"timed(named: "slug", to: log(level: debug, slowerThan: 1.0 seconds))"#
    )
    #expect(shown(.call { _ in }) == #"timed(named: "slug", to: a closure)"#)
    #expect(
      shown(.call(slowerThan: .seconds(1)) { _ in }) == #"timed(named: "slug", to: a closure(slowerThan: 1.0 seconds))"#
    )
    #expect(shown(.log(), .call { _ in }) == #"timed(named: "slug", to: log(level: debug), a closure)"#)
    #expect(shown() == #"timed(named: "slug", to: nothing)"#)
  }

  @Test func aTimingPolicy_printsItsClock() {
    let policy = TimingPolicy(named: "slug", to: [.log()], clock: ManualClock())
    #expect("\(policy)" == #"timed(named: "slug", to: log(level: debug), clock: ManualClock)"#)
    #expect(
      "\(policy.with(clock: RecordingClock()))"
        == #"timed(named: "slug", to: log(level: debug), clock: RecordingClock)"#
    )
    #expect("\(policy.with(clock: ContinuousClock()))" == #"timed(named: "slug", to: log(level: debug))"#)
  }

  // MARK: Logging

  private let plainLevels = "levels: call debug, success debug, failure error, rejected warning, cancelled debug"

  @Test func aLoggingPolicy_printsItsDefaults() {
    #expect("\(LoggingPolicy())" == "logged(\(plainLevels), valueLimit: 256)")
    #expect("\(LoggingPolicy.default)" == "\(LoggingPolicy())")
  }

  @Test func aLoggingPolicy_printsEachOptionThatDiffers() {
    let log = LogRecorder()
    let changed: [(LoggingPolicy, settings: String)] = [
      (LoggingPolicy(logger: log.logger), "logger: LogRecorder, \(plainLevels), valueLimit: 256"),
      (
        LoggingPolicy(
          levels: LogLevels(call: nil, success: .info, failure: .critical, rejected: nil, cancelled: .notice)
        ),
        "levels: call off, success info, failure critical, rejected off, cancelled notice, valueLimit: 256"
      ),
      (LoggingPolicy(arguments: .all), "\(plainLevels), arguments: all, valueLimit: 256"),
      (
        LoggingPolicy(arguments: .all(redacting: "pin", "id")),
        "\(plainLevels), arguments: all(redacting: id, pin), valueLimit: 256"
      ),
      (LoggingPolicy(arguments: .only("id")), "\(plainLevels), arguments: only(id), valueLimit: 256"),
      (LoggingPolicy(arguments: .except("id")), "\(plainLevels), arguments: except(id), valueLimit: 256"),
      (
        LoggingPolicy().with(argumentNames: ["id", "pin"]),
        "\(plainLevels), argumentNames: id, pin, valueLimit: 256"
      ),
      (LoggingPolicy(result: .value), "\(plainLevels), result: value, valueLimit: 256"),
      (LoggingPolicy(errors: .description), "\(plainLevels), errors: description, valueLimit: 256"),
      (LoggingPolicy(duration: .always), "\(plainLevels), duration: always, valueLimit: 256"),
      (LoggingPolicy(valueLimit: 9), "\(plainLevels), valueLimit: 9"),
      (LoggingPolicy(clock: ManualClock()), "\(plainLevels), valueLimit: 256, clock: ManualClock"),
      (LoggingPolicy().with(clock: ManualClock()), "\(plainLevels), valueLimit: 256, clock: ManualClock"),
    ]
    for (policy, settings) in changed { #expect("\(policy)" == "logged(\(settings))") }
  }

  @Test func anotherClockOrOtherNames_changeNoOtherSettingOfALoggingPolicy() {
    let policy = LoggingPolicy(
      logger: LogRecorder().logger,
      levels: LogLevels(success: .info),
      arguments: .only("id"),
      result: .value,
      errors: .description,
      duration: .always,
      valueLimit: 9
    )
    let settings =
      "logger: LogRecorder, levels: call debug, success info, failure error, rejected warning, cancelled info, "
      + "arguments: only(id)"
    let rest = "result: value, errors: description, duration: always, valueLimit: 9"
    #expect("\(policy)" == "logged(\(settings), \(rest))")
    #expect(
      "\(policy.with(argumentNames: ["id"]).with(clock: ManualClock()))"
        == "logged(\(settings), argumentNames: id, \(rest), clock: ManualClock)"
    )
  }
}
