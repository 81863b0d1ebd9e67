import Decorators
import DecoratorsTesting
import Testing

@Suite struct RetryingTests {
  let clock = RecordingClock()
  let calls = Counter()

  @Test func everySyncForm_repeats() throws {
    let calls = calls
    @Sendable func flaky(_ succeedsAt: Int, _ suffix: String) throws -> String {
      if calls.increment() % succeedsAt != 0 { throw TimeoutError() }
      return "ok\(suffix)"
    }
    let policy = RetryPolicy.everySecond(3, clock: clock)
    let backoff = Backoff.constant(.seconds(1), jitter: .none)
    let forms: [Function<Int, String, String, any Error>] = [
      retrying(attempts: 3, backoff: backoff, clock: clock) { try flaky($0, $1) },
      retrying(attempts: 3, backoff: backoff, clock: clock, onResult: { _ in false }) { try flaky($0, $1) },
      decorated(by: policy) { try flaky($0, $1) },
      decorated(by: .retrying(attempts: 3, backoff: backoff, clock: clock)) { try flaky($0, $1) },
      Function(flaky).retrying(attempts: 3, backoff: backoff, clock: clock),
      Function(flaky).retrying(attempts: 3, backoff: backoff, clock: clock, onResult: { _ in false }),
      Function(flaky).decorated(by: policy),
      Function(flaky).decorated(by: policy, onResult: { _ in false }),
      Function(flaky).decorated(by: .retrying(attempts: 3, backoff: backoff, clock: clock)),
    ]
    for form in forms { #expect(try form(3, "!") == "ok!") }
    #expect(clock.sleeps == Array(repeating: .seconds(1), count: 2 * forms.count))
  }

  @Test func everyAsyncForm_repeats() async throws {
    let calls = calls
    @Sendable func flaky(_ succeedsAt: Int, _ suffix: String) async throws -> String {
      await Task.yield()
      if calls.increment() % succeedsAt != 0 { throw TimeoutError() }
      return "ok\(suffix)"
    }
    let policy = RetryPolicy.everySecond(3, clock: clock)
    let backoff = Backoff.constant(.seconds(1), jitter: .none)
    let forms: [AsyncFunction<Int, String, String, any Error>] = [
      retrying(attempts: 3, backoff: backoff, clock: clock) { try await flaky($0, $1) },
      retrying(attempts: 3, backoff: backoff, clock: clock, onResult: { _ in false }) { try await flaky($0, $1) },
      decorated(by: policy) { try await flaky($0, $1) },
      decorated(by: .retrying(attempts: 3, backoff: backoff, clock: clock)) { try await flaky($0, $1) },
      AsyncFunction(flaky).retrying(attempts: 3, backoff: backoff, clock: clock),
      AsyncFunction(flaky).retrying(attempts: 3, backoff: backoff, clock: clock, onResult: { _ in false }),
      AsyncFunction(flaky).decorated(by: policy),
      AsyncFunction(flaky).decorated(by: policy, onResult: { _ in false }),
      AsyncFunction(flaky).decorated(by: .retrying(attempts: 3, backoff: backoff, clock: clock)),
    ]
    for form in forms { #expect(try await form(3, "!") == "ok!") }
    #expect(clock.sleeps == Array(repeating: .seconds(1), count: 2 * forms.count))
  }

  @Test func settings_reachThePolicy() {
    let wrapped = retrying(
      attempts: 9,
      backoff: .constant(.seconds(1), jitter: .none),
      within: .seconds(3),
      on: TimeoutError.self,
      when: { .retry(if: $0 as? TimeoutError != TimeoutError(number: 9)) },
      named: "limited",
      clock: clock
    ) { [calls] (number: Int) throws in
      calls.increment()
      throw TimeoutError(number: number)
    }
    #expect(throws: TimeoutError.self) { try wrapped(1) }
    #expect(calls.value == 3)
    #expect(throws: TimeoutError.self) { try wrapped(9) }
    #expect(calls.value == 4)
    #expect(
      "\(wrapped)"
        == "retrying(attempts: 9, backoff: constant(1.0 seconds), within: 3.0 seconds, on: TimeoutError, "
        + "when: a closure, serverDelays: accepted(upTo: 60.0 seconds), clock: RecordingClock) → limited"
    )
  }

  @Test func aRefusedResult_isRetried() async {
    let policy = RetryPolicy.everySecond(3, clock: clock)
    let sync = Function { [calls] in calls.increment() }.decorated(by: policy, onResult: { $0 < 2 })
    #expect(sync() == 2)
    let async = AsyncFunction { [calls] () async in calls.increment() }.decorated(by: policy, onResult: { $0 < 4 })
    #expect(await async() == 4)
    #expect(clock.sleeps.count == 2)
  }

  @Test func theHook_knowsTheFunctionsName() {
    let names = ValueRecorder<String>()
    let policy = RetryPolicy(attempts: 2, backoff: .none, willRetry: { names.append($0.name) }, clock: clock)
    let named = decorated(by: policy, named: "push") { () throws in throw TimeoutError() }
    let line: UInt = #line + 1
    let unnamed = decorated(by: policy) { () throws in throw TimeoutError() }
    try? named()
    try? unnamed()
    #expect(names.values == ["push", "\(#fileID):\(line)"])
  }

  @Test("R12: a retry around a retry makes the attempts of both, and the inner one knows")
  func aRetryAroundARetry_multipliesAttempts() {
    let nested = ValueRecorder<Bool>()
    let inner = RetryPolicy(attempts: 3, backoff: .none, didGiveUp: { nested.append($0.isNested) }, clock: clock)
    let function = decorated(by: inner) { [calls] () throws in
      calls.increment()
      throw TimeoutError()
    }
    try? function.retrying(attempts: 2, backoff: .none, clock: clock)()
    #expect(calls.value == 6)
    #expect(nested.values == [false, true])
  }

  @Test func aFailureAfterTheFirst_keepsTypedThrows() async {
    let typed = decorated(by: RetryPolicy.everySecond(2, clock: clock)) {
      (number: Int) async throws(TimeoutError) -> Int in
      throw TimeoutError(number: number)
    }
    do {
      _ = try await typed(5)
    } catch {
      let kept: TimeoutError = error
      #expect(kept.number == 5)
    }
  }

  @Test @MainActor func aWrappedMainActorFunction_staysThereOnEveryAttempt() async {
    let calls = calls
    let wrapped = decorated(by: RetryPolicy.everySecond(3, clock: clock)) { @MainActor () async throws in
      MainActor.assertIsolated()
      if calls.increment() < 3 { throw TimeoutError() }
    }
    try? await wrapped()
    #expect(calls.value == 3)
  }
}
