/// What is under way in a concurrent mapping: a plain value, which says who is to be resumed and leaves the resuming to
/// whoever holds no lock.
struct ConcurrentMapState<Output: Sendable> {
  typealias Consumer = CheckedContinuation<Result<Output?, any Error>, Never>
  typealias Puller = CheckedContinuation<Bool, Never>
  typealias Answer = (consumer: Consumer, result: Result<Output?, any Error>)

  let limit: Int
  let isOrdered: Bool

  /// Runs the source and the transformations; nil before the first element is asked for.
  var driver: Task<Void, Never>?
  private(set) var isStarted = false
  private(set) var isStopped = false
  /// Elements taken from the source whose results the consumer does not have yet.
  private var pending = 0
  private var finished = 0
  /// Results by their place in the output.
  private var results: [Int: Output] = [:]
  private var delivered = 0
  private var failure: (any Error)?
  private var isEnded = false
  private var consumer: Consumer?
  private var puller: Puller?

  init(limit: Int, isOrdered: Bool) {
    self.limit = limit
    self.isOrdered = isOrdered
  }

  // MARK: Events from the consumer

  /// - Returns: Whether the driver is to be started now.
  mutating func start() -> Bool {
    guard !isStarted else { return false }
    isStarted = true
    isEnded = isStopped
    return !isStopped
  }

  /// The consumer wants a result.
  ///
  /// - Returns: What it gets at once, if anything, and the puller that has a free place now.
  mutating func demand(_ consumer: Consumer) -> (Answer?, Puller?) {
    precondition(self.consumer == nil, "The next result was asked for while somebody waits for it.")
    if let result = nextResult() {
      return ((consumer, .success(result)), takePuller())
    }
    if isEnded { return ((consumer, end()), nil) }
    self.consumer = consumer
    return (nil, nil)
  }

  /// The consumer has left, or its task was cancelled.
  mutating func stop() -> Task<Void, Never>? {
    if !isEnded && !isStopped {
      isStopped = true
      results = [:]
      if failure == nil { failure = CancellationError() }
    }
    return driver
  }

  var hasFailed: Bool { failure != nil }

  // MARK: Events from the driver

  /// The driver wants to take another element from the source.
  ///
  /// - Returns: Whether it may, if that is known at once.
  mutating func reserve(_ puller: Puller, isCancelled: Bool) -> Bool? {
    if isCancelled { return false }
    guard pending < limit else {
      self.puller = puller
      return nil
    }
    pending += 1
    return true
  }

  mutating func cancelPuller() -> Puller? { puller.take() }

  mutating func complete(_ index: Int, with output: Output) -> Answer? {
    guard !isStopped else { return nil }
    results[isOrdered ? index : finished] = output
    finished += 1
    guard consumer != nil, let result = nextResult() else { return nil }
    return consumer.take().map { ($0, .success(result)) }
  }

  /// A transformation failed.
  ///
  /// - Returns: What is to be cancelled: the first failure stops all others.
  mutating func fail(_ error: any Error) -> Task<Void, Never>? {
    guard failure == nil else { return nil }
    failure = error
    return driver
  }

  /// Nothing runs any more. An error of the source counts if no transformation failed.
  mutating func end(sourceFailure: (any Error)?) -> Answer? {
    isEnded = true
    if failure == nil { failure = sourceFailure }
    guard let consumer = consumer.take() else { return nil }
    return (consumer, end())
  }

  // MARK: Parts

  private mutating func nextResult() -> Output? {
    guard let result = results.removeValue(forKey: delivered) else { return nil }
    delivered += 1
    pending -= 1
    return result
  }

  /// The failure once, then the end for ever.
  private mutating func end() -> Result<Output?, any Error> {
    failure.take().map { .failure($0) } ?? .success(nil)
  }

  mutating func takePuller() -> Puller? {
    guard pending < limit, let puller = puller.take() else { return nil }
    pending += 1
    return puller
  }
}
