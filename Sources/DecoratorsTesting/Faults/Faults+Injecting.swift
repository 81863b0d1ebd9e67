import DecoratorPrimitives
import Dispatch

extension Faults: TransparentDecorator {
  public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try inject(key: nil, input, at: site, next)
  }

  nonisolated(nonsending) public func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await inject(key: nil, input, at: site, next)
  }

  func inject<Input, Output, Failure: Error>(
    key: String?,
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    var fault = fault(for: key, at: site, Output.self, Failure.self)
    while case .wait(let duration, let isDeaf, let then) = fault.kind {
      if isDeaf {
        clock.blockingSleepIgnoringCancellation(for: duration)
      } else {
        try wait(duration, throwing: Failure.self)
      }
      fault = then
    }
    switch fault.kind {
    case .pass, .wait: return try next(input)
    case .error(let error): throw error as! Failure
    case .lostAnswer(let error):
      _ = try next(input)
      throw error as! Failure
    case .lateAnswer(let duration):
      let output = try next(input)
      try wait(duration, throwing: Failure.self)
      return output
    case .result(let value): return value as! Output
    case .hang:
      blockUntilCancelled()
      if let error = CancellationError() as? Failure { throw error }
      return try next(input)
    }
  }

  nonisolated(nonsending) func inject<Input, Output, Failure: Error>(
    key: String?,
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    var fault = fault(for: key, at: site, Output.self, Failure.self)
    while case .wait(let duration, let isDeaf, let then) = fault.kind {
      if isDeaf {
        await clock.sleepIgnoringCancellation(for: duration)
      } else {
        try await wait(duration, throwing: Failure.self)
      }
      fault = then
    }
    switch fault.kind {
    case .pass, .wait: return try await next(input)
    case .error(let error): throw error as! Failure
    case .lostAnswer(let error):
      _ = try await next(input)
      throw error as! Failure
    case .lateAnswer(let duration):
      let output = try await next(input)
      try await wait(duration, throwing: Failure.self)
      return output
    case .result(let value): return value as! Output
    case .hang:
      await untilCancelled()
      if let error = CancellationError() as? Failure { throw error }
      return try await next(input)
    }
  }

  /// The fault of the next call. If it does not fit the function, the program stops.
  private func fault<Output, Failure: Error>(
    for key: String?,
    at site: CallSite,
    _: Output.Type,
    _: Failure.Type
  ) -> Fault {
    let fault = next(at: site, key: key)
    if let misfit = fault.misfit(for: site.name, Output.self, Failure.self) { require(false, misfit) }
    return fault
  }

  /// Waits for a delay. If the function's error type cannot hold what ends the wait early, the call goes on.
  private func wait<Failure: Error>(_ duration: Duration, throwing: Failure.Type) throws(Failure) {
    do { try clock.blockingSleep(for: duration) } catch { if let error = error as? Failure { throw error } }
  }

  nonisolated(nonsending) private func wait<Failure: Error>(
    _ duration: Duration,
    throwing: Failure.Type
  ) async throws(Failure) {
    do { try await clock.sleep(for: duration) } catch { if let error = error as? Failure { throw error } }
  }
}

/// Blocks the thread until the current task is cancelled.
private func blockUntilCancelled() {
  while true {
    do { try ContinuousClock().blockingSleep(for: .longestWait) } catch { return }
  }
}

/// Suspends until the current task is cancelled.
nonisolated(nonsending) private func untilCancelled() async {
  let (never, end) = AsyncStream.makeStream(of: Never.self)
  for await _ in never {}
  end.finish()
}

extension DecoratorClock {
  fileprivate func blockingSleepIgnoringCancellation(for duration: Duration) {
    if Waits.areSkipped { return }
    // A thread that runs no task cannot be cancelled.
    let end = DispatchSemaphore(value: 0)
    startThread {
      try? blockingSleep(for: duration)
      end.signal()
    }
    end.wait()
  }

  nonisolated(nonsending) fileprivate func sleepIgnoringCancellation(for duration: Duration) async {
    // A task of its own is not cancelled with its caller.
    await Task(executorPreference: preferredTaskExecutor()) { try? await sleep(for: duration) }.value
  }
}
