import DecoratorPrimitives

/// Where the thread puts lines for the consumer: in batches, as long as there is room.
final class FollowOutput {
  /// How many bytes of memory a batch holds at most when the consumer is behind, and when it is handed over at once.
  private static let largestBatch = 524_288
  private static let usualBatch = 262_144
  /// What a slice takes beside its bytes.
  private static let sliceSize = 256

  private let ahead: ReadAhead<[BlockSlice]>
  private var batch: [BlockSlice] = []
  private var size = 0

  init(_ ahead: ReadAhead<[BlockSlice]>) { self.ahead = ahead }

  var hasRoom: Bool { !ahead.isStopped && (size < Self.largestBatch || ahead.hasRoom) }

  func put(_ slice: BlockSlice) {
    guard !slice.range.isEmpty else { return }
    batch.append(slice)
    size += slice.block.capacity + Self.sliceSize
    if size >= Self.usualBatch { flush() }
  }

  /// Hands the batch over, if the consumer is not too far behind.
  func flush() {
    guard !batch.isEmpty, ahead.hasRoom else { return }
    ahead.put(batch)
    batch = []
    size = 0
  }
}

/// Follows files on a thread of its own and reads ahead of the consumer, up to a few MiB.
///
/// The thread starts with the first lines asked for. It ends, and closes the files, after an error and after ``stop()``.
/// A task beside it sleeps on the clock, and lets the thread look at the files each time.
final class FollowFeed: ScopedFeed {
  private struct State {
    var hasStarted = false
    var isStopped = false
    /// Wait until the thread has looked at all files.
    var looks: [CheckedContinuation<Void, Never>] = []
    var ticker: Task<Void, Never>?
    /// What the clock has thrown.
    var failure: (any Error)?
  }

  private let state: Locked<State>
  private let settings: FollowSettings
  private let notes: Locked<FollowNotes>
  private let ahead: ReadAhead<[BlockSlice]>
  private let wakePipe: WakePipe

  init(_ settings: FollowSettings, _ notes: Locked<FollowNotes>) throws {
    self.settings = settings
    self.notes = notes
    let pipe = try WakePipe(for: settings.name)
    let state = Locked(State())
    wakePipe = pipe
    self.state = state
    ahead = ReadAhead(
      depth: 4,
      onRoom: { pipe.wake() },
      onStop: {
        let ticker = state.withLock { state in
          state.isStopped = true
          return state.ticker.take()
        }
        ticker?.cancel()
        pipe.wake()
      }
    )
    settings.probe?.attach { [ahead] in ahead.isTaskWaiting }
  }

  var name: String { settings.name }

  /// The next lines.
  ///
  /// - Throws: What the reading throws; `CancellationError` as soon as the task is cancelled, and after ``stop()``.
  func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> [BlockSlice] {
    start()
    guard let batch = try await ahead.take(isolation: actor) else { throw CancellationError() }
    return batch
  }

  /// What comes as soon as ``next(isolation:)`` would not wait. Nothing is taken by it.
  func arrival() -> Arrival {
    start()
    return ahead.arrival()
  }

  func stop() { ahead.stop() }

  func closed() async { await ahead.ended() }

  // MARK: The thread

  private func start() {
    let isFirst = state.withLock { state in
      defer { state.hasStarted = true }
      return !state.hasStarted
    }
    guard isFirst else { return }
    let isReading = ahead.start { [self] ahead in try run(ahead) }
    guard isReading else {
      ahead.finish(
        .failure(ReadingError(.openFailed, source: name, "the system has no thread left to follow it on."))
      )
      return
    }
    let ticker = Task.detached { [self] in await tick() }
    let isStopped = state.withLock { state in
      if !state.isStopped { state.ticker = ticker }
      return state.isStopped
    }
    if isStopped { ticker.cancel() }
  }

  private func run(_ ahead: ReadAhead<[BlockSlice]>) throws {
    let engine = FollowEngine(settings) { [notes, settings] event in
      notes.withLock { $0.counts.add(event) }
      settings.onEvent?(event)
    } onBeginning: { [notes] source, position in
      notes.withLock { $0.beginnings.addMissing(source, position) }
    }
    defer {
      engine.close()
      endLooks()
    }
    let output = FollowOutput(ahead)
    while !ahead.isStopped {
      settings.probe?.countRound()
      try look(with: engine, output)
      _ = wakePipe.wait(beside: engine.eventDescriptor)
      wakePipe.drain()
    }
  }

  private func look(with engine: FollowEngine, _ output: FollowOutput) throws {
    let (looks, failure) = takeLooks()
    defer { for look in looks { look.resume() } }
    if let failure { throw failure }
    try engine.run(isDue: !looks.isEmpty, output)
    output.flush()
  }

  private func takeLooks() -> ([CheckedContinuation<Void, Never>], failure: (any Error)?) {
    state.withLock { state in
      defer { state.looks = [] }
      return (state.looks, state.failure)
    }
  }

  /// Lets the thread look at all files, and waits until it has handed over what there is room for.
  func look() async {
    await withCheckedContinuation { look in
      let isStopped = state.withLock { state in
        if !state.isStopped { state.looks.append(look) }
        return state.isStopped
      }
      if isStopped { look.resume() } else { wakePipe.wake() }
    }
  }

  /// Looks now, and whenever the interval has passed on the clock.
  private func tick() async {
    while true {
      await look()
      do {
        try await settings.clock.sleep(for: settings.interval)
      } catch {
        // A clock that fails ends the lines; one that is cancelled has nobody to tell.
        guard !(error is CancellationError) else { return }
        state.withLock { $0.failure = error }
        return wakePipe.wake()
      }
    }
  }

  private func endLooks() {
    state.withLock { $0.isStopped = true }
    for look in takeLooks().0 { look.resume() }
  }
}
