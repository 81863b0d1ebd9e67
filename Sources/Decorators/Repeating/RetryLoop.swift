/// The path of a call that succeeds: it makes no policy, no clock and no state, and no value whose layout only a generic
/// caller knows, because looking that up costs more than the call.
@inlinable @inline(__always)
func withRetry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: () -> RetryPolicy,
  hasLimit: Bool,
  named name: String?,
  clock: () -> TimeSource,
  onResult isRefused: (Output) -> Bool,
  fileID: String,
  line: UInt,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  if hasLimit {
    return try retry(policy(), named: name, clock: clock(), onResult: isRefused, fileID: fileID, line: line, body)
  }
  let output: Output
  do throws(Failure) {
    output = try body(.first)
  } catch {
    return try retry(
      policy(),
      afterThrowing: error,
      named: name,
      clock: clock(),
      onResult: isRefused,
      fileID: fileID,
      line: line,
      body
    )
  }
  if isRefused(output) {
    return try retry(
      policy(),
      afterRefusing: output,
      named: name,
      clock: clock(),
      onResult: isRefused,
      fileID: fileID,
      line: line,
      body
    )
  }
  return output
}

/// Makes every attempt, the first one too, because the time it takes counts against a limit.
@usableFromInline
func retry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: RetryPolicy,
  named name: String?,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool,
  fileID: String,
  line: UInt,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  let start = clock.now
  let first = outcome(of: body, on: .first)
  if case .success(let output) = first, !isRefused(output) { return output }
  let state = RetryState(policy, named: name, at: SourceLocation(fileID: fileID, line: line))
  return try retry(state, after: first, start: start, clock: clock, onResult: isRefused, body)
}

@usableFromInline
func retry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: RetryPolicy,
  afterThrowing error: Failure,
  named name: String?,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool,
  fileID: String,
  line: UInt,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  let state = RetryState(policy, named: name, at: SourceLocation(fileID: fileID, line: line))
  return try retry(state, after: .failure(error), start: clock.now, clock: clock, onResult: isRefused, body)
}

@usableFromInline
func retry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ policy: RetryPolicy,
  afterRefusing output: Output,
  named name: String?,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool,
  fileID: String,
  line: UInt,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  let state = RetryState(policy, named: name, at: SourceLocation(fileID: fileID, line: line))
  return try retry(state, after: .success(output), start: clock.now, clock: clock, onResult: isRefused, body)
}

private func retry<Output, Failure: Error, TimeSource: BlockingClock>(
  _ initial: RetryState,
  after first: Result<Output, Failure>,
  start: TimeSource.Instant,
  clock: TimeSource,
  onResult isRefused: (Output) -> Bool,
  _ body: (RetryAttempt) throws(Failure) -> Output
) throws(Failure) -> Output {
  var state = initial
  var last = first
  while let delay = state.delay(after: last.error, elapsed: start.duration(to: clock.now)) {
    do {
      if delay > .zero { try clock.blockingSleep(for: delay) }
      try Task.checkCancellation()
    } catch {
      state.cancelWait()
      break
    }
    last = RetryScope.mark(state.attempt, body)
    if case .success(let output) = last, !isRefused(output) { break }
  }
  return try last.get()
}
