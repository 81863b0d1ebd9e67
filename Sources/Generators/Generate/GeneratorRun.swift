import DecoratorPrimitives

/// One run of a generator's body, and the handing over of its elements.
///
/// It is also the executor that the body's task prefers. While a consumer asks for an element, it catches the job that
/// resumes the body and runs it right there, on the consumer's thread, until the body yields: no other thread takes
/// part, and nobody is woken. Every other job of the task goes to the global executor: what follows a wait for something
/// else, and what follows the consumer's leaving.
final class GeneratorRun<Element>: TaskExecutor, @unchecked Sendable {
  /// An element, an error, or nil at the end.
  typealias Outcome = Result<Element?, any Error>

  /// Elements go from the body to the consumer and are nobody else's.
  struct Delivery: @unchecked Sendable {
    let outcome: Outcome
  }

  enum Consumer {
    case task(UnsafeContinuation<Delivery, Never>)
    case thread(Doorbell)
  }

  private enum Body {
    case notStarted
    /// It was asked for an element.
    case running
    /// It waits to be asked for the next one.
    case yielding(UnsafeContinuation<Void, any Error>)
    case ended
  }

  private struct State {
    var body = Body.notStarted
    var task: Task<Void, Never>?
    var hasConsumerLeft = false
    /// The consumer has left by cancellation, and is to hear of it once.
    var owesCancellation = false
    /// Waits for what comes next.
    var consumer: Consumer?
    /// Came before the consumer waited for it.
    var delivery: Delivery?
    /// The consumer is about to run the job that resumes the body.
    var catchesJob = false
    var job: UnownedJob?
    var threadsWaitingForEnd: [Doorbell] = []

    /// What the consumer gets without waiting: what has come, or after it has left the cancellation once and then the end.
    mutating func takeDelivery() -> Delivery? {
      if let delivery = delivery.take() { return delivery }
      guard hasConsumerLeft else { return nil }
      defer { owesCancellation = false }
      return Delivery(outcome: owesCancellation ? .failure(CancellationError()) : .success(nil))
    }
  }

  private let body: @Sendable (GeneratorYield<Element>) async throws -> Void
  private let state = Locked(State())

  init(_ body: @escaping @Sendable (GeneratorYield<Element>) async throws -> Void) { self.body = body }

