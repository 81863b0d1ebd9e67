import DecoratorPrimitives
import Dispatch

/// Runs code in simulated time: whenever all of it sleeps, the clock jumps to the next wake-up.
///
/// An hour of retries, time-outs and recovering servers takes milliseconds, and each run does the same in the same
/// order: one thread runs all tasks, one after the other, and nothing depends on how busy the machine is.
///
/// ```swift
/// let waits = try await withSimulatedTime { clock in
///   let policy = RetryPolicy(attempts: 5, backoff: .constant(.seconds(60)), clock: clock)
///   try? await policy.run { try await alwaysFails() }
///   return clock.now.offset
/// }
/// ```
///
/// The body and the child tasks that it starts run in simulated time, and so do the loads of caches and coalescers
/// that its calls start, and tasks that it starts with `Task(executorPreference:)` and the executor of the body. Code
/// on the main actor, on an actor with its own executor or in other tasks runs outside, in real time; the simulation
/// waits for it when nothing else can run. So a body that awaits what never happens hangs, as it would without the
/// simulation.
///
/// **Cancellation.** Cancelling the caller cancels the body.
///
/// **Cost.** Each call starts a thread, and a wake-up costs about a microsecond.
///
/// - Parameter body: The code to run. It gets the clock, which stands at zero.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws.
@concurrent
public func withSimulatedTime<R: Sendable, Failure: Error>(
  _ body: @escaping @Sendable (ManualClock) async throws(Failure) -> R
) async throws(Failure) -> R {
  let simulation = Simulation()
  let clock = ManualClock { simulation.wakeUp() }
  startThread { simulation.runAll(on: clock) }
  defer { simulation.end() }
  return try await withTaskExecutorPreference(simulation) { () async throws(Failure) -> R in
    try await body(clock)
  }
}

/// The thread of a simulation: it runs what can run, and moves the clock when nothing can.
private final class Simulation: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var isOver = false
    /// The thread of the simulation runs no more jobs.
    var hasEnded = false
  }

  private let state = Locked(State())
  private let changed = DispatchSemaphore(value: 0)

  /// Something outside of the simulation has happened.
  func wakeUp() { changed.signal() }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isLate = state.withLock { state in
      if !state.hasEnded { state.jobs.append(job) }
      return state.hasEnded
    }
    guard isLate else {
      changed.signal()
      return
    }
    // A task that the body left behind, such as a load that nobody waits for, still ends.
    DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  func end() {
    state.withLock { $0.isOver = true }
    changed.signal()
  }

  func runAll(on clock: ManualClock) {
    while true {
      let (jobs, isOver) = state.withLock { state in
        defer { state.jobs = [] }
        state.hasEnded = state.isOver && state.jobs.isEmpty
        return (state.jobs, state.hasEnded)
      }
      for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      if !jobs.isEmpty { continue }
      if isOver { return }
      if !clock.advanceToNextSleeper() { changed.wait() }
    }
  }
}
