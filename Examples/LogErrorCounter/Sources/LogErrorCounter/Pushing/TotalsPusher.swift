internal import Decorators
internal import Logging
internal import NIOConcurrencyHelpers

/// Keeps a gateway informed of running totals: one push at a time, each carrying everything so far (S2, S3).
final class TotalsPusher: Sendable {
  /// How long the first push waits for something to have been counted: a short run pushes its result alone, and a
  /// stream that says nothing shows its zeros (S8).
  static let patience = Duration.milliseconds(250)

  private let queue = NIOLockedValueBox(PushQueue())
  private let wakeUps: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let attempt: @Sendable (_ totals: Totals, _ limit: Duration) async throws -> Void
  private let pushNewest: AsyncFunction<Void, any Error>
  private let logger: Logger
  private let waitPatiently: @Sendable () async throws -> Void

  /// - Parameters:
  ///   - logger: Gets a warning for each attempt that failed.
  ///   - clock: What retries wait on.
  ///   - generator: Where their jitter comes from.
  ///   - attempt: Makes one attempt to push totals, within a limit.
  init(
    logger: Logger,
    clock: some Clock<Duration> & Sendable = ContinuousClock(),
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    attempt: @escaping @Sendable (_ totals: Totals, _ limit: Duration) async throws -> Void
  ) {
    (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    self.logger = logger
    waitPatiently = { try await clock.sleep(for: Self.patience) }
    let policy = RetryPolicy(
      attempts: 5,
      backoff: .exponential(from: .milliseconds(250), cap: .seconds(5)),
      within: .seconds(60),
      serverDelays: .capped(at: .seconds(30)),
      generator: generator,
      willRetry: { event in
        logger.warning(
          "push failed, trying again",
          metadata: [
            "attempt": "\(event.attempt)", "delay": "\(event.delay)", "error": "\(event.error.map { "\($0)" } ?? "")",
          ]
        )
      }
    )
    let recorded = { @Sendable [queue] (totals: Totals, limit: Duration) async throws in
      do {
        try await attempt(totals, limit)
        queue.withLockedValue { $0.acknowledge(totals) }
      } catch {
        queue.withLockedValue { $0.fail("\(error)") }
        throw error
      }
    }
    self.attempt = recorded
    pushNewest = retrying(policy, named: "push_totals", clock: clock) { [queue] () async throws in
      try await recorded(queue.withLockedValue { $0.beginAttempt() }, PushgatewayClient.timeLimit)
    }
  }

  /// Pushes that were acknowledged, and attempts after the first of each.
  var counts: (pushes: Int, retries: Int) {
    queue.withLockedValue { ($0.pushes, $0.retries) }
  }

  /// Whether the gateway holds the newest totals.
  var isDelivered: Bool { queue.withLockedValue(\.isDelivered) }

  /// Why the last attempt failed, if it did.
  var lastFailure: String? { queue.withLockedValue(\.lastFailure) }

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
  func run() async {
    await withTaskGroup { group in
      group.addTask { [wake, waitPatiently] in
        if (try? await waitPatiently()) != nil { wake.yield() }
      }
      for await _ in wakeUps { await pushNews() }
      await pushNews()
      group.cancelAll()
    }
  }

  /// Makes one attempt to push what the gateway does not hold yet.
  func flush(within limit: Duration) async {
    guard let totals = queue.withLockedValue({ $0.isDelivered ? nil : $0.beginFlush() }) else { return }
    // What went wrong is kept in `lastFailure`.
    try? await attempt(totals, limit)
  }

  private func pushNews() async {
    while !Task.isCancelled, queue.withLockedValue({ $0.beginPush() }) {
      // What went wrong is kept in `lastFailure`; the next batch is the next try.
      try? await pushNewest()
      if !Task.isCancelled, let failure = queue.withLockedValue({ $0.failureToReport() }) {
        logger.error("push given up", metadata: ["error": "\(failure)"])
      }
    }
  }
}
