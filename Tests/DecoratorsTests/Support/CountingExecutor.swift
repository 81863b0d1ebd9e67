import Dispatch

/// Counts the jobs that an actor runs: one that leaves and comes back takes another.
final class CountingExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "CountingExecutor")
  let jobs = Counter()

  func enqueue(_ job: consuming ExecutorJob) {
    jobs.increment()
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
