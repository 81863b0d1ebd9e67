import DecoratorPrimitives
import DequeModule

/// Does jobs on several threads and gives their results in the order of the jobs.
///
/// The thread that takes the results does jobs too while the next result is not there. Other threads start when more jobs
/// wait than it can do, and live until ``stop()``.
final class OrderedWork<Job: Sendable, Output: Sendable>: Sendable {
  private struct State {
    /// Jobs that no thread has begun, by their number.
    var jobs: Deque<(number: Int, job: Job)> = []
    /// The results from `firstNumber` on; nil while a job is not done.
    var outputs: Deque<Output?> = []
    var firstNumber = 0
    var threads = 0
    var idleThreads = 0
    var isTakerWaiting = false
    var isStopped = false
  }

  private enum Step {
    case give(Output)
    case perform(Int, Job)
    case wait
    case end
  }

  private let state = Locked(State())
  private let limit: Int
  private let perform: @Sendable (Job) -> Output
  private let work = Doorbell(rings: 0)
  private let arrivals = Doorbell(rings: 0)
  private let departures = Doorbell(rings: 0)

  /// - Parameter limit: How many threads do jobs, the one that takes the results included.
  init(concurrently limit: Int, _ perform: @escaping @Sendable (Job) -> Output) {
    self.limit = limit
    self.perform = perform
  }

  /// How many results have not been taken.
  var pending: Int { state.withLock { $0.outputs.count } }

  func submit(_ job: Job) {
    let (wakes, starts) = state.withLock { state in
      state.jobs.append((state.firstNumber + state.outputs.count, job))
      state.outputs.append(nil)
      if state.idleThreads > 0 {
        state.idleThreads -= 1
        return (true, false)
      }
      guard state.jobs.count > 1, state.threads < limit - 1 else { return (false, false) }
      state.threads += 1
      return (false, true)
    }
    if wakes { work.ring() }
    // Without a further thread, those that there are do the jobs.
    if starts, !startThreadIfPossible({ self.run() }) { state.withLock { $0.threads -= 1 } }
  }

  /// The result of the next job, or nil if all have been taken.
  func next() -> Output? {
    while true {
      switch nextStep() {
      case .give(let output): return output
      case .perform(let number, let job): store(perform(job), number)
      case .wait: arrivals.wait()
      case .end: return nil
      }
    }
  }

  private func nextStep() -> Step {
    state.withLock { state in
      guard let first = state.outputs.first else { return .end }
      if let output = first {
        state.outputs.removeFirst()
        state.firstNumber += 1
        return .give(output)
      }
      if let (number, job) = state.jobs.popFirst() { return .perform(number, job) }
      state.isTakerWaiting = true
      return .wait
    }
  }

  private func store(_ output: Output, _ number: Int) {
    let wakesTaker = state.withLock { state in
      guard !state.isStopped else { return false }
      state.outputs[number - state.firstNumber] = output
      guard state.isTakerWaiting, number == state.firstNumber else { return false }
      state.isTakerWaiting = false
      return true
    }
    if wakesTaker { arrivals.ring() }
  }

  /// Drops the jobs that no thread has begun and all results, and waits until the threads have ended.
  func stop() {
    let threads = state.withLock { state in
      state.isStopped = true
      (state.jobs, state.outputs) = ([], [])
      return state.threads
    }
    for _ in 0..<threads { work.ring() }
    for _ in 0..<threads { departures.wait() }
    state.withLock { $0.threads = 0 }
  }

  // MARK: The other threads

  private func run() {
    while true {
      let (next, isOver) = state.withLock { state -> ((number: Int, job: Job)?, Bool) in
        if state.isStopped { return (nil, true) }
        let next = state.jobs.popFirst()
        if next == nil { state.idleThreads += 1 }
        return (next, false)
      }
      if isOver { break }
      if let (number, job) = next { store(perform(job), number) } else { work.wait() }
    }
    departures.ring()
  }
}
