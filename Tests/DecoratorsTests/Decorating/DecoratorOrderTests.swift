import Decorators
import DecoratorsTesting
import Testing

/// What it means which of two decorators is outside.
@Suite struct DecoratorOrderTests {
  struct Refused: Error {}

  private let calls = ValueRecorder<TimedCall>()
  private let recorder = LogRecorder()
  private let clock = RecordingClock()
  private let attempts = Counter()
  private var durations: [Duration] { calls.values.map(\.duration) }
  private var messages: [String] { recorder.entries.map { "\($0.message)" } }
  private var policy: LoggingPolicy { LoggingPolicy(logger: recorder.logger) }

  /// Takes 1 s, and fails twice.
  private func push() throws {
    clock.advance(by: .seconds(1))
    if attempts.increment() < 3 { throw Refused() }
  }

  private func pushAsync() async throws { try push() }

  @Test("L4: timed around retrying is the total, with the waits")
  func timedAroundRetrying() throws {
    let push = Function(named: "push", push)
      .retrying(attempts: 3, backoff: .constant(.seconds(10), jitter: .none), clock: clock)
      .timed(named: "push_total", to: [.call(calls.append)], clock: clock)
    try push()
    #expect(durations == [.seconds(23)])
    #expect(calls.values.map(\.outcome) == [.success])
    #expect(push.identity.decorators.first == #"timed(named: "push_total", to: a closure, clock: RecordingClock)"#)
  }

  @Test("L4: retrying around timed is each attempt")
  func retryingAroundTimed() throws {
    let push = Function(push).timed(named: "push", to: [.call(calls.append)], clock: clock)
      .retrying(backoff: .constant(.seconds(10), jitter: .none), clock: clock)
    try push()
    #expect(durations == [.seconds(1), .seconds(1), .seconds(1)])
    #expect(calls.values.map(\.outcome) == [.failure, .failure, .success])
    #expect(push.identity.decorators.last == #"timed(named: "push", to: a closure, clock: RecordingClock)"#)
  }

  @Test("L4: the same for asynchronous functions, and both at once")
  func totalAndAttempts() async throws {
    let push = AsyncFunction(pushAsync).timed(named: "attempt", to: [.call(calls.append)], clock: clock)
      .retrying(backoff: .constant(.seconds(10), jitter: .none), clock: clock)
      .timed(named: "total", to: [.call(calls.append)], clock: clock)
    try await push()
    #expect(calls.values.map(\.name) == ["attempt", "attempt", "attempt", "total"])
    #expect(durations.last == .seconds(23))
  }

  @Test("L4: logged around retrying logs the whole call")
  func loggedAroundRetrying() throws {
    let push = Function(named: "push", push)
      .retrying(attempts: 3, backoff: .none, clock: clock)
      .decorated(by: policy.with(clock: clock))
    try push()
    #expect(messages == ["push called", "push succeeded"])
    #expect(recorder.entries.last?.metadata["call.duration.seconds"].map { "\($0)" } == "3.0")
  }

  @Test("L4: retrying around logged logs each attempt")
  func retryingAroundLogged() async throws {
    let push = AsyncFunction(named: "push", pushAsync)
      .decorated(by: policy.with(clock: clock))
      .retrying(backoff: .none, clock: clock)
    try await push()
    #expect(
      messages == ["push called", "push failed", "push called", "push failed", "push called", "push succeeded"]
    )
    #expect(Set(recorder.entries.compactMap { $0.metadata["call.id"] }.map { "\($0)" }).count == 3)
  }

  @Test func theChainIsShownOutermostFirst() {
    let push = Function(named: "push", push)
      .retrying(attempts: 2, clock: clock)
      .decorated(by: policy)
      .timed(named: "push")
    let decorators = push.identity.decorators
    #expect(decorators.map { $0.prefix { $0 != "(" } } == ["timed", "logged", "retrying"])
    #expect(decorators.last?.hasPrefix("retrying(attempts: 2") == true)
    #expect(push.description == (decorators + ["push"]).joined(separator: " → "))
  }
}
