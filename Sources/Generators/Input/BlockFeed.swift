import DecoratorPrimitives

/// Reads an input on a thread of its own, at most one piece ahead of the consumer.
///
/// The thread starts with the first piece asked for. It ends, and closes what it opened, at the end of the input, after
/// an error, and after ``stop()``, which also ends a read that waits for a file descriptor.
final class BlockFeed: ScopedFeed {
  private let isStarted = Locked(false)
  private let ahead: ReadAhead<BlockPiece>
  private let input: BlockingInput
  private let makePieces: @Sendable (ByteStream) -> any BlockPieces
  private let interruption: WakePipe

  init(_ input: BlockingInput, _ makePieces: @escaping @Sendable (ByteStream) -> any BlockPieces) throws {
    self.input = input
    self.makePieces = makePieces
    let interruption = try WakePipe(for: input.name)
    self.interruption = interruption
    ahead = ReadAhead(depth: 1, onStop: { interruption.wake() })
  }

  var name: String { input.name }

  /// The next piece, or nil at the end and after an error.
  ///
  /// - Throws: What the reading throws, once; `CancellationError` as soon as the task is cancelled.
  func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> BlockPiece? {
    start()
    return try await ahead.take(isolation: actor)
  }

  /// What comes as soon as ``next(isolation:)`` would not wait. Nothing is taken by it.
  func arrival() -> Arrival {
    start()
    return ahead.arrival()
  }

  /// Ends the reading. A task that waits for a piece gets a `CancellationError`.
  func stop() { ahead.stop() }

  /// Waits until the thread, if there is one, has closed what it opened.
  func closed() async {
    if input.isInterruptible { await ahead.ended() }
  }

  private func start() {
    let isFirst = isStarted.withLock { isStarted in
      defer { isStarted = true }
      return !isStarted
    }
    guard isFirst else { return }
    let isReading = ahead.start { [input, interruption, makePieces] ahead in
      let streams = input.streams(interruption)
      defer { streams.close() }
      let pieces = SeriesPieces(streams, makePieces)
      while ahead.waitForRoom(), let piece = try pieces.next() { ahead.put(piece) }
    }
    guard !isReading else { return }
    ahead.finish(
      .failure(ReadingError(.openFailed, source: name, "the system has no thread left to read it on."))
    )
  }
}
