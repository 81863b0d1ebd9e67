import Decorators
import DecoratorsTesting
import Testing

/// What it means which of two decorators is outside.
@Suite struct DecoratorOrderTests {
  struct Refused: Error {}

  private let calls = Recorder<TimedCall>()
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
    let push = retrying(push, attempts: 3, backoff: .constant(.seconds(10), jitter: .none), named: "push", clock: clock)
      .timed(named: "push_total", to: [.call(calls.append)], clock: clock)
    try push()
    #expect(durations == [.seconds(23)])
    #expect(calls.values.map(\.outcome) == [.success])
    #expect(push.identity.decorators.first == "timed")
  }

  @Test("L4: retrying around timed is each attempt")
  func retryingAroundTimed() throws {
    let push = timed(push, named: "push", to: [.call(calls.append)], clock: clock)
      .retrying(backoff: .constant(.seconds(10), jitter: .none), clock: clock)
    try push()
    #expect(durations == [.seconds(1), .seconds(1), .seconds(1)])
    #expect(calls.values.map(\.outcome) == [.failure, .failure, .success])
    #expect(push.identity.decorators.last == "timed")
  }

  @Test("L4: the same for asynchronous functions, and both at once")
  func totalAndAttempts() async throws {
    let push = timed(pushAsync, named: "attempt", to: [.call(calls.append)], clock: clock)
      .retrying(backoff: .constant(.seconds(10), jitter: .none), clock: clock)
      .timed(named: "total", to: [.call(calls.append)], clock: clock)
    try await push()
    #expect(calls.values.map(\.name) == ["attempt", "attempt", "attempt", "total"])
    #expect(durations.last == .seconds(23))
  }

  @Test("L4: logged around retrying logs the whole call")
  func loggedAroundRetrying() throws {
    let push = retrying(push, attempts: 3, backoff: .none, named: "push", clock: clock).logged(policy, clock: clock)
    try push()
    #expect(messages == ["push called", "push succeeded"])
    #expect(recorder.entries.last?.metadata["duration.seconds"].map { "\($0)" } == "3.0")
  }

  @Test("L4: retrying around logged logs each attempt")
  func retryingAroundLogged() async throws {
    let push = logged(pushAsync, policy, named: "push", clock: clock).retrying(backoff: .none, clock: clock)
    try await push()
    #expect(
      messages == ["push called", "push failed", "push called", "push failed", "push called", "push succeeded"]
    )
    #expect(Set(recorder.entries.compactMap { $0.metadata["call.id"] }.map { "\($0)" }).count == 3)
  }

  @Test func theChainIsShownOutermostFirst() {
    let push = retrying(push, attempts: 2, named: "push", clock: clock).logged(policy).timed(named: "push")
    #expect(push.description.hasPrefix("timed → logged → retrying(attempts: 2"))
    #expect(push.description.hasSuffix("→ push"))
  }
}
