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

  /// Makes an attempt.
  ///
  /// - Parameter budget: The budget that has counted the call.
  static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    countedBy budget: RetryBudget?,
    _ body: (RetryAttempt) throws(Failure) -> Output
  ) -> Result<Output, Failure> {
    let scope = RetryScope(attempt)
    let call = budget.map { CountedCall(by: $0) }
    defer {
      scope.isOver.store(true, ordering: .releasing)
      call?.end()
    }
    return CountedCall.$current.withValue(call ?? CountedCall.current) {
      $current.withValue(scope) { outcome(of: body, on: attempt) }
    }
  }

  nonisolated(nonsending) static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    countedBy budget: RetryBudget?,
    _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
  ) async -> Result<Output, Failure> {
    let scope = RetryScope(attempt)
    let call = budget.map { CountedCall(by: $0) }
    defer {
      scope.isOver.store(true, ordering: .releasing)
      call?.end()
    }
    return await CountedCall.$current.withValue(call ?? CountedCall.current) {
      await $current.withValue(scope) { await outcome(of: body, on: attempt) }
    }
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
