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
/// Waits and the total limit are measured on the `ContinuousClock`; another form takes a clock.
///
/// - Parameters:
///   - policy: When and how often to repeat.
///   - name: What hooks and log lines call this; by default module, file and line of the call.
///   - isRefused: Whether a result is worth a retry; none is by default. When attempts run out, the last result is
///     returned.
///   - body: What to run; it gets the number of the attempt and the errors so far.
/// - Returns: What the body returned.
/// - Throws: What the body threw last, unchanged.
///
/// On cancellation the first attempt still runs. Later, a wait ends at once and the body's last error is thrown, or its
/// last result returned; `Task.isCancelled` tells which it was (R5).
@inlinable @inline(__always)
nonisolated(nonsending) public func withRetry<Output, Failure: Error>(
  _ policy: RetryPolicy,
  named name: String? = nil,
  onResult isRefused: (Output) -> Bool = { _ in false },
  fileID: String = #fileID,
  line: UInt = #line,
  _ body: nonisolated(nonsending) (RetryAttempt) async throws(Failure) -> Output
) async throws(Failure) -> Output {
  try await withRetry(
    { policy },
    hasLimit: policy.limit != nil,
    named: name,
    clock: { ContinuousClock() },
    onResult: isRefused,
    fileID: fileID,
    line: line,
    body
  )
}
