import Dispatch

/// Runs its tasks on one queue, in the order in which they are ready to run.
final class SerialQueue: TaskExecutor {
  private let queue = DispatchQueue(label: "SerialQueue")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
