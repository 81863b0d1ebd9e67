import DecoratorPrimitives

/// Runs a synchronous body on a new thread and returns its result. The caller is suspended until the body ends.
///
/// Use it for code that blocks its thread on a ``ManualClock``. The cooperative pool has as many threads as the machine
/// has cores. If blocked bodies took all of them, the code that advances the clock could never run.
///
/// ```swift
/// async let answer = onOwnThread {
///   try clock.blockingSleep(for: .seconds(1))
///   return 42
/// }
/// await clock.sleepers(atLeast: 1)
/// clock.advance(by: .seconds(1))
/// #expect(try await answer == 42)
/// ```
///
/// The body runs in the caller's task, but on another thread. So it sees the caller's task-local values, its priority
/// and its `Task.isCancelled`. It does not keep the isolation of an actor or of the main actor. Code that the body
/// passes to another thread or to a new `Task` does not run in the caller's task.
///
/// **Cancellation.** Cancelling the caller ends a blocking sleep in the body. If the caller is cancelled before the
/// call, the body still runs. It can check `Task.isCancelled`.
///
/// **Cost.** Each call starts a thread. If the system cannot start one, the program stops.
///
/// - Parameter body: The synchronous code to run.
/// - Returns: What `body` returns.
/// - Throws: Only what `body` throws. If `body` does not throw, the call needs no `try`.
@concurrent
public func onOwnThread<R: Sendable, Failure: Error>(
  _ body: @Sendable () throws(Failure) -> R
) async throws(Failure) -> R {
  try await withTaskExecutorPreference(ThreadForEachJob.shared) { () async throws(Failure) -> R in
    try body()
  }
}

/// Starts a thread for each job, which is the part of a task between two suspensions. A synchronous body is one job.
private final class ThreadForEachJob: TaskExecutor {
  static let shared = ThreadForEachJob()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    startThread { job.runSynchronously(on: ThreadForEachJob.shared.asUnownedTaskExecutor()) }
  }
}
