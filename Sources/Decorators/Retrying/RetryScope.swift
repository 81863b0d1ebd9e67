/// Marks the attempts after the first, so that a retry inside one of them can say that it multiplies attempts (R12).
enum RetryScope {
  @TaskLocal static var isRetrying = false

  static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    _ body: (RetryAttempt) throws(Failure) -> Output
  ) -> Result<Output, Failure> {
    $isRetrying.withValue(true) { outcome(of: body, on: attempt) }
  }

  nonisolated(nonsending) static func mark<Output, Failure: Error>(
    _ attempt: RetryAttempt,
    _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
  ) async -> Result<Output, Failure> {
    await $isRetrying.withValue(true) { await outcome(of: body, on: attempt) }
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
