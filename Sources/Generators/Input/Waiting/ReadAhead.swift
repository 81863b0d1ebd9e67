import DecoratorPrimitives
import DequeModule

/// Elements that a thread of its own makes, up to a bound ahead of the one consumer that takes them.
///
/// The consumer takes them on a thread (``take()``) or in a task (``take(isolation:)``). The producer runs in
/// ``start(reading:_:)``: it makes an element whenever ``waitForRoom()`` lets it, or when ``hasRoom`` is true.
final class ReadAhead<Element: Sendable>: Sendable {
  private struct State {
    var ready: Deque<Element> = []
    /// There is nothing after `ready`, and this error, if there is one, is thrown once.
    var end: Result<Void, any Error>?
    var isStopped = false
    var isProducerWaiting = false
    var isThreadWaiting = false
    var task: CheckedContinuation<Element?, any Error>?
    /// Comes with the next element.
    var arrival: Arrival?
    var isThreadAlive = false
    var threadsAtEnd = 0
    var tasksAtEnd: [CheckedContinuation<Void, Never>] = []

    /// Whether the consumer need not wait for anything.
    var isSettled: Bool { !ready.isEmpty || end != nil || isStopped }

    mutating func takeEnd() throws {
      defer { if end != nil { end = .success(()) } }
      try end?.get()
    }
  }

  private let state = Locked(State())
  private let depth: Int
  private let room = Doorbell(rings: 0)
  private let arrivals = Doorbell(rings: 0)
  private let departure = Doorbell(rings: 0)
  private let onRoom: @Sendable () -> Void
  private let onStop: @Sendable () -> Void

  /// - Parameters:
  ///   - depth: How many elements may wait for the consumer.
  ///   - onRoom: Called when an element is taken while `depth` of them waited, for a producer that waits for other things
  ///     too.
  ///   - onStop: Called by each ``stop()``, to end what the producer waits for.
  init(
    depth: Int,
    onRoom: @escaping @Sendable () -> Void = {},
    onStop: @escaping @Sendable () -> Void = {}
  ) {
    self.depth = depth
    self.onRoom = onRoom
    self.onStop = onStop
  }

  // MARK: Consumer

  /// The next element, for which the calling thread waits; nil at the end and after ``stop()``.
  ///
  /// - Throws: The error that ended the elements, once.
  func take() throws -> Element? {
    while true {
      let (element, wasFull, mustWait) = try state.withLock { state -> (Element?, Bool, Bool) in
        let wasFull = state.ready.count >= depth
        if let element = state.ready.popFirst() { return (element, wasFull, false) }
        if state.end != nil || state.isStopped {
          try state.takeEnd()
          return (nil, false, false)
        }
        state.isThreadWaiting = true
        return (nil, false, true)
      }
      if mustWait {
        arrivals.wait()
        continue
      }
      if wasFull { announceRoom() }
      return element
    }
  }

  /// The next element, or nil at the end.
  ///
  /// - Throws: The error that ended the elements, once; `CancellationError` as soon as the task is cancelled, and after
  ///   ``stop()``.
  func take(isolation actor: isolated (any Actor)?) async throws -> Element? {
    if !Task.isCancelled, let element = takeReady() { return element }
    return try await withTaskCancellationHandler {
      // The closure captures the actor, so that it is isolated to the actor and stays on its thread.
      _ = actor
      return try await withCheckedThrowingContinuation { settle($0) }
    } onCancel: {
      stop()
    }
  }

  /// Comes as soon as a take would not wait. It takes nothing.
  func arrival() -> Arrival {
    state.withLock { state in
      guard !state.isSettled else { return .past }
      let arrival = state.arrival ?? Arrival()
      state.arrival = arrival
      return arrival
    }
  }

  /// Whether a task waits for an element that has not come yet.
  var isTaskWaiting: Bool { state.withLock { $0.task != nil || $0.arrival != nil } }

  private func takeReady() -> Element? {
    let (element, wasFull) = state.withLock { state in
      let wasFull = state.ready.count >= depth
      return (state.ready.popFirst(), wasFull)
    }
    if element != nil, wasFull { announceRoom() }
    return element
  }

