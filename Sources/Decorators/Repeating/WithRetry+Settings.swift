/// Runs a body that does not ask for its attempt; otherwise as `withRetry(_:named:onResult:_:)` with one that does.
@inlinable
public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  try withRetry(policy, named: name, onResult: isRefused, fileID: fileID, line: line) {
    (_: RetryAttempt) throws(Failure) in try body()
  }
}

/// Runs an asynchronous body that does not ask for its attempt; otherwise as the form whose body does.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await withRetry(policy, named: name, onResult: isRefused, fileID: fileID, line: line) {
    (_: RetryAttempt) async throws(Failure) in try await body()
  }
}

/// Runs a body, and again while it fails: `try withRetry(attempts: 5, on: TimeoutError.self) { try read() }`.
///
/// The settings are those of ``RetryPolicy``; the rest is as in the forms that take a policy.
@inlinable
public func withRetry<Output, Failure: Error>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  RetryPolicy.check(attempts: attempts, limit: limit)
  return try withRetry(
    { RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify) },
    hasLimit: limit != nil,
    named: name,
    clock: { ContinuousClock() },
    onResult: isRefused,
    fileID: fileID,
    line: line
  ) { (_: RetryAttempt) throws(Failure) in try body() }
}

/// Runs an asynchronous body, and again while it fails: `try await withRetry(attempts: 5) { try await push() }`.
///
/// The settings are those of ``RetryPolicy``; the rest is as in the forms that take a policy.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  RetryPolicy.check(attempts: attempts, limit: limit)
  return try await withRetry(
    { RetryPolicy(attempts: attempts, backoff: backoff, limit: limit, types: types, classify: classify) },
    hasLimit: limit != nil,
    named: name,
    clock: { ContinuousClock() },
    onResult: isRefused,
    fileID: fileID,
    line: line
  ) { (_: RetryAttempt) async throws(Failure) in try await body() }
}
