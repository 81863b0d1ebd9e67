import DecoratorPrimitives

/// Runs a synchronous body on a thread of its own and gives its result, while the caller is suspended.
///
/// It is for code that blocks its thread on a ``ManualClock``. On a thread of the cooperative pool, two such sleepers
/// would stop a machine with two cores: whoever should move the time would never run.
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
/// The body runs in the caller's task, which only goes to another thread for it: task-local values are the caller's,
/// `Task.isCancelled` and priority too, and cancelling the caller ends a blocking sleep in the body. An actor's or the
/// main actor's isolation does not go with it. Code that the body hands to other threads or to a new `Task` is on its
/// own, as ever.
///
/// - Parameter body: What to run. It is not run when the system refuses a thread, which is a trap.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, and nothing else: a body that does not throw needs no `try`. A cancelled task runs the
///   body all the same, which finds out by its own means.
@concurrent
public func onOwnThread<R: Sendable, Failure: Error>(
  _ body: @Sendable () throws(Failure) -> R
) async throws(Failure) -> R {
  try await withTaskExecutorPreference(ThreadForEachJob.shared) { () async throws(Failure) -> R in
    try body()
  }
}

/// Starts a thread for each stretch of a task between two suspensions; a synchronous body is a single one.
private final class ThreadForEachJob: TaskExecutor {
  static let shared = ThreadForEachJob()

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    startThread { job.runSynchronously(on: ThreadForEachJob.shared.asUnownedTaskExecutor()) }
  }
}
