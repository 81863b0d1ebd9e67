import DecoratorPrimitives

/// Tasks a test starts one by one and awaits together.
final class Tasks: Sendable {
  private let started = Locked<[Task<Void, any Error>]>([])

  func add(_ operation: @escaping @Sendable () async throws -> Void) {
    started.withLock { $0.append(Task(operation: operation)) }
  }

  func finish() async throws {
    for task in started.withLock({ $0 }) { try await task.value }
  }
}
