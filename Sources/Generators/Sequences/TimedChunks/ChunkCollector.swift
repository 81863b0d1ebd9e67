public import DecoratorPrimitives

/// The task that reads the sequence, the timer of the chunk that is begun, and the lock around their state.
///
/// Tasks, the clock and continuations are used without the lock.
@usableFromInline
final class ChunkCollector<Base: AsyncSequence & Sendable, C: Clock<Duration>>: Sendable where Base.Element: Sendable {
  @usableFromInline typealias State = TimedChunkState<Base.Element, Base.Failure, C.Instant>

  @usableFromInline let base: Base
  @usableFromInline let duration: Duration
  @usableFromInline let clock: C
  @usableFromInline let state: Locked<State>

  @inlinable
  init(base: Base, size: Int, duration: Duration, clock: C) {
    self.base = base
    self.duration = Swift.min(duration, .longestWait)
    self.clock = clock
    state = Locked(State(size: size))
  }

  // MARK: The consumer

  @inlinable
  func next(isolation actor: isolated (any Actor)?) async -> State.Delivery {
    if state.withLock({ $0.start() }) { startReading() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation(isolation: actor) { consumer in
        let now = clock.now
        carryOut(state.withLock { $0.ask(consumer, at: now) })
      }
    } onCancel: {
      cancel()
    }
  }

  @inlinable
  func cancel() { carryOut(state.withLock { $0.cancel() }) }

  // MARK: The reading task

  @inlinable
  func startReading() {
    let reading = Task { await read() }
    if state.withLock({ $0.keep(reading) }) { reading.cancel() }
  }

  @inlinable
  func read() async {
    var iterator = base.makeAsyncIterator()
    do {
      while let element = try await iterator.next(isolation: nil) {
        switch state.withLock({ $0.add(element) }) {
        case .goOn: continue
        case .begin(let round): begin(round)
        case .full: await waitForRoom()
        case .stop: return
        }
      }
      carryOut(state.withLock { $0.finish(nil) })
    } catch {
      carryOut(state.withLock { $0.finish(error) })
    }
  }

  /// Starts the time of a chunk.
  @inlinable
  func begin(_ round: Int) {
    let deadline = clock.now.advanced(by: duration)
    carryOut(state.withLock { $0.begin(round, deadline: deadline) })
  }

  /// Delivers the full chunk if the consumer waits for it. Otherwise waits until it is taken.
  @inlinable
  func waitForRoom() async {
    await withCheckedContinuation { producer in
      carryOut(state.withLock { $0.deliverFull(producer) })
    }
  }

  // MARK: Acting

  @inlinable
  func carryOut(_ action: State.Action) {
    action.timerToEnd?.cancel()
    action.readingToEnd?.cancel()
    action.producer?.resume()
    if let (consumer, delivery) = action.delivery { consumer.resume(returning: delivery) }
    if let (round, deadline) = action.timerToStart { startTimer(round, deadline) }
  }

  @inlinable
  func startTimer(_ round: Int, _ deadline: C.Instant) {
    let timer = Task { [clock] in
      do { try await clock.sleep(until: deadline, tolerance: nil) } catch { return }
      carryOut(state.withLock { $0.timeIsUp(round) })
    }
    if !state.withLock({ $0.keep(timer, round) }) { timer.cancel() }
  }
}
