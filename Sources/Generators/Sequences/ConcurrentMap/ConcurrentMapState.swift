/// The state of a concurrent map. It is a plain value: each event returns which continuations to resume, and the caller
/// resumes them without the lock.
///
/// Each worker is a task. It takes an element from the source, transforms it, stores the result, and starts again. When
/// a worker has taken an element, it lets another worker take the next one. That worker is woken or started only if the
/// last one that was woken has reached its turn. So a few workers that hardly ever wait do small work, and all of them
/// do long work.
@usableFromInline
struct ConcurrentMapState<Output: Sendable> {
  @usableFromInline typealias Consumer = UnsafeContinuation<Result<Output?, any Error>, Never>
  @usableFromInline typealias Answer = (consumer: Consumer, result: Result<Output?, any Error>)
  /// A worker that waits for its turn, or the driver, which waits until another worker is wanted. If it is resumed with
  /// false, it ends.
  @usableFromInline typealias Helper = UnsafeContinuation<Bool, Never>

  @usableFromInline let limit: Int
  @usableFromInline let isOrdered: Bool

  /// The parent task of the workers; nil before the first element is asked for.
  @usableFromInline var driver: Task<Void, Never>?
  @usableFromInline var isStarted = false
  @usableFromInline var isStopped = false
  /// Whether another element may be taken.
  @usableFromInline var isOpen = true

  /// How many elements have been taken from the source, or are about to be, whose results the consumer has not
  /// received.
  @usableFromInline var pending = 0
  @usableFromInline var taken = 0
  @usableFromInline var isSourceInUse = false
  @usableFromInline var workers = 0
  @usableFromInline var waitingWorkers: [Helper] = []
  @usableFromInline var waitingDriver: Helper?
  /// Whether a worker was woken or started and has not reached its turn.
  @usableFromInline var isHelpComing = false

  @usableFromInline var results = ResultQueue<Output>()
  @usableFromInline var failure: (any Error)?
  @usableFromInline var sourceFailure: (any Error)?
  @usableFromInline var isEnded = false
  @usableFromInline var consumer: Consumer?

  @inlinable
  init(limit: Int, isOrdered: Bool) {
    self.limit = limit
    self.isOrdered = isOrdered
  }

  // MARK: Events from the consumer

  /// - Returns: Whether to start the driver now.
  @inlinable
  mutating func start() -> Bool {
    guard !isStarted else { return false }
    isStarted = true
    isEnded = isStopped
    return !isStopped
  }

  /// The consumer wants a result.
  ///
  /// - Returns: The result if there is one, and the helper to resume because there is a free place now.
  @inlinable
  mutating func demand() -> (result: Result<Output?, any Error>?, helper: Helper?) {
    require(consumer == nil, "The next result was asked for while another call waits for it. Let one task call next().")
    if let result = nextResult() { return (.success(result), help()) }
    return (isEnded ? takeEnd() : nil, nil)
  }

  /// The consumer waits, because there was no result.
  @inlinable
  mutating func demand(_ consumer: Consumer) -> (answer: Answer?, helper: Helper?) {
    let (result, helper) = demand()
    if let result { return ((consumer, result), helper) }
    self.consumer = consumer
    return (nil, nil)
  }

  /// The consumer has left, or its task was cancelled.
  ///
  /// - Returns: The driver to cancel, and the helpers that end.
  @inlinable
  mutating func stop() -> (driver: Task<Void, Never>?, helpers: [Helper]) {
    guard !isEnded, !isStopped else { return (nil, []) }
    isStopped = true
    results = ResultQueue()
    if failure == nil { failure = CancellationError() }
    return (driver, close())
  }

  @inlinable var hasFailed: Bool { failure != nil }

  // MARK: Events from the driver

  /// The driver waits until another worker is wanted.
  ///
  /// - Returns: The helper to resume at once, if any, and the value to resume it with.
  @inlinable
  mutating func wait(driver: Helper) -> (Helper, Bool)? {
    guard isOpen else { return (driver, false) }
    waitingDriver = driver
    return help().map { ($0, true) }
  }

