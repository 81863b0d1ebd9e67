/// Runs a body that gets its attempt as the form without `clock:` does, on a clock of one's own, `any BlockingClock` too.
@inlinable @inline(__always)
public func withRetry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  try withRetry(
    { policy },
    hasLimit: policy.limit != nil,
    named: name,
    clock: { clock },
    onResult: isRefused,
    fileID: fileID,
    line: line,
    body
  )
}

/// Runs an asynchronous body that gets its attempt as the form without `clock:` does, on a clock of one's own.
@inlinable @inline(__always)
nonisolated(nonsending) public func withRetry<Output, Failure: Error, TimeSource: Clock<Duration>>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await withRetry(
    { policy },
    hasLimit: policy.limit != nil,
    named: name,
    clock: { clock },
    onResult: isRefused,
    fileID: fileID,
    line: line,
    body
  )
}

/// Runs a body as the form without `clock:` does, on a clock of one's own, `any BlockingClock<Duration>` too.
@inlinable
public func withRetry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: () throws(Failure) -> Output
) throws(Failure) -> Output {
  try withRetry(policy, named: name, clock: clock, onResult: isRefused, fileID: fileID, line: line) {
    (_: RetryAttempt) throws(Failure) in try body()
  }
}

/// Runs an asynchronous body as the form without `clock:` does, on a clock of one's own, `any Clock<Duration>` too.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error, TimeSource: Clock<Duration>>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) () async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await withRetry(policy, named: name, clock: clock, onResult: isRefused, fileID: fileID, line: line) {
    (_: RetryAttempt) async throws(Failure) in try await body()
  }
}

/// Runs a body as the form without `clock:` does, on a clock of one's own, `any BlockingClock<Duration>` too.
@inlinable
public func withRetry<Output, Failure: Error, TimeSource: BlockingClock>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: TimeSource,
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
    clock: { clock },
    onResult: isRefused,
    fileID: fileID,
    line: line
  ) { (_: RetryAttempt) throws(Failure) in try body() }
}

/// Runs an asynchronous body as the form without `clock:` does, on a clock of one's own, `any Clock<Duration>` too.
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error, TimeSource: Clock<Duration>>(
  attempts: Int = 3,
  backoff: Backoff = .exponential(from: .milliseconds(100)),
  within limit: Duration? = nil,
  on types: any Error.Type...,
  when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
  named name: String? = nil,
  clock: TimeSource,
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
    clock: { clock },
    onResult: isRefused,
    fileID: fileID,
    line: line
  ) { (_: RetryAttempt) async throws(Failure) in try await body() }
}
