import DecoratorPrimitives

/// What asynchronous lines and records are read from: once, or anew for each iterator.
final class AsyncInput: Sendable {
  let name: String
  let longLines: LongLines
  let skipped = SkippedLines()
  private let isRepeatable: Bool
  private let isTaken = Locked(false)
  private let open: @Sendable (@escaping BlockCutting) throws -> any AsyncFeed<BlockSlice>
  /// The same for a thread of its own, and the scope of that thread. Nil if no thread reads it.
  private let blocking: (input: BlockingInput, scope: FeedScope)?

  /// An input that a thread of its own reads, at most one block ahead of the consumer, or several files that as many
  /// threads as `concurrency` says read at once.
  init(_ input: BlockingInput, _ concurrency: Concurrency? = nil, longLines: LongLines, in scope: FeedScope) {
    name = input.name
    isRepeatable = input.isRepeatable
    self.longLines = longLines
    blocking = (input, scope)
    open = { cutting in
      if let concurrency {
        let reading = try ConcurrentReading(input, concurrency, longLines: longLines)
        let run: FilesRun<BlockSlice> = FilesRun(reading, cutting)
        return OwnedFeed(scope.add(run))
      }
      let feed = try Feed<BlockSlice>(input, depth: 1) { sources, ahead in
        let blocks = SeriesBlocks(sources, cutting)
        while ahead.waitForRoom(), let slice = try blocks.next() { ahead.put(slice) }
      }
      return OwnedFeed(scope.add(feed))
    }
  }

  /// An input that the task that iterates reads, once.
  init(
    name: String,
    longLines: LongLines,
    open: @escaping @Sendable (@escaping BlockCutting) throws -> any AsyncFeed<BlockSlice>
  ) {
    self.name = name
    isRepeatable = false
    self.longLines = longLines
    self.open = open
    blocking = nil
  }

  /// The blocks of the input for one iterator.
  ///
  /// - Throws: ``ReadingError`` of code `alreadyRead` if the input can be read only once and has been.
  func blocks(_ cutting: @escaping BlockCutting) throws -> any AsyncFeed<BlockSlice> {
    try use()
    return try open(cutting)
  }

  /// What `read` makes of the input for one iterator, on a thread of its own; nil if no thread reads it.
  ///
  /// - Throws: As ``blocks(_:)``.
  func feed<Element: Sendable>(
    depth: Int,
    _ read: @escaping @Sendable (DecodedSources, ReadAhead<Element>) throws -> Void
  ) throws -> OwnedFeed<Feed<Element>>? {
    guard let blocking else { return nil }
    try use()
    return OwnedFeed(blocking.scope.add(try Feed(blocking.input, depth: depth, read)))
  }

  private func use() throws {
    let wasTaken = isTaken.withLock { isTaken in
      defer { isTaken = true }
      return isTaken
    }
    guard isRepeatable || !wasTaken else {
      throw ReadingError(
        .alreadyRead,
        source: name,
        "it has been asked for its lines or records before, and can be read only once. Keep the iterator, or open it again."
      )
    }
  }
}
