import DecoratorPrimitives

/// One run of a concurrent mapping: the task that takes elements and transforms them, and the consumer's side of it.
final class ConcurrentMapRun<Base: AsyncSequence & Sendable, Output: Sendable>: Sendable where Base.Element: Sendable {
  typealias State = ConcurrentMapState<Output>

  private let base: Base
  private let transform: @Sendable (Base.Element) async throws -> Output
  private let state: Locked<State>

  init(base: Base, state: State, transform: @escaping @Sendable (Base.Element) async throws -> Output) {
    self.base = base
    self.transform = transform
    self.state = Locked(state)
  }

  // MARK: The consumer's side

  nonisolated(nonsending) func next() async throws -> Output? {
    if Task.isCancelled { stop() }
    start()
    return try await withTaskCancellationHandler {
      await withCheckedContinuation { consumer in
        let (answer, puller) = state.withLock { $0.demand(consumer) }
        if let answer { answer.consumer.resume(returning: answer.result) }
        puller?.resume(returning: true)
      }
    } onCancel: {
      stop()
    }.get()
  }

  private func start() {
    guard state.withLock({ $0.start() }) else { return }
    let driver = Task { await self.drive() }
    let isStopped = state.withLock { state in
      state.driver = driver
      return state.isStopped || state.hasFailed
    }
    if isStopped { driver.cancel() }
  }

  func stop() {
    state.withLock { $0.stop() }?.cancel()
  }

  // MARK: The driver's side

  private func drive() async {
    var sourceFailure: (any Error)?
    await withDiscardingTaskGroup { group in
      do {
        var elements = base.makeAsyncIterator()
        var index = 0
        while await reserve(), let element = try await elements.next() {
          let place = index
          index += 1
          group.addTask { await self.transform(element, at: place) }
        }
      } catch {
        sourceFailure = error
      }
    }
    let answer = state.withLock { $0.end(sourceFailure: sourceFailure) }
    if let answer { answer.consumer.resume(returning: answer.result) }
  }

  /// Waits for a free place.
  private func reserve() async -> Bool {
    await withTaskCancellationHandler {
      await withCheckedContinuation { puller in
        let answer = state.withLock { $0.reserve(puller, isCancelled: Task.isCancelled) }
        if let answer { puller.resume(returning: answer) }
      }
    } onCancel: {
      state.withLock { $0.cancelPuller() }?.resume(returning: false)
    }
  }

  private func transform(_ element: Base.Element, at place: Int) async {
    do {
      let output = try await transform(element)
      let answer = state.withLock { $0.complete(place, with: output) }
      guard let answer else { return }
      answer.consumer.resume(returning: answer.result)
      state.withLock { $0.takePuller() }?.resume(returning: true)
    } catch {
      state.withLock { $0.fail(error) }?.cancel()
    }
  }
}