  private func settle(_ task: CheckedContinuation<Element?, any Error>) {
    let (result, wasFull) = state.withLock { state -> (Result<Element?, any Error>?, Bool) in
      if state.isStopped { return (.failure(CancellationError()), false) }
      let wasFull = state.ready.count >= depth
      if let element = state.ready.popFirst() { return (.success(element), wasFull) }
      guard state.end != nil else {
        state.task = task
        return (nil, false)
      }
      return (Result { try state.takeEnd() }.map { nil }, false)
    }
    if wasFull { announceRoom() }
    if let result { task.resume(with: result) }
  }

  private func announceRoom() {
    let isProducerWaiting = state.withLock { state in
      defer { state.isProducerWaiting = false }
      return state.isProducerWaiting
    }
    if isProducerWaiting { room.ring() }
    onRoom()
  }

  // MARK: Leaving

  /// Ends the elements: those that wait are dropped. A task that waits for one gets a `CancellationError`.
  func stop() {
    let (task, arrival, wakesProducer, wakesThread) = state.withLock { state in
      let isOver = state.end != nil && state.ready.isEmpty
      if !isOver { state.isStopped = true }
      state.ready = []
      defer { (state.isProducerWaiting, state.isThreadWaiting) = (false, false) }
      return (state.task.take(), state.arrival.take(), state.isProducerWaiting, state.isThreadWaiting)
    }
    onStop()
    if wakesProducer { room.ring() }
    if wakesThread { arrivals.ring() }
    task?.resume(throwing: CancellationError())
    arrival?.come()
  }

  /// Waits until the producer's thread has ended, if there is one.
  func ended() async {
    await withCheckedContinuation { task in
      let isAlive = state.withLock { state in
        if state.isThreadAlive { state.tasksAtEnd.append(task) }
        return state.isThreadAlive
      }
      if !isAlive { task.resume() }
    }
  }

  /// The same on a thread.
  func waitForEnd() {
    let isAlive = state.withLock { state in
      if state.isThreadAlive { state.threadsAtEnd += 1 }
      return state.isThreadAlive
    }
    if isAlive { departure.wait() }
  }

  // MARK: Producer

  /// Runs `body` on a new thread. The elements end when it returns or throws.
  ///
  /// - Returns: Whether the system had a thread for it.
  func start(_ body: @escaping @Sendable (ReadAhead) throws -> Void) -> Bool {
    state.withLock { $0.isThreadAlive = true }
    let isStarted = startThreadIfPossible {
      self.finish(Result { try body(self) })
      self.depart()
    }
    if !isStarted { depart() }
    return isStarted
  }

  /// Whether the producer may make another element.
  var hasRoom: Bool { state.withLock { !$0.isStopped && $0.ready.count < depth } }

  var isStopped: Bool { state.withLock { $0.isStopped } }

  /// Waits until there is room for another element, and says whether there is: not after ``stop()``.
  func waitForRoom() -> Bool {
    while true {
      let answer = state.withLock { state -> Bool? in
        if state.isStopped { return false }
        if state.ready.count < depth { return true }
        state.isProducerWaiting = true
        return nil
      }
      if let answer { return answer }
      room.wait()
    }
  }

  /// Hands an element over. It is dropped after ``stop()``.
  func put(_ element: Element) {
    let (task, arrival, wakesThread) = state.withLock { state in
      guard !state.isStopped else { return (nil as CheckedContinuation<Element?, any Error>?, nil as Arrival?, false) }
      if let task = state.task.take() { return (task, nil, false) }
      state.ready.append(element)
      defer { state.isThreadWaiting = false }
      return (nil, state.arrival.take(), state.isThreadWaiting)
    }
    task?.resume(returning: element)
    if wakesThread { arrivals.ring() }
    arrival?.come()
  }

  /// Says that there are no elements after those that were put, and why.
  func finish(_ end: Result<Void, any Error>) {
    let (task, arrival, wakesThread) = state.withLock { state in
      let task = state.task.take()
      state.end = task == nil ? end : .success(())
      defer { state.isThreadWaiting = false }
      return (task, state.arrival.take(), state.isThreadWaiting)
    }
    task?.resume(with: end.map { nil })
    if wakesThread { arrivals.ring() }
    arrival?.come()
  }

  private func depart() {
    let (tasks, threads) = state.withLock { state in
      state.isThreadAlive = false
      defer { (state.tasksAtEnd, state.threadsAtEnd) = ([], 0) }
      return (state.tasksAtEnd, state.threadsAtEnd)
    }
    for task in tasks { task.resume() }
    for _ in 0..<threads { departure.ring() }
  }
}
