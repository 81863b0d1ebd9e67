import DecoratorPrimitives

private enum Limits {
  /// How many batches of a file wait for the consumer at most.
  static let depth = 16
  /// How many elements a batch has at most, and how many bytes are read for it before it is handed over.
  static let elements = 512
  static let bytes = BlockPool.standardSize
}

/// Reads several files at once, each on one thread, for one consumer, which gets the elements of each file in their order.
///
/// Elements go from thread to thread in batches. In the order of the files, each file has a buffer of its own. As they
/// come, all share one. A thread that finds no room waits, so memory is bounded.
final class FilesRun<Element: Sendable>: ScopedFeed {
  typealias Batch = [Element]
  /// Hands the elements of a file to `yield`, up to where that returns false.
  typealias Read = @Sendable (LineReading, _ yield: (Element) -> Bool) throws -> Void

  private struct State {
    /// The file that a thread takes next.
    var next = 0
    /// The file whose elements the consumer takes.
    var current = 0
    /// The buffers of files that have been begun, or are awaited, and are not used up.
    var buffers: [Int: ReadAhead<Batch>] = [:]
    var threads = 0
    var hasStarted = false
    var hasFailed = false
    var isStopped = false
    var tasksAtEnd: [CheckedContinuation<Void, Never>] = []
    var threadsAtEnd = 0
  }

  private let state = Locked(State())
  private let count: Int
  private let limit: Int
  private let reading: ConcurrentReading
  private let read: Read
  /// The buffer of all files, where their order does not matter.
  private let shared: ReadAhead<Batch>?
  /// In the order of the files: rung for each further file that may be begun.
  private let turns: Doorbell
  /// As they come: rung for each further batch that there is room for.
  private let room: Doorbell
  private let departure = Doorbell(rings: 0)

  let name = ConcurrentReading.name

  init(_ reading: ConcurrentReading, concurrently limit: Int, ordered: Bool, _ read: @escaping Read) {
    count = reading.count
    self.limit = min(limit, reading.count)
    self.reading = reading
    self.read = read
    shared = ordered ? nil : ReadAhead(depth: .max, onStop: { reading.stop() })
    turns = Doorbell(rings: 2 * self.limit)
    room = Doorbell(rings: Limits.depth * self.limit)
  }

  // MARK: Consumer

  /// The next elements of one file, for which the calling thread waits; nil at the end and after ``stop()``.
  ///
  /// - Throws: The error that ended the elements, once.
  func take() throws -> Batch? {
    start()
    while let buffer = currentBuffer {
      if let batch = try ending(try buffer.take()) {
        noteTaken()
        return batch
      }
      guard advance() else { return nil }
    }
    return nil
  }

  /// The next elements of one file, or nil at the end.
  ///
  /// - Throws: The error that ended the elements, once; `CancellationError` as soon as the task is cancelled.
  func take(isolation actor: isolated (any Actor)?) async throws -> Batch? {
    start()
    while let buffer = currentBuffer {
      let result: Result<Batch?, any Error>
      do { result = .success(try await buffer.take(isolation: actor)) } catch { result = .failure(error) }
      if let batch = try ending(try result.get()) {
        noteTaken()
        return batch
      }
      guard advance() else { return nil }
    }
    return nil
  }

  /// The value, or an error, after which nothing is read any more.
  private func ending<Value>(_ value: @autoclosure () throws -> Value) throws -> Value {
    do {
      return try value()
    } catch {
      stop()
      throw error
    }
  }

  /// The buffer from which elements are taken; nil behind the last file.
  private var currentBuffer: ReadAhead<Batch>? {
    if let shared { return shared }
    let current = state.withLock { $0.current }
    return current < count ? buffer(of: current) : nil
  }

  private func noteTaken() {
    if shared != nil { room.ring() }
  }

  /// Goes on to the next file, and says whether there may be one.
  private func advance() -> Bool {
    guard shared == nil else { return false }
    let isStopped = state.withLock { state in
      state.buffers[state.current] = nil
      state.current += 1
      return state.isStopped
    }
    turns.ring()
    return !isStopped
  }

  // MARK: Leaving

  /// Ends the reading. A task that waits for elements gets a `CancellationError`.
  func stop() {
    let (isFirst, buffers) = state.withLock { state in
      defer { state.isStopped = true }
      return (!state.isStopped, state.buffers.values.map { $0 })
    }
    guard isFirst else { return }
    reading.stop()
    shared?.stop()
    for buffer in buffers { buffer.stop() }
    for _ in 0..<limit {
      turns.ring()
      room.ring()
    }
  }

  /// Waits until the threads have closed what they opened.
  func closed() async {
    await withCheckedContinuation { task in
      let isAlive = state.withLock { state in
        if state.threads > 0 { state.tasksAtEnd.append(task) }
        return state.threads > 0
      }
      if !isAlive { task.resume() }
    }
  }

