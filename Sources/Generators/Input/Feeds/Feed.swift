import DecoratorPrimitives

/// Reads an input on a thread of its own, a bounded number of elements ahead of the consumer.
///
/// The thread starts with the first element asked for. It ends, and closes what it opened, at the end of the input, after
/// an error, and after ``stop()``, which also ends a read that waits for a file descriptor.
final class Feed<Element: Sendable>: AsyncFeed, ScopedFeed {
  private let isStarted = Locked(false)
  private let ahead: ReadAhead<Element>
  private let input: BlockingInput
  private let read: @Sendable (DecodedSources, ReadAhead<Element>) throws -> Void
  private let interruption: WakePipe

  /// - Parameters:
  ///   - depth: How many elements may wait for the consumer.
  ///   - read: Makes elements of the sources, on the thread, while the buffer has room for them.
  init(
    _ input: BlockingInput,
    depth: Int,
    _ read: @escaping @Sendable (DecodedSources, ReadAhead<Element>) throws -> Void
  ) throws {
    self.input = input
    self.read = read
    let interruption = try WakePipe(for: input.name)
    self.interruption = interruption
    ahead = ReadAhead(depth: depth, onStop: { interruption.wake() })
  }

  var name: String { input.name }

  func next(isolation actor: isolated (any Actor)?) async throws -> Element? {
    start()
    return try await ahead.take(isolation: actor)
  }

  func arrival() -> Arrival {
    start()
    return ahead.arrival()
  }

  /// Ends the reading. A task that waits for an element gets a `CancellationError`.
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
    let isReading = ahead.start { [input, interruption, read] ahead in
      let sources = input.sources(interruption)
      defer { sources.close() }
      try read(sources, ahead)
    }
    if !isReading { ahead.finish(.failure(ReadingError.noThread(for: name))) }
  }
}
