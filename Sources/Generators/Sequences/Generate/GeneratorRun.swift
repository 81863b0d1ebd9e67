import DecoratorPrimitives
internal import Synchronization

/// One run of a generator's body: it hands the elements over, for elements of any type.
///
/// It is also the executor of its ``GeneratorGate``. When the body yields, it receives the job that continues the body,
/// and keeps it. When the consumer asks for the next element, it runs that job on the consumer's thread, as nonisolated
/// code. So no other thread takes part, and the functions that the body calls stay on that thread too.
///
/// `state` decides who may touch the other variables: a change of it hands them over.
@usableFromInline
final class GeneratorRun: SerialExecutor, @unchecked Sendable {
  private enum Consumer {
    case task(UnsafeContinuation<Void, Never>)
    case thread(Doorbell)

    func wake() {
      switch self {
      case .task(let continuation): continuation.resume()
      case .thread(let doorbell): doorbell.ring()
      }
    }
  }

  private let body: @Sendable (GeneratorGate) async throws -> Void
  private let state = Atomic(GeneratorState())
  /// Continues the body. It is stored while the body is paused, and until the task is stored.
  @exclusivity(unchecked) private var job: UnownedJob?
  @exclusivity(unchecked) private var consumer: Consumer?
  @exclusivity(unchecked) private var threadWaitingForEnd: Doorbell?
  @exclusivity(unchecked) private var task: Task<Void, Never>?
  /// The error that ended the body, until the consumer has received it.
  @exclusivity(unchecked) private var failure: (any Error)?

  init(_ body: @escaping @Sendable (GeneratorGate) async throws -> Void) { self.body = body }

  /// Changes the state by one event. The event runs again if another thread has changed the state in between.
  @inline(__always)
  private func change<Result>(_ event: (inout GeneratorState) -> Result) -> Result {
    var old = state.load(ordering: .acquiring)
    while true {
      var new = old
      let result = event(&new)
      if new == old { return result }
      let (isExchanged, current) = state.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing)
      if isExchanged { return result }
      old = current
    }
  }

  // MARK: Executor

  @usableFromInline
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let state = state.load(ordering: .acquiring)
    // Not a yield: the closure of the task enters or leaves the gate. It has nothing to wait for.
    if state.phase != .yielding, state.hasTask { return job.runAsNonisolated() }
    self.job = job
    guard state.phase == .yielding else { return }
    switch change({ $0.pause() }) {
    case .keep: break
    case .wakeConsumer: consumer.take()?.wake()
    case .refuse: globalConcurrentExecutor.enqueue(job)
    }
  }

  /// The gate protects nothing, so any thread may create the task in it.
  @usableFromInline
  func checkIsolated() {}

  // MARK: Consumer

  /// Asks the body for an element, and runs the body on this thread until it yields or awaits something else.
  @usableFromInline
  func resumeBody() {
    switch change({ $0.ask() }) {
    case .start: start()
    case .resume: job.take()?.runAsNonisolated()
    case .nothing: break
    }
  }

  @usableFromInline var isPending: Bool { state.load(ordering: .acquiring).isPending }

  /// Suspends until the body has yielded or ended, or the consumer's task is cancelled.
  @usableFromInline
  func waitForBody(isolation actor: isolated (any Actor)?) async {
    await withTaskCancellationHandler {
      // The closure uses the actor, so it is isolated to it and does not leave its thread.
      _ = actor
      await withUnsafeContinuation { wait(.task($0)) }
    } onCancel: {
      leave()
    }
  }

  private func wait(_ consumer: Consumer) {
    self.consumer = consumer
    if !change({ $0.wait() }) { consumer.wake() }
  }

  /// Whether an element is in the slot. If not, there are no more.
  ///
  /// - Throws: The error of the body, or `CancellationError` if the consumer was cancelled. Each is thrown once.
  @usableFromInline
  func hasElement() throws -> Bool {
    let state = state.load(ordering: .acquiring)
    if state.hasConsumerLeft {
      if change({ $0.takeCancellation() }) { throw CancellationError() }
      return false
    }
    if state.phase == .paused { return true }
    if let failure = failure.take() { throw failure }
    return false
  }

  /// Asks for an element on a thread. The thread is blocked while the body awaits something else.
  @usableFromInline
  func nextOnThread() throws -> Bool {
    // On another thread the body might wait for this one, if all threads that run tasks are blocked like it.
    if Task.isCancelled { leaveOnThread() }
    resumeBody()
    if isPending {
      let doorbell = Doorbell(rings: 0)
      wait(.thread(doorbell))
      doorbell.wait()
    }
    return try hasElement()
  }

  /// Ends the run for the consumer: a `yield` that waits throws, on another thread, and so does every later one.
  @usableFromInline
  func leave() {
    if let job = takeJobOfDepartedConsumer() { globalConcurrentExecutor.enqueue(job) }
  }

  /// Does the same, and runs the body on this thread until it awaits something.
  func leaveOnThread() { takeJobOfDepartedConsumer()?.runAsNonisolated() }

  private func takeJobOfDepartedConsumer() -> UnownedJob? {
    let departure = change { $0.leave() }
    if departure.cancelsTask { task?.cancel() }
    if departure.wakesConsumer { consumer.take()?.wake() }
    return departure.resumesBody ? job.take() : nil
  }

  // MARK: Body

  private func start() {
    let gate = GeneratorGate(self)
    let task = gate.makeTask {
      do {
        try await self.body(gate)
        self.end(nil)
      } catch {
        self.end(error)
      }
    }
    self.task = task
    let hasConsumerLeft = change { state in
      state.hasTask = true
      return state.hasConsumerLeft
    }
    if hasConsumerLeft { task.cancel() }
    job.take()?.runAsNonisolated()
  }

  /// The body calls `yield`. After this it may write the slot.
  @usableFromInline
  func beginYield() throws(CancellationError) {
    guard change({ $0.beginYield() }) else { throw CancellationError() }
  }

  /// - Throws: `CancellationError` if nobody takes elements any more.
  func checkConsumer() throws(CancellationError) {
    let state = state.load(ordering: .acquiring)
    if state.hasConsumerLeft || state.phase == .ended { throw CancellationError() }
  }

  private func end(_ error: (any Error)?) {
    failure = error
    let (wakesConsumer, wakesThread) = change { $0.end() }
    if wakesConsumer { consumer.take()?.wake() }
    if wakesThread { threadWaitingForEnd.take()?.ring() }
  }

  // MARK: End

  /// Returns when the body has ended, if it has started.
  nonisolated(nonsending) func ended() async {
    if state.load(ordering: .acquiring).hasTask { await task?.value }
  }

  /// Blocks the thread until the body has ended, if it has started.
  func waitOnThreadForEnd() {
    let doorbell = Doorbell(rings: 0)
    threadWaitingForEnd = doorbell
    if change({ $0.awaitEnd() }) { doorbell.wait() }
  }
}

extension UnownedJob {
  /// Runs the job on this thread as nonisolated code, so that the nonisolated functions that it calls need no executor.
  @inline(__always)
  fileprivate func runAsNonisolated() {
    // The executor of nonisolated code has no public name. Its reference is two zero words.
    runSynchronously(on: unsafeBitCast((0, 0), to: UnownedSerialExecutor.self))
  }
}
