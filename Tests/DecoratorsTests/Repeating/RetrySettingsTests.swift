import Decorators
import DecoratorsTesting
import Logging
import Testing

/// Every form takes the same settings.
@Suite struct RetrySettingsTests {
  let clock = RecordingClock()
  let calls = Counter()
  let heard = ValueRecorder<String>()
  let log = LogRecorder()

  @Test func everySetting_reachesEveryForm() async throws {
    let (calls, heard, clock, logger) = (calls, heard, clock, log.logger)
    let (backoff, delays, seed) = (
      Backoff.constant(.seconds(1)), ServerDelays.capped(at: .seconds(2)), SeededGenerator(seed: 7)
    )
    let before: @Sendable (RetryEvent) -> Void = { _ in heard.append("retry") }
    let after: @Sendable (RetryRecovery) -> Void = { heard.append("recovered from \($0.errors.count)") }
    let end: @Sendable (RetryGiveUp) -> Void = { heard.append("gave up with \($0.errors.count)") }
    // Of six calls the first three end well, and the others do not.
    @Sendable func flaky() throws {
      switch calls.increment() % 6 {
      case 1: throw TimeoutError()
      case 2: throw StatusError(status: 503, retryAfter: .seconds(9))
      case 3: return
      default: throw TimeoutError()
      }
    }
    @Sendable func flakyLater() async throws { try flaky() }

    try await check {
      try synchronously {
        try withRetry(
          attempts: 3,
          backoff: backoff,
          serverDelays: delays,
          keepingErrors: 1,
          generator: seed,
          logger: logger,
          willRetry: before,
          didRecover: after,
          didGiveUp: end,
          clock: clock
        ) { try flaky() }
      }
    }
    try await check {
      try await withRetry(
        attempts: 3,
        backoff: backoff,
        serverDelays: delays,
        keepingErrors: 1,
        generator: seed,
        logger: logger,
        willRetry: before,
        didRecover: after,
        didGiveUp: end,
        clock: clock
      ) { try await flakyLater() }
    }
    try await check(
      retrying(
        attempts: 3,
        backoff: backoff,
        serverDelays: delays,
        keepingErrors: 1,
        generator: seed,
        logger: logger,
        willRetry: before,
        didRecover: after,
        didGiveUp: end,
        clock: clock
      ) { try flaky() }
    )
    try await check(
      retrying(
        attempts: 3,
        backoff: backoff,
        serverDelays: delays,
        keepingErrors: 1,
        generator: seed,
        logger: logger,
        willRetry: before,
        didRecover: after,
        didGiveUp: end,
        clock: clock
      ) { try await flakyLater() }
    )
    try await check(
      Function(flaky).retrying(
        attempts: 3,
        backoff: backoff,
        serverDelays: delays,
        keepingErrors: 1,
        generator: seed,
        logger: logger,
        willRetry: before,
        didRecover: after,
        didGiveUp: end,
        clock: clock
      )
    )
    try await check(
      AsyncFunction(flakyLater).retrying(
        attempts: 3,
        backoff: backoff,
        serverDelays: delays,
        keepingErrors: 1,
        generator: seed,
        logger: logger,
        willRetry: before,
        didRecover: after,
        didGiveUp: end,
        clock: clock
      )
    )
    try await check(
      Function(flaky).decorated(
        by: .retrying(
          attempts: 3,
          backoff: backoff,
          serverDelays: delays,
          keepingErrors: 1,
          generator: seed,
          logger: logger,
          willRetry: before,
          didRecover: after,
          didGiveUp: end,
          clock: clock
        )
      )
    )
    let policy = RetryPolicy(
      attempts: 3,
      backoff: backoff,
      serverDelays: delays,
      keepingErrors: 1,
      generator: seed,
      logger: logger,
      willRetry: before,
      didRecover: after,
      didGiveUp: end,
      clock: clock
    )
    try await check { try await policy.run { try await flakyLater() } }
  }

  private func check(_ form: Function<(), any Error>) async throws { try await check { try form() } }
  private func check(_ form: AsyncFunction<(), any Error>) async throws { try await check { try await form() } }

  private func check(_ form: () async throws -> Void) async throws {
    let (slept, told, logged) = (clock.sleeps.count, heard.values.count, log.entries.count)
    try await form()
    await #expect(throws: TimeoutError.self) { try await form() }
    #expect(
      heard.values[told...] == ["retry", "retry", "recovered from 1", "retry", "retry", "gave up with 1"]
    )
    #expect(log.entries.count - logged == 6)
    let sleeps = clock.sleeps[slept...]
    // The same generator for each call: the same jitter.
    #expect(Array(sleeps) == Array(clock.sleeps.prefix(4)))
    #expect(clock.sleeps[0] == clock.sleeps[2] && clock.sleeps[0] < .seconds(1))
    #expect(clock.sleeps[1] >= .seconds(2) && clock.sleeps[1] < .milliseconds(2_200))
  }
}
