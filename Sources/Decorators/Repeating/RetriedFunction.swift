/// One repeated function: what it calls and what every call of it shares, in one object, so that its body captures
/// nothing else.
@usableFromInline
final class RetriedFunction<Input, Output, Failure: Error, TimeSource: BlockingClock & Sendable>: Sendable {
  @usableFromInline let body: @Sendable (Input) throws(Failure) -> Output
  @usableFromInline let policy: RetryPolicy
  @usableFromInline let identity: FunctionIdentity
  @usableFromInline let clock: TimeSource
  @usableFromInline let isRefused: (@Sendable (Output) -> Bool)?

  @inlinable
  init(
    _ body: @escaping @Sendable (Input) throws(Failure) -> Output,
    _ policy: RetryPolicy,
    _ identity: FunctionIdentity,
    clock: TimeSource,
    onResult isRefused: (@Sendable (Output) -> Bool)?
  ) {
    self.body = body
    self.policy = policy
    self.identity = identity
    self.clock = clock
    self.isRefused = isRefused
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise.
  @inlinable var retrying: @Sendable (Input) throws(Failure) -> Output {
    guard isRefused == nil, policy.limit == nil else {
      return { (input: Input) throws(Failure) in try self.callWatched(input) }
    }
    @inline(__always) @Sendable
    func run(_ input: Input) throws(Failure) -> Output {
      do throws(Failure) {
        return try self.body(input)
      } catch {
        return try self.repeatCall(input, after: error)
      }
    }
    return run
  }

  /// Calls where results are judged or time counts.
  @usableFromInline
  func callWatched(_ input: Input) throws(Failure) -> Output {
    try withRetry(
      policy,
      named: identity.name,
      clock: clock,
      onResult: { isRefused?($0) ?? false },
      fileID: identity.location.fileID,
      line: identity.location.line
    ) { () throws(Failure) in try body(input) }
  }

  @usableFromInline
  func repeatCall(_ input: Input, after error: Failure) throws(Failure) -> Output {
    try retry(
      policy,
      afterThrowing: error,
      named: identity.name,
      clock: clock,
      onResult: { _ in false },
      fileID: identity.location.fileID,
      line: identity.location.line
    ) { (_: RetryAttempt) throws(Failure) in try body(input) }
  }
}

/// One repeated asynchronous function.
@usableFromInline
final class AsyncRetriedFunction<Input, Output, Failure: Error, TimeSource: Clock<Duration> & Sendable>: Sendable {
  @usableFromInline let body: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  @usableFromInline let policy: RetryPolicy
  @usableFromInline let identity: FunctionIdentity
  @usableFromInline let clock: TimeSource
  @usableFromInline let isRefused: (@Sendable (Output) -> Bool)?

  @inlinable
  init(
    _ body: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    _ policy: RetryPolicy,
    _ identity: FunctionIdentity,
    clock: TimeSource,
    onResult isRefused: (@Sendable (Output) -> Bool)?
  ) {
    self.body = body
    self.policy = policy
    self.identity = identity
    self.clock = clock
    self.isRefused = isRefused
  }

  /// What a call runs. It is made outside the sight of any parameter pack, over which the compiler does not specialise.
  @inlinable var retrying: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    guard isRefused == nil, policy.limit == nil else {
      return { (input: Input) async throws(Failure) in try await self.callWatched(input) }
    }
    @inline(__always) @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Failure) -> Output
    {
      do throws(Failure) {
        return try await self.body(input)
      } catch {
        return try await self.repeatCall(input, after: error)
      }
    }
    return run
  }

  /// Calls where results are judged or time counts.
  @usableFromInline
  nonisolated(nonsending) func callWatched(_ input: Input) async throws(Failure) -> Output {
    try await withRetry(
      policy,
      named: identity.name,
      clock: clock,
      onResult: { isRefused?($0) ?? false },
      fileID: identity.location.fileID,
      line: identity.location.line
    ) { () async throws(Failure) in try await body(input) }
  }

  @usableFromInline
  nonisolated(nonsending) func repeatCall(_ input: Input, after error: Failure) async throws(Failure) -> Output {
    try await retry(
      policy,
      afterThrowing: error,
      named: identity.name,
      clock: clock,
      onResult: { _ in false },
      fileID: identity.location.fileID,
      line: identity.location.line
    ) { (_: RetryAttempt) async throws(Failure) in try await body(input) }
  }
}