  /// All workers have ended.
  ///
  /// - Returns: The answer to the consumer if it waits.
  @inlinable
  mutating func end() -> Answer? {
    isEnded = true
    guard let consumer = consumer.take() else { return nil }
    return (consumer, takeEnd())
  }

  // MARK: Events from the workers

  @usableFromInline
  enum Turn {
    case take
    case wait
    case leave
  }

  /// A worker wants to take an element and to reserve the position of its result.
  ///
  /// - Parameter isHelp: Whether the worker was just woken or started.
  @inlinable
  mutating func turn(isHelp: Bool) -> Turn {
    if isHelp { isHelpComing = false }
    guard isOpen else { return .leave }
    guard isSourceFree else { return .wait }
    isSourceInUse = true
    pending += 1
    return .take
  }

  /// A worker waits for its turn.
  ///
  /// - Returns: The helper to resume at once, if any, and the value to resume it with.
  @inlinable
  mutating func wait(worker: Helper) -> (Helper, Bool)? {
    guard isOpen else { return (worker, false) }
    waitingWorkers.append(worker)
    return help().map { ($0, true) }
  }

  /// A worker has taken an element.
  ///
  /// - Returns: The position of its result, and the helper to resume because the source is free.
  @inlinable
  mutating func take() -> (place: Int, helper: Helper?) {
    isSourceInUse = false
    taken += 1
    return (taken - 1, help())
  }

  /// The source has ended. Its error is thrown if no transformation failed.
  ///
  /// - Returns: The helpers that end.
  @inlinable
  mutating func endSource(_ error: (any Error)?) -> [Helper] {
    isSourceInUse = false
    pending -= 1
    sourceFailure = error
    return close()
  }

  /// A worker has transformed an element.
  ///
  /// - Returns: The answer to the consumer if it waits.
  @inlinable
  mutating func complete(_ place: Int, with output: Output) -> Answer? {
    guard !isStopped else { return nil }
    if isOrdered { results.insert(output, at: place) } else { results.append(output) }
    guard consumer != nil, let result = nextResult() else { return nil }
    return consumer.take().map { ($0, .success(result)) }
  }

  /// A transformation failed. The first failure stops all others.
  ///
  /// - Returns: The driver to cancel, and the helpers that end.
  @inlinable
  mutating func fail(_ error: any Error) -> (driver: Task<Void, Never>?, helpers: [Helper]) {
    guard failure == nil else { return (nil, []) }
    failure = error
    return (driver, close())
  }

  /// A worker ends because the code that it called cancelled its task. Another one continues in its place.
  @inlinable
  mutating func leave() -> Helper? {
    workers -= 1
    return help()
  }

  // MARK: Parts

  @inlinable var isSourceFree: Bool { !isSourceInUse && pending < limit }

  @inlinable
  mutating func help() -> Helper? {
    guard isOpen, isSourceFree, !isHelpComing else { return nil }
    if let worker = waitingWorkers.popLast() {
      isHelpComing = true
      return worker
    }
    guard workers < limit, let driver = waitingDriver.take() else { return nil }
    isHelpComing = true
    workers += 1
    return driver
  }

  @inlinable
  mutating func close() -> [Helper] {
    isOpen = false
    defer { (waitingWorkers, waitingDriver) = ([], nil) }
    return waitingWorkers + (waitingDriver.map { [$0] } ?? [])
  }

  @inlinable
  mutating func nextResult() -> Output? {
    guard let result = results.popFirst() else { return nil }
    pending -= 1
    return result
  }

  /// Returns the failure once, and then the end.
  @inlinable
  mutating func takeEnd() -> Result<Output?, any Error> {
    let failure = failure ?? sourceFailure
    (self.failure, sourceFailure) = (nil, nil)
    return failure.map { .failure($0) } ?? .success(nil)
  }
}
