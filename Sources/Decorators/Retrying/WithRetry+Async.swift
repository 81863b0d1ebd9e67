/// Runs an asynchronous body, and again while the policy retries what it throws.
///
/// ```swift
/// let user = try await withRetry(policy) { attempt in
///   try await api.user(id, hedged: attempt.number > 1)
/// }
/// ```
///
/// The body runs on the caller's actor, without a hop; it does not escape and may capture anything.
///
/// - Parameters:
///   - policy: When and how often to repeat.
///   - name: What hooks and log lines call this; by default module, file and line of the call.
///   - clock: What the waits and the total limit are measured on.
///   - isRefused: Whether a result is worth a retry; none is by default. When attempts run out, the last result is
///     returned.
///   - body: What to run; it gets the number of the attempt and the errors so far.
/// - Returns: What the body returned.
/// - Throws: What the body threw last, unchanged.
///
/// On cancellation the first attempt still runs. Later, a wait ends at once and the body's last error is thrown, or its
/// last result returned; `Task.isCancelled` tells which it was (R5).
@inlinable
nonisolated(nonsending) public func withRetry<Output, Failure: Error, TimeSource: Clock<Duration>>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  clock: TimeSource = ContinuousClock(),
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  let start = policy.limit == nil ? nil : clock.now
  let first: Result<Output, Failure>
  do throws(Failure) {
    let output = try await body(.first)
    guard isRefused(output) else { return output }
    first = .success(output)
  } catch {
    first = .failure(error)
  }
  let state = RetryState(policy, named: name, at: SourceLocation(fileID: fileID, line: line))
  return try await retry(after: first, state, start: start, clock: clock, onResult: isRefused, body)
}

@usableFromInline
nonisolated(nonsending) func retry<Output, Failure: Error, TimeSource: Clock<Duration>>(
  after first: Result<Output, Failure>,
  _ initial: RetryState,
  start: TimeSource.Instant?,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  var state = initial
  var last = first
  while let delay = state.delay(after: last.error, elapsed: start?.duration(to: clock.now) ?? .zero) {
    do {
      if delay > .zero { try await clock.sleep(for: delay) }
      try Task.checkCancellation()
    } catch {
      state.cancelWait()
      break
    }
    let attempt = state.attempt
    do throws(Failure) {
      last = .success(try await RetryScope.mark { () async throws(Failure) in try await body(attempt) })
    } catch {
      last = .failure(error)
    }
    if case .success(let output) = last, !isRefused(output) { break }
  }
  return try last.get()
}
