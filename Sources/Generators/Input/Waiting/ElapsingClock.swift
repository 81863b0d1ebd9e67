import DecoratorPrimitives

/// A clock of any kind, as the time that has passed on it since this value was made.
struct ElapsingClock: Sendable {
  let now: @Sendable () -> Duration
  private let sleep: @Sendable (Duration) async throws -> Void

  init<C: Clock>(_ clock: C) where C.Duration == Duration {
    let beginning = clock.now
    now = { beginning.duration(to: clock.now) }
    sleep = { try await clock.sleep(for: min($0, .longestWait)) }
  }

  func sleep(for duration: Duration) async throws { try await sleep(duration) }

  /// Sleeps, but no longer than until `wait` has returned, which it does too when its task is cancelled.
  func sleep(
    for duration: Duration,
    orUntil wait: @escaping @Sendable () async -> Void,
    isolation actor: isolated (any Actor)?
  ) async throws {
    let sleep = sleep
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await sleep(duration) }
      group.addTask { await wait() }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}
