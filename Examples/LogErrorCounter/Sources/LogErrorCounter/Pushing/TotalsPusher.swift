internal import DecoratorMacros
internal import Logging
internal import NIOConcurrencyHelpers

/// Keeps a gateway informed of running totals: one push at a time, each carrying everything so far (S2, S3).
final class TotalsPusher: Sendable {
  /// How long the first push waits for something to have been counted: a short run pushes its result alone, and a
  /// stream that says nothing shows its zeros (S8).
  static let patience = Duration.milliseconds(250)
  /// A push that takes longer than this is worth a line in the log.
  static let slowness = Duration.seconds(1)

  private let queue = NIOLockedValueBox(PushQueue())
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let attempt: @Sendable (Totals, Duration) async throws -> Void
  private let logger: Logger
  private let timing: TimingPolicy
  private let policy: RetryPolicy
  private let clock: any Clock<Duration>

  /// - Parameters:
  ///   - logger: Gets a warning for each attempt that is made again, an error for each push that is given up, and a
  ///     notice of each that is slow.
  ///   - clock: What waits and durations are measured on.
  ///   - generator: Where the jitter of retries comes from.
  ///   - attempt: Makes one attempt to push totals, within a limit.
  init(
    logger: Logger,
    clock: any Clock<Duration> = ContinuousClock(),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    attempt: @escaping @Sendable (_ totals: Totals, _ limit: Duration) async throws -> Void
  ) {
    (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.attempt = attempt
    self.logger = logger
    self.clock = clock
    timing = TimingPolicy(named: "push_totals", to: [.log(level: .notice, logger: logger, slowerThan: Self.slowness)])
    policy = .pushes(logger: logger, generator: generator)
  }

  /// Pushes that were acknowledged, and attempts after the first of each.
  var counts: (pushes: Int, retries: Int) { queue.withLockedValue { ($0.pushes, $0.retries) } }

  /// Whether the gateway holds the newest totals.
  var isDelivered: Bool { queue.withLockedValue(\.isDelivered) }

  /// Why the last attempt failed, if it did.
  var lastFailure: PushFailure? { queue.withLockedValue(\.lastFailure) }

  /// Hands over running totals. Never waits: a push under way takes them with its next attempt, or the next push does.
  func offer(_ totals: Totals) {
    queue.withLockedValue { $0.offer(totals) }
    wake.yield()
  }

  /// Says that no more totals come.
  func finish() {
    wake.finish()
  }

  /// Pushes what is offered until ``finish()``, then what is left; ends early when the task is cancelled.
  ///
  /// A gateway that refuses is left alone until the end: every batch would be refused the same way.
  func run() async {
    await withTaskGroup { group in
      group.addTask { [wake, clock] in
        if (try? await clock.sleep(for: Self.patience)) != nil { wake.yield() }
      }
      for await _ in wakeUps where !queue.withLockedValue(\.isRefused) { await pushNews() }
      await pushNews()
      group.cancelAll()
    }
  }

  /// Makes one attempt to push what the gateway does not hold yet.
  func flush(within limit: Duration) async {
    guard !isDelivered else { return }
    _ = queue.withLockedValue { $0.beginPush() }
    // What goes wrong is kept as the last failure.
    try? await pushOnce(within: limit)
  }

  /// Pushes the newest totals, and again while the gateway cannot take them.
  @Logged(logger: \TotalsPusher.logger, errors: .description, named: "push_totals", clock: \TotalsPusher.clock)
  @Timed(\TotalsPusher.timing, clock: \TotalsPusher.clock)
  @Retrying(\TotalsPusher.policy, named: "push_totals", clock: \TotalsPusher.clock)
  private func push() async throws {
    try await pushOnce(within: PushgatewayClient.timeLimit)
  }

  /// Makes one attempt, and keeps what came of it.
  private func pushOnce(within limit: Duration) async throws {
    let totals = queue.withLockedValue { $0.beginAttempt() }
    do {
      try await attempt(totals, limit)
      queue.withLockedValue { $0.acknowledge(totals) }
    } catch {
      if let failure = error as? PushFailure { queue.withLockedValue { $0.fail(failure) } }
      throw error
    }
  }

  private func pushNews() async {
    while !Task.isCancelled, queue.withLockedValue({ $0.beginPush() }) {
      // What goes wrong is logged, and kept as the last failure. The next totals are the next try.
      try? await push()
      if queue.withLockedValue(\.isRefused) { return }
    }
  }
}

extension RetryPolicy {
  /// Up to five attempts in a minute; what is retried, ``PushFailure`` decides (S10).
  fileprivate static func pushes(logger: Logger, generator: any RandomNumberGenerator & Sendable) -> RetryPolicy {
    RetryPolicy(
      attempts: 5,
      backoff: .exponential(from: .milliseconds(250), cap: .seconds(5)),
      within: .seconds(60),
      on: PushFailure.self,
      // Totals that wait for longer would be lost at the end of the run.
      serverDelays: .capped(at: .seconds(30)),
      generator: generator,
      willRetry: { event in
        logger.warning(
          "push failed, trying again",
          metadata: [
            "attempt": "\(event.attempt)",
            "delay": "\(event.delay)",
            "error": "\(event.error.map { "\($0)" } ?? "")",
          ]
        )
      }
    )
  }
}
