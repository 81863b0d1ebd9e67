/// What is under way in a concurrent mapping: a plain value, which says who is to be resumed and leaves the resuming to
/// whoever holds no lock.
///
/// Workers, each a task, do the same by turns: take an element from the source, transform it, hand the result in. There
/// are as many as have been of use, at most one for each call that may be under way: a worker that has taken an element
/// lets another one try for the next, which is woken or started only if the last one that was has come to its turn. So
/// small work is done by few workers that hardly ever wait, and work that takes its time by all of them.
@usableFromInline
struct ConcurrentMapState<Output: Sendable> {
  @usableFromInline typealias Consumer = UnsafeContinuation<Result<Output?, any Error>, Never>
  @usableFromInline typealias Answer = (consumer: Consumer, result: Result<Output?, any Error>)
  /// A worker that waits for its turn, or the driver, which waits for the time to start another worker. Resumed with
  /// false, either is through.
  @usableFromInline typealias Helper = UnsafeContinuation<Bool, Never>

  @usableFromInline let limit: Int
  @usableFromInline let isOrdered: Bool

  /// The task that the workers are children of; nil before the first element is asked for.
  @usableFromInline var driver: Task<Void, Never>?
  @usableFromInline var isStarted = false
  @usableFromInline var isStopped = false
  /// Whether another element may be taken.
  @usableFromInline var isOpen = true

  /// Elements taken from the source, or about to be, whose results the consumer does not have yet.
  @usableFromInline var pending = 0
  @usableFromInline var taken = 0
  @usableFromInline var isSourceInUse = false
  @usableFromInline var workers = 0
  @usableFromInline var waitingWorkers: [Helper] = []
  @usableFromInline var waitingDriver: Helper?
  /// Whether a worker was woken or started that has not come to its turn yet.
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

  /// - Returns: Whether the driver is to be started now.
  @inlinable
  mutating func start() -> Bool {
    guard !isStarted else { return false }
    isStarted = true
    isEnded = isStopped
    return !isStopped
  }

  /// The consumer wants a result.
  ///
  /// - Returns: What it gets at once, if anything, and who is to be woken because there is a free place now.
  @inlinable
  mutating func demand() -> (result: Result<Output?, any Error>?, helper: Helper?) {
    require(consumer == nil, "The next result was asked for while somebody waits for it.")
    if let result = nextResult() { return (.success(result), help()) }
    return (isEnded ? takeEnd() : nil, nil)
  }

  /// The consumer waits for a result that was not there.
  @inlinable
  mutating func demand(_ consumer: Consumer) -> (answer: Answer?, helper: Helper?) {
    let (result, helper) = demand()
    if let result { return ((consumer, result), helper) }
    self.consumer = consumer
    return (nil, nil)
  }

  /// The consumer has left, or its task was cancelled.
  ///
  /// - Returns: What is to be cancelled, and who is through.
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

  /// The driver waits for the time to start another worker.
  ///
  /// - Returns: Who is to go on at once, if anybody, and whether with a worker.
  @inlinable
  mutating func wait(driver: Helper) -> (Helper, Bool)? {
    guard isOpen else { return (driver, false) }
    waitingDriver = driver
    return help().map { ($0, true) }
  }

  /// Nothing runs any more.
  ///
  /// - Returns: What the consumer gets, if it waits.
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

  /// A worker wants to take an element, and a place for its result.
  ///
  /// - Parameter isHelp: Whether it comes because it was woken or started.
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
  /// - Returns: Who is to go on at once, if anybody, and whether to the source.
  @inlinable
  mutating func wait(worker: Helper) -> (Helper, Bool)? {
    guard isOpen else { return (worker, false) }
    waitingWorkers.append(worker)
    return help().map { ($0, true) }
  }

  /// A worker has taken an element.
  ///
  /// - Returns: The place of its result, and who is to be woken because the source is free.
  @inlinable
  mutating func take() -> (place: Int, helper: Helper?) {
    isSourceInUse = false
    taken += 1
    return (taken - 1, help())
  }

  /// The source has ended. Its error counts if no transformation failed.
  ///
  /// - Returns: Who is through.
  @inlinable
  mutating func endSource(_ error: (any Error)?) -> [Helper] {
    isSourceInUse = false
    pending -= 1
    sourceFailure = error
    return close()
  }

  /// A worker has transformed an element.
  ///
  /// - Returns: What the consumer gets, if it waits.
  @inlinable
  mutating func complete(_ place: Int, with output: Output) -> Answer? {
    guard !isStopped else { return nil }
    if isOrdered { results.insert(output, at: place) } else { results.append(output) }
    guard consumer != nil, let result = nextResult() else { return nil }
    return consumer.take().map { ($0, .success(result)) }
  }

  /// A transformation failed: the first failure stops all others.
  ///
  /// - Returns: What is to be cancelled, and who is through.
  @inlinable
  mutating func fail(_ error: any Error) -> (driver: Task<Void, Never>?, helpers: [Helper]) {
    guard failure == nil else { return (nil, []) }
    failure = error
    return (driver, close())
  }

  /// A worker leaves whose task was cancelled by what it called. Others are to go on in its place.
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

  /// The failure once, then the end for ever.
  @inlinable
  mutating func takeEnd() -> Result<Output?, any Error> {
    let failure = failure ?? sourceFailure
    (self.failure, sourceFailure) = (nil, nil)
    return failure.map { .failure($0) } ?? .success(nil)
  }
}
