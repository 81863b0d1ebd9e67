/// The chunk that is begun, and the continuations that wait. It is a plain value: each event returns what to do next.
@usableFromInline
struct TimedChunkState<Element: Sendable, Failure: Error, Instant: InstantProtocol>: Sendable {
  @usableFromInline
  enum Delivery: Sendable {
    case chunk([Element])
    case failure(Failure)
    case end
  }

  @usableFromInline
  enum Acceptance: Sendable {
    case goOn
    /// The element is the first of a chunk. The time of the chunk starts.
    case begin(round: Int)
    case full
    /// The consumer wants no more elements.
    case stop
  }

  /// What the caller does after it has released the lock.
  @usableFromInline
  struct Action: Sendable {
    @usableFromInline var delivery: (consumer: CheckedContinuation<Delivery, Never>, what: Delivery)?
    @usableFromInline var producer: CheckedContinuation<Void, Never>?
    @usableFromInline var timerToEnd: Task<Void, Never>?
    @usableFromInline var timerToStart: (round: Int, deadline: Instant)?
    @usableFromInline var readingToEnd: Task<Void, Never>?

    @inlinable init() {}
  }

  @usableFromInline let size: Int
  @usableFromInline var chunk: [Element] = []
  /// The number of the chunk that is begun. The timers of other chunks are ignored.
  @usableFromInline var round = 0
  @usableFromInline var deadline: Instant?
  @usableFromInline var timer: Task<Void, Never>?
  @usableFromInline var isTimed = false
  @usableFromInline var consumer: CheckedContinuation<Delivery, Never>?
  @usableFromInline var producer: CheckedContinuation<Void, Never>?
  @usableFromInline var reading: Task<Void, Never>?
  @usableFromInline var hasStarted = false
  @usableFromInline var isOver = false
  @usableFromInline var failure: Failure?

  @inlinable
  init(size: Int) { self.size = size }

  // MARK: The consumer

  /// - Returns: Whether to start the reading task.
  @inlinable
  mutating func start() -> Bool {
    defer { hasStarted = true }
    return !hasStarted && !isOver
  }

  @inlinable
  mutating func ask(_ consumer: CheckedContinuation<Delivery, Never>, at now: Instant) -> Action {
    require(self.consumer == nil, "Two tasks ask one iterator of chunks(of:orEvery:) for its next chunk at once.")
    self.consumer = consumer
    let isDue = deadline.map { $0 <= now } ?? false
    if chunk.count >= size || isOver || isDue { return deliver() }
    return timerAction()
  }

  @inlinable
  mutating func cancel() -> Action {
    guard !isOver else { return Action() }
    var action = end()
    action.readingToEnd = reading.take()
    return action
  }

  // MARK: The reading task

  /// - Returns: Whether to cancel the task.
  @inlinable
  mutating func keep(_ reading: Task<Void, Never>) -> Bool {
    if !isOver { self.reading = reading }
    return isOver
  }

  @inlinable
  mutating func add(_ element: Element) -> Acceptance {
    guard !isOver else { return .stop }
    chunk.append(element)
    if chunk.count >= size { return .full }
    return chunk.count == 1 ? .begin(round: round) : .goOn
  }

  @inlinable
  mutating func begin(_ round: Int, deadline: Instant) -> Action {
    guard round == self.round, !isOver else { return Action() }
    self.deadline = deadline
    return timerAction()
  }

  @inlinable
  mutating func deliverFull(_ producer: CheckedContinuation<Void, Never>) -> Action {
    if isOver || chunk.count < size {
      var action = Action()
      action.producer = producer
      return action
    }
    self.producer = producer
    return consumer == nil ? Action() : deliver()
  }

  @inlinable
  mutating func finish(_ failure: Failure?) -> Action {
    guard !isOver else { return Action() }
    self.failure = failure
    reading = nil
    return end()
  }

  // MARK: The timer

  /// - Returns: Whether the timer is still needed.
  @inlinable
  mutating func keep(_ timer: Task<Void, Never>, _ round: Int) -> Bool {
    guard round == self.round, !isOver else { return false }
    self.timer = timer
    return true
  }

  @inlinable
  mutating func timeIsUp(_ round: Int) -> Action {
    guard round == self.round, consumer != nil else { return Action() }
    return deliver()
  }

  /// Starts the timer of a chunk that the consumer waits for.
  @inlinable
  mutating func timerAction() -> Action {
    var action = Action()
    if let deadline, consumer != nil, !isTimed {
      isTimed = true
      action.timerToStart = (round, deadline)
    }
    return action
  }

  // MARK: Delivering

  @inlinable
  mutating func end() -> Action {
    isOver = true
    return deliver()
  }

  /// Delivers the chunk that is begun, or what follows the last chunk, if the consumer waits. Resumes the producer.
  @inlinable
  mutating func deliver() -> Action {
    var action = Action()
    if isOver || consumer != nil { action.producer = producer.take() }
    if let consumer = consumer.take() { action.delivery = (consumer, takeDelivery()) }
    if isOver || chunk.isEmpty { action.timerToEnd = timer.take() }
    return action
  }

  @inlinable
  mutating func takeDelivery() -> Delivery {
    if !chunk.isEmpty {
      let taken = chunk
      chunk = []
      if !isOver { chunk.reserveCapacity(Swift.min(taken.count, size)) }
      round += 1
      (deadline, isTimed) = (nil, false)
      return .chunk(taken)
    }
    return failure.take().map(Delivery.failure) ?? .end
  }
}
