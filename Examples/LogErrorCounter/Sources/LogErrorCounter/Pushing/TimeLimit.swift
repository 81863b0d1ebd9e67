/// The work was not done in its time.
struct TimeLimitExceeded: Error {}

/// Runs `work`, cancels it when the limit is reached, and waits for its end either way.
func withTimeLimit(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Void) async throws {
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask(operation: work)
    group.addTask {
      try await Task.sleep(for: limit)
      throw TimeLimitExceeded()
    }
    defer { group.cancelAll() }
    try await group.next()
  }
}
