import DecoratorPrimitives

/// Runs the jobs of tasks only when a test says so, on the test's thread.
final class SteeredExecutor: TaskExecutor {
  private let jobs = Locked<[UnownedJob]>([])

  /// How many jobs wait.
  var waiting: Int { jobs.withLock { $0.count } }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
  }

  /// Runs what waits, and what that leads to.
  func runAll() {
    while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
      job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