  // MARK: Executor

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isCaught = state.withLock { state in
      guard state.catchesJob, state.job == nil else { return false }
      state.job = job
      return true
    }
    if !isCaught { globalConcurrentExecutor.enqueue(job) }
  }

  // MARK: Consumer

  /// Gives the next element, once the body has yielded one or ended.
  nonisolated(nonsending) func next() async throws -> Element? {
    if Task.isCancelled { leave() }
    return try await withTaskCancellationHandler {
      switch resumeBody() {
      case .delivered(let delivery): delivery.outcome
      case .pending:
        await withUnsafeContinuation { continuation in
          if let delivery = wait(.task(continuation)) { continuation.resume(returning: delivery) }
        }.outcome
      }
    } onCancel: {
      leave()
    }.get()
  }

  /// The same for a thread, which is blocked while the body waits for something else than the consumer.
  func nextOnThread() throws -> Element? {
    if Task.isCancelled { leave() }
    if case .delivered(let delivery) = resumeBody() { return try delivery.outcome.get() }
    let doorbell = Doorbell(rings: 0)
    if let delivery = wait(.thread(doorbell)) { return try delivery.outcome.get() }
    doorbell.wait()
    return try state.withLock { $0.delivery.take() }?.outcome.get()
  }

  private enum Asked {
    case delivered(Delivery)
    case pending
  }

  /// Asks the body for an element, and runs it here until it waits.
  private func resumeBody() -> Asked {
    let body = state.withLock { state -> Body in
      if state.hasConsumerLeft { return .ended }
      let body = state.body
      switch body {
      case .ended: break
      case .running:
        preconditionFailure("A generator was asked for an element while somebody waits for one.")
      case .notStarted, .yielding:
        state.body = .running
        state.catchesJob = true
      }
      return body
    }
    switch body {
    case .notStarted: start()
    case .yielding(let continuation): continuation.resume()
    case .running, .ended: break
    }
    runCaughtJob()
    return state.withLock { state in
      if let delivery = state.takeDelivery() { return .delivered(delivery) }
      if case .ended = state.body { return .delivered(Delivery(outcome: .success(nil))) }
      return .pending
    }
  }

  private func runCaughtJob() {
    let job = state.withLock { state in
      state.catchesJob = false
      return state.job.take()
    }
    job?.runSynchronously(on: asUnownedTaskExecutor())
  }

  private func wait(_ consumer: Consumer) -> Delivery? {
    state.withLock { state in
      if let delivery = state.takeDelivery() { return delivery }
      state.consumer = consumer
      return nil
    }
  }

  /// The consumer wants no more: a `yield` that waits throws, on another thread, and so does every later one.
  func leave() {
    let (body, consumer, task) = state.withLock { state -> (Body, Consumer?, Task<Void, Never>?) in
      if state.hasConsumerLeft { return (.ended, nil, nil) }
      state.hasConsumerLeft = true
      let body = state.body
      switch body {
      case .ended: return (body, nil, nil)
      case .notStarted: state.body = .ended
      case .yielding: state.body = .running
      case .running: break
      }
      let consumer = state.consumer.take()
      state.owesCancellation = consumer == nil
      return (body, consumer, state.task)
    }
    task?.cancel()
    if case .yielding(let continuation) = body { continuation.resume(throwing: CancellationError()) }
    if let consumer { deliver(Delivery(outcome: .failure(CancellationError())), to: consumer) }
  }

  /// The same, but what the body does about it is done here and now, as far as it waits for nothing else.
  func leaveOnThread() {
    state.withLock { $0.catchesJob = true }
    leave()
    runCaughtJob()
  }

  // MARK: Body

  private func start() {
    let task = Task(executorPreference: self) {
      do {
        try await self.body(GeneratorYield(run: self))
        self.end(.success(nil))
      } catch {
        self.end(.failure(error))
      }
    }
    let hasConsumerLeft = state.withLock { state in
      state.task = task
      return state.hasConsumerLeft
    }
    if hasConsumerLeft { task.cancel() }
  }

  private enum Step {
    case refuse
    case handOver(Consumer?)
  }

  /// Hands an element over, and waits to be asked for the next one.
  nonisolated(nonsending) func yield(_ element: sending Element) async throws {
    let delivery = Delivery(outcome: .success(element))
    try await withUnsafeThrowingContinuation { continuation in
      let step = state.withLock { state -> Step in
        if state.hasConsumerLeft { return .refuse }
        switch state.body {
        case .notStarted, .ended: return .refuse
        case .yielding:
          preconditionFailure("A generator's body called yield while another of its calls waits for the consumer.")
        case .running: break
        }
        state.body = .yielding(continuation)
        let consumer = state.consumer.take()
        switch consumer {
        case .task: break
        case .thread, nil: state.delivery = delivery
        }
        return .handOver(consumer)
      }
      switch step {
      case .refuse: continuation.resume(throwing: CancellationError())
      case .handOver(.task(let consumer)?): consumer.resume(returning: delivery)
      case .handOver(.thread(let doorbell)?): doorbell.ring()
      case .handOver(nil): break
      }
    }
  }

  private func end(_ outcome: Outcome) {
    let (consumer, threads) = state.withLock { state -> (Consumer?, [Doorbell]) in
      state.body = .ended
      let consumer = state.consumer.take()
      if consumer == nil && !state.hasConsumerLeft { state.delivery = Delivery(outcome: outcome) }
      state.task = nil
      defer { state.threadsWaitingForEnd = [] }
      return (consumer, state.threadsWaitingForEnd)
    }
    if let consumer { deliver(Delivery(outcome: outcome), to: consumer) }
    for thread in threads { thread.ring() }
  }

  private func deliver(_ delivery: Delivery, to consumer: Consumer) {
    switch consumer {
    case .task(let continuation): continuation.resume(returning: delivery)
    case .thread(let doorbell):
      state.withLock { $0.delivery = delivery }
      doorbell.ring()
    }
  }

  // MARK: End

  /// Returns when the body has ended, if it ever began.
  nonisolated(nonsending) func ended() async {
    await state.withLock { $0.task }?.value
  }

  /// Blocks the thread until the body has ended, if it ever began.
  func waitOnThreadForEnd() {
    let doorbell = state.withLock { state -> Doorbell? in
      switch state.body {
      case .notStarted, .ended: return nil
      case .running, .yielding:
        let doorbell = Doorbell(rings: 0)
        state.threadsWaitingForEnd.append(doorbell)
        return doorbell
      }
    }
    doorbell?.wait()
  }
}
