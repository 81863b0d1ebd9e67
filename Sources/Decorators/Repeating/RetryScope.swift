import Synchronization

/// One attempt after the first, so that a retry inside it can say that it multiplies attempts (R12).
///
/// Tasks that an attempt starts inherit it. It ends with the attempt, so that what outlives that is not called nested.
final class RetryScope: Sendable {
  @TaskLocal static var current: RetryScope?

  private let attempt: RetryAttempt
  private let isOver = Atomic(false)

  private init(_ attempt: RetryAttempt) { self.attempt = attempt }

  static var isRetrying: Bool { attempt != nil }

  /// The attempt of the current task, unless it is over.
  static var attempt: RetryAttempt? {
    guard let current, !current.isOver.load(ordering: .acquiring) else { return nil }
    return current.attempt
  }

  static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    _ body: (RetryAttempt) throws(Failure) -> Output
  ) -> Result<Output, Failure> {
    let scope = RetryScope(attempt)
    defer { scope.isOver.store(true, ordering: .releasing) }
    return $current.withValue(scope) { outcome(of: body, on: attempt) }
  }

  nonisolated(nonsending) static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
  ) async -> Result<Output, Failure> {
    let scope = RetryScope(attempt)
    defer { scope.isOver.store(true, ordering: .releasing) }
    return await $current.withValue(scope) { await outcome(of: body, on: attempt) }
  }
}

func outcome<Output, Failure: Error>(
  of body: (RetryAttempt) throws(Failure) -> Output,
  on attempt: RetryAttempt
) -> Result<Output, Failure> {
  do throws(Failure) { return .success(try body(attempt)) } catch { return .failure(error) }
}

nonisolated(nonsending) func outcome<Output, Failure: Error>(
  of body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output,
  on attempt: RetryAttempt
) async -> Result<Output, Failure> {
  do throws(Failure) { return .success(try await body(attempt)) } catch { return .failure(error) }
}
