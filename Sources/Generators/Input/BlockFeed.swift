import DecoratorPrimitives

/// Reads a stream on a thread of its own, at most one piece ahead of who takes the pieces.
///
/// The thread starts with the first piece asked for. It ends, and closes what it opened, at the end of the stream, after
/// an error, and after ``stop()``, which also ends a read that waits for a file descriptor.
final class BlockFeed: ScopedFeed {
  private enum Phase {
    case idle
    case running
    /// There is nothing more, after this error if there is one.
    case ended((any Error)?)
    case stopped
  }

  private struct State {
    var phase = Phase.idle
    var ready: BlockPiece?
    var waiter: CheckedContinuation<BlockPiece?, any Error>?
    /// What is waited for that has not come yet.
    var arrival: Arrival?
  }

  private let state = Locked(State())
  private let thread = FeedThread()
  /// One ring for each piece that the thread may still read.
  private let doorbell = Doorbell(rings: 1)
  private let input: BlockingInput
  private let makePieces: @Sendable (ByteStream) -> any BlockPieces
  private let interruption: Interruption

  init(_ input: BlockingInput, _ makePieces: @escaping @Sendable (ByteStream) -> any BlockPieces) throws {
    self.input = input
    self.makePieces = makePieces
    interruption = try Interruption(for: input.name)
  }

  var name: String { input.name }

  // MARK: Taking pieces

  /// The next piece, or nil at the end and after an error.
  ///
  /// - Throws: What the reading throws, once; `CancellationError` as soon as the task is cancelled.
  func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> BlockPiece? {
    start()
    if let piece = takeReady() { return piece }
    return try await withTaskCancellationHandler {
      // Seen here, the closure is the actor's too, and stays on its thread.
      _ = actor
      return try await withCheckedThrowingContinuation { settle($0) }
    } onCancel: {
      stop()
    }
  }

  /// What comes as soon as ``next(isolation:)`` would not wait. Nothing is taken by it.
  func arrival() -> Arrival {
    start()
    return state.withLock { state in
      guard state.ready == nil, case .running = state.phase else { return .past }
      let arrival = state.arrival ?? Arrival()
      state.arrival = arrival
      return arrival
    }
  }

  private func takeReady() -> BlockPiece? {
    guard !Task.isCancelled else { return nil }
    let piece = state.withLock { $0.ready.take() }
    if piece != nil { doorbell.ring() }
    return piece
  }

  private func settle(_ continuation: CheckedContinuation<BlockPiece?, any Error>) {
    let result: Result<BlockPiece?, any Error>? = state.withLock { state in
      if case .stopped = state.phase { return .failure(CancellationError()) }
      if let piece = state.ready.take() { return .success(piece) }
      guard case .ended(let error) = state.phase else {
        state.waiter = continuation
        return nil
      }
      state.phase = .ended(nil)
      return error.map { .failure($0) } ?? .success(nil)
    }
    guard let result else { return }
    if case .success(.some) = result { doorbell.ring() }
    continuation.resume(with: result)
  }

  // MARK: Leaving

  /// Ends the reading. Who waits for a piece gets a `CancellationError`.
  func stop() {
    let (waiter, arrival) = state.withLock { state -> (CheckedContinuation<BlockPiece?, any Error>?, Arrival?) in
      if case .ended = state.phase, state.ready == nil { return (nil, nil) }
      state.phase = .stopped
      state.ready = nil
      return (state.waiter.take(), state.arrival.take())
    }
    interruption.interrupt()
    doorbell.ring()
    waiter?.resume(throwing: CancellationError())
    arrival?.come()
  }

  /// Waits until the thread, if there is one, has closed what it opened.
  func closed() async {
    if input.isInterruptible { await thread.ended() }
  }

  // MARK: The thread

  private func start() {
    let isFirst = state.withLock { state in
      guard case .idle = state.phase else { return false }
      state.phase = .running
      thread.announce()
      return true
    }
    guard isFirst else { return }
    do { try thread.start(reading: name) { self.run() } } catch { end(error) }
  }

  private func run() {
    do {
      let streams = input.streams(interruption)
      defer { streams.close() }
      let pieces = SeriesPieces(streams, makePieces)
      while waitForDemand(), let piece = try pieces.next() { deliver(piece) }
      end(nil)
    } catch {
      end(error)
    }
  }

  private func waitForDemand() -> Bool {
    doorbell.wait()
    return state.withLock {
      if case .running = $0.phase { true } else { false }
    }
  }

  private func deliver(_ piece: BlockPiece) {
    let (waiter, arrival) = state.withLock { state -> (CheckedContinuation<BlockPiece?, any Error>?, Arrival?) in
      guard case .running = state.phase else { return (nil, nil) }
      guard let waiter = state.waiter.take() else {
        state.ready = piece
        return (nil, state.arrival.take())
      }
      return (waiter, nil)
    }
    arrival?.come()
    guard let waiter else { return }
    doorbell.ring()
    waiter.resume(returning: piece)
  }

  private func end(_ error: (any Error)?) {
    let (waiter, arrival) = state.withLock { state -> (CheckedContinuation<BlockPiece?, any Error>?, Arrival?) in
      guard case .running = state.phase else { return (nil, nil) }
      state.phase = .ended(state.waiter == nil ? error : nil)
      return (state.waiter.take(), state.arrival.take())
    }
    arrival?.come()
    guard let waiter else { return }
    if let error { waiter.resume(throwing: error) } else { waiter.resume(returning: nil) }
  }
}
