public import DecoratorPrimitives

/// One run of a concurrent map: the workers, which take and transform elements, and the calls of the consumer.
@usableFromInline
final class ConcurrentMapRun<Base: AsyncSequence & Sendable, Output: Sendable>: @unchecked Sendable
where Base.Element: Sendable {
  @usableFromInline typealias State = ConcurrentMapState<Output>

  @usableFromInline let base: Base
  /// Only the worker that has the turn uses it.
  @exclusivity(unchecked) @usableFromInline final var source: Base.AsyncIterator?
  @usableFromInline let transform: @Sendable (Base.Element) async throws -> Output
  @usableFromInline let state: Locked<State>

  @inlinable
  init(
    base: Base,
    limit: Int,
    isOrdered: Bool,
    transform: @escaping @Sendable (Base.Element) async throws -> Output
  ) {
    self.base = base
    self.transform = transform
    state = Locked(State(limit: limit, isOrdered: isOrdered))
  }

  // MARK: The consumer's side

  @inlinable
  func next(isolation actor: isolated (any Actor)?) async throws -> Output? {
    if Task.isCancelled { stop() }
    start()
    let (result, helper) = state.withLock { $0.demand() }
    helper?.resume(returning: true)
    if let result { return try result.get() }
    return try await withTaskCancellationHandler {
      // The closure uses the actor, so it is isolated to it and does not leave its thread.
      _ = actor
      return await withUnsafeContinuation { consumer in
        let (answer, helper) = state.withLock { $0.demand(consumer) }
        helper?.resume(returning: true)
        if let answer { answer.consumer.resume(returning: answer.result) }
      }
    } onCancel: {
      stop()
    }.get()
  }

  @inlinable
  func start() {
    guard state.withLock({ $0.start() }) else { return }
    let driver = Task { await self.drive() }
    let isStopped = state.withLock { state in
      state.driver = driver
      return state.isStopped || state.hasFailed
    }
    if isStopped { driver.cancel() }
  }

  @inlinable
  func stop() { end(state.withLock { $0.stop() }) }

  @inlinable
  func end(_ through: (driver: Task<Void, Never>?, helpers: [State.Helper])) {
    through.driver?.cancel()
    for helper in through.helpers { helper.resume(returning: false) }
  }

  // MARK: The driver's side

  @inlinable
  func drive() async {
    source = base.makeAsyncIterator()
    await withDiscardingTaskGroup { group in
      while await isAnotherWorkerWanted() { group.addTask { await self.work() } }
    }
    let answer = state.withLock { $0.end() }
    if let answer { answer.consumer.resume(returning: answer.result) }
  }

  @inlinable
  func isAnotherWorkerWanted() async -> Bool {
    await withUnsafeContinuation { driver in
      let answer = state.withLock { $0.wait(driver: driver) }
      if let (helper, isWanted) = answer { helper.resume(returning: isWanted) }
    }
  }

  // MARK: A worker's side

  @inlinable
  func work() async {
    var isHelp = true
    while true {
      switch state.withLock({ $0.turn(isHelp: isHelp) }) {
      case .leave: return
      case .wait:
        isHelp = await untilWoken()
        guard isHelp else { return }
      case .take:
        isHelp = false
        guard let element = await takeElement() else { return }
        let (place, helper) = state.withLock { $0.take() }
        helper?.resume(returning: true)
        await transform(element, at: place)
        guard !Task.isCancelled else {
          state.withLock { $0.leave() }?.resume(returning: true)
          return
        }
      }
    }
  }

  @inlinable
  func untilWoken() async -> Bool {
    await withUnsafeContinuation { worker in
      let answer = state.withLock { $0.wait(worker: worker) }
      if let (helper, goesOn) = answer { helper.resume(returning: goesOn) }
    }
  }

  @inlinable
  func takeElement() async -> Base.Element? {
    var failure: (any Error)?
    do {
      if let element = try await source?.next() { return element }
    } catch {
      failure = error
    }
    for helper in state.withLock({ $0.endSource(failure) }) { helper.resume(returning: false) }
    return nil
  }

  @inlinable
  func transform(_ element: Base.Element, at place: Int) async {
    do {
      let output = try await transform(element)
      let answer = state.withLock { $0.complete(place, with: output) }
      if let answer { answer.consumer.resume(returning: answer.result) }
    } catch {
      end(state.withLock { $0.fail(error) })
    }
  }
}
