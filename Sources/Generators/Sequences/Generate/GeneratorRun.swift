import DecoratorPrimitives

/// One run of a generator's body, and the handing over of its elements: whose turn it is, whatever the elements' type.
///
/// It is also the executor that the body's task prefers. While a consumer asks for an element, it catches the job that
/// resumes the body and runs it right there, on the consumer's thread, until the body yields: no other thread takes
/// part, and nobody is woken. Every other job of the task goes to the global executor: what follows a wait for something
/// else, and what follows the consumer's leaving.
@usableFromInline
final class GeneratorRun: TaskExecutor {
  typealias Delivery = GeneratorState.Delivery
  typealias Consumer = GeneratorState.Consumer

  private let body: @Sendable (GeneratorRun) async throws -> Void
  private let state = Locked(GeneratorState())

  @usableFromInline
  init(_ body: @escaping @Sendable (GeneratorRun) async throws -> Void) { self.body = body }

  // MARK: Executor

  @usableFromInline
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

  /// Says whether an element lies in the slot, once the body has yielded one or ended.
  @usableFromInline
  func next(isolation actor: isolated (any Actor)?) async throws -> Bool {
    if Task.isCancelled { leave() }
    let delivery = await withTaskCancellationHandler {
      // Seen here, the closure is the actor's too: else it would leave the actor's thread, and come back to it.
      _ = actor
      switch resumeBody() {
      case .delivered(let delivery): return delivery
      case .pending:
        return await withUnsafeContinuation { continuation in
          if let delivery = wait(.task(continuation)) { continuation.resume(returning: delivery) }
        }
      }
    } onCancel: {
      leave()
    }
    return try isElement(delivery)
  }

  /// The same for a thread, which is blocked while the body waits for something else than the consumer.
  @usableFromInline
  func nextOnThread() throws -> Bool {
    if Task.isCancelled { leave() }
    if case .delivered(let delivery) = resumeBody() { return try isElement(delivery) }
    let doorbell = Doorbell(rings: 0)
    if let delivery = wait(.thread(doorbell)) { return try isElement(delivery) }
    doorbell.wait()
    return try isElement(state.withLock { $0.delivery.take() } ?? .end)
  }

  private func isElement(_ delivery: Delivery) throws -> Bool {
    switch delivery {
    case .element: return true
    case .end: return false
    case .failure(let error): throw error
    }
  }

  /// Asks the body for an element, and runs it here until it waits.
  private func resumeBody() -> GeneratorState.Asked {
    let body = state.withLock { state -> GeneratorState.Body in
      if state.hasConsumerLeft { return .ended }
      let body = state.body
      switch body {
      case .ended: break
      case .running:
        fatalError("A generator was asked for an element while somebody waits for one.")
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
    return state.withLock { state -> GeneratorState.Asked in
      if let delivery = state.takeDelivery() { return .delivered(delivery) }
      if case .ended = state.body { return .delivered(.end) }
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
    let (body, consumer, task) = state.withLock { state -> (GeneratorState.Body, Consumer?, Task<Void, Never>?) in
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
    if let consumer { deliver(.failure(CancellationError()), to: consumer) }
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
        try await self.body(self)
        self.end(.end)
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

  /// Waits for the consumer to ask again, after `handOver` has put an element into the slot: with the lock held, and if
  /// there is one to take it.
  @usableFromInline
  func yield(_ continuation: UnsafeContinuation<Void, any Error>, handOver: () -> Void) {
    let step = state.withLock { state -> GeneratorState.Step in
      let step = state.yield(continuation)
      if case .handOver = step { handOver() }
      return step
    }
    switch step {
    case .refuse: continuation.resume(throwing: CancellationError())
    case .handOver(.task(let consumer)?): consumer.resume(returning: .element)
    case .handOver(.thread(let doorbell)?): doorbell.ring()
    case .handOver(nil): break
    }
  }

  private func end(_ delivery: Delivery) {
    let (consumer, threads) = state.withLock { state -> (Consumer?, [Doorbell]) in
      state.body = .ended
      let consumer = state.consumer.take()
      if consumer == nil && !state.hasConsumerLeft { state.delivery = delivery }
      state.task = nil
      defer { state.threadsWaitingForEnd = [] }
      return (consumer, state.threadsWaitingForEnd)
    }
    if let consumer { deliver(delivery, to: consumer) }
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