  /// The same on a thread.
  func waitForEnd() {
    let isAlive = state.withLock { state in
      if state.threads > 0 { state.threadsAtEnd += 1 }
      return state.threads > 0
    }
    if isAlive { departure.wait() }
  }

  // MARK: The threads

  private func start() {
    let isFirst = state.withLock { state in
      guard !state.hasStarted else { return false }
      state.hasStarted = true
      state.threads = limit
      return true
    }
    guard isFirst else { return }
    guard limit > 0 else {
      shared?.finish(.success(()))
      return
    }
    let started = (0..<limit).count { _ in startThreadIfPossible { self.run() } }
    if started == 0 {
      let error = ReadingError(.openFailed, source: name, "the system has no thread left to read them on.")
      fail(error, shared ?? buffer(of: 0))
    }
    // Without a further thread, those that there are read all files.
    for _ in started..<limit { depart() }
  }

  private func run() {
    while let index = nextFile() {
      let buffer = shared ?? buffer(of: index)
      do {
        _ = try reading.read(index) { try readAll(of: $0, into: buffer) }
        if shared == nil { buffer.finish(.success(())) }
      } catch {
        fail(error, buffer)
      }
    }
    depart()
  }

  /// The file whose turn it is, which may have to wait until the consumer is near it; nil at the end.
  private func nextFile() -> Int? {
    let isLeft = state.withLock { $0.next < count && !$0.hasFailed }
    guard isLeft else { return nil }
    if shared == nil { turns.wait() }
    return state.withLock { state in
      guard state.next < count, !state.hasFailed, !state.isStopped else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Reads a file in batches that begin small, so that the first elements come soon.
  private func readAll(of reading: LineReading, into buffer: ReadAhead<Batch>) throws {
    var batch: Batch = []
    var size = 1
    var byteCount = 0
    defer { if !batch.isEmpty { _ = hand(batch, to: buffer) } }
    try read(reading) { element in
      batch.append(element)
      guard batch.count >= size || reading.byteCount - byteCount >= Limits.bytes else { return true }
      size = min(2 * size, Limits.elements)
      byteCount = reading.byteCount
      let full = batch
      batch = []
      batch.reserveCapacity(size)
      return hand(full, to: buffer)
    }
  }

  /// Waits for room, and says whether the batch was handed over.
  private func hand(_ batch: Batch, to buffer: ReadAhead<Batch>) -> Bool {
    if shared != nil {
      room.wait()
      // What a file that was ended with the others gives now may be half of it.
      guard !state.withLock({ $0.hasFailed }) else { return false }
    }
    guard buffer.waitForRoom() else { return false }
    buffer.put(batch)
    return true
  }

  private func fail(_ error: any Error, _ buffer: ReadAhead<Batch>) {
    // As they come, the first error ends all files. What that makes of the others is no failure of theirs.
    let isFirst = state.withLock { state in
      defer { state.hasFailed = true }
      return !state.hasFailed
    }
    guard shared != nil else { return buffer.finish(.failure(error)) }
    guard isFirst else { return }
    buffer.finish(.failure(error))
    reading.stop()
  }

  private func depart() {
    let (isLast, hasFailed, tasks, threads) = state.withLock { state in
      state.threads -= 1
      let isLast = state.threads == 0
      defer { if isLast { (state.tasksAtEnd, state.threadsAtEnd) = ([], 0) } }
      return (isLast, state.hasFailed, isLast ? state.tasksAtEnd : [], isLast ? state.threadsAtEnd : 0)
    }
    guard isLast else { return }
    if !hasFailed { shared?.finish(.success(())) }
    for task in tasks { task.resume() }
    for _ in 0..<threads { departure.ring() }
  }

  /// The buffer of a file, made by the first who needs it.
  private func buffer(of index: Int) -> ReadAhead<Batch> {
    let (buffer, isLate) = state.withLock { state in
      let buffer =
        state.buffers[index] ?? ReadAhead<Batch>(depth: Limits.depth, onStop: { [weak self] in self?.stop() })
      state.buffers[index] = buffer
      return (buffer, state.isStopped)
    }
    if isLate { buffer.stop() }
    return buffer
  }
}

extension FilesRun {
  /// Reads what `make` makes of each file.
  convenience init<Elements: Sequence & SendableMetatype>(
    _ input: BlockingInput,
    concurrently limit: Int,
    ordered: Bool,
    longLines: LongLines = .standard,
    _ make: @escaping @Sendable (LineReading) throws -> Elements
  ) throws where Elements.Element == Element {
    ConcurrentReading.check(limit)
    let reading = try ConcurrentReading(input, concurrently: min(limit, input.openings.count), longLines: longLines)
    self.init(reading, concurrently: limit, ordered: ordered) { reading, yield in
      for element in try make(reading) where !yield(element) { break }
    }
  }
}
