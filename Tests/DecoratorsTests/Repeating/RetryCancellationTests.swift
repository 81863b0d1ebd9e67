import Decorators
import DecoratorsTesting
import Testing

@Suite struct RetryCancellationTests {
  let calls = Counter()

  @Test("R5: cancelled while it waits, a call ends at once with its last real error")
  func cancelledWhileWaiting_theLastErrorComesBack() async throws {
    let clock = ManualClock()
    let endings = ValueRecorder<RetryGiveUp>()
    let policy = RetryPolicy(
      attempts: 5,
      backoff: .constant(.seconds(60), jitter: .none),
      didGiveUp: { endings.append($0) }
    )
    let task = Task { [calls] in
      try await policy.with(clock: clock).run { () async throws in
        throw TimeoutError(number: calls.increment())
      }
    }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    let error = await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(error == TimeoutError(number: 1))
    #expect(endings.values.map(\.reason) == [.cancelled])
    #expect(endings.values[0].attempts == 1)
    #expect(endings.values[0].errors.count == 1)
    try clock.checkNoSleepers()
  }

  @Test("R5: cancelled while a synchronous call blocks, it ends at once with its last real error")
  func cancelledWhileBlocking_theLastErrorComesBack() async throws {
    let clock = ManualClock()
    let task = Task { [calls] in
      try await onOwnThread {
        try RetryPolicy.everySecond(5, clock: clock).run { () throws in throw TimeoutError(number: calls.increment()) }
      }
    }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    let error = await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(error == TimeoutError(number: 1))
  }

  @Test("R5: in a cancelled task the first attempt still runs, and no other")
  func inACancelledTask_theFirstAttemptRuns() async {
    let task = Task { [calls] in
      withUnsafeCurrentTask { $0?.cancel() }
      try await RetryPolicy(attempts: 5, backoff: .none).run { () async throws in
        throw TimeoutError(number: calls.increment())
      }
    }
    await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(calls.value == 1)
  }

  @Test("R5: cancelled during an attempt, what the attempt throws comes back")
  func cancelledDuringAnAttempt_itsErrorComesBack() async {
    let task = Task { [calls] in
      try await RetryPolicy(attempts: 5, backoff: .none).run { () async throws in
        if calls.increment() == 2 {
          withUnsafeCurrentTask { $0?.cancel() }
          try Task.checkCancellation()
        }
        throw TimeoutError()
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(calls.value == 2)
  }

  @Test("R5: cancelled, a refused result comes back as it is")
  func cancelledAfterARefusedResult_theResultComesBack() async {
    let clock = ManualClock()
    let task = Task { [calls] in
      await withRetry(.everySecond(5), clock: clock, onResult: { _ in true }) { (_: RetryAttempt) async in
        calls.increment()
      }
    }
    await clock.sleepers(atLeast: 1)
    task.cancel()
    #expect(await task.value == 1)
    #expect(task.isCancelled)
  }

  @Test("R5: even without a delay, a cancelled call makes no further attempt")
  func withoutADelay_cancellationIsSeen() async {
    let policy = RetryPolicy(attempts: 1_000, backoff: .none)
    let task = Task { [calls] in
      try await policy.run { () async throws in
        if calls.increment() == 3 { withUnsafeCurrentTask { $0?.cancel() } }
        throw TimeoutError()
      }
    }
    await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(calls.value == 3)
  }

  @Test("R5: a call that is cancelled announces no retry")
  func cancelledDuringAnAttempt_noRetryIsAnnounced() async {
    let announced = Counter()
    let policy = RetryPolicy(attempts: 5, backoff: .none, willRetry: { _ in announced.increment() })
    let task = Task {
      try await policy.run { () async throws in
        withUnsafeCurrentTask { $0?.cancel() }
        throw TimeoutError()
      }
    }
    await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(announced.value == 0)
  }

  @Test(
    "R5: cancelled after the retry was announced, the call still makes no further attempt",
    arguments: [true, false]
  )
  func cancelledInTheHook_noFurtherAttempt(isAsync: Bool) async {
    let policy = RetryPolicy(
      attempts: 5,
      backoff: .none,
      willRetry: { _ in withUnsafeCurrentTask { $0?.cancel() } }
    )
    let task = Task { [calls] in
      if isAsync {
        try await policy.run { () async throws in throw TimeoutError(number: calls.increment()) }
      } else {
        let once = decorated(by: policy) { () throws in throw TimeoutError(number: calls.increment()) }
        try once()
      }
    }
    let error = await #expect(throws: TimeoutError.self) { try await task.value }
    #expect(error == TimeoutError(number: 1))
    #expect(calls.value == 1)
  }
}
