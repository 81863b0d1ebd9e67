import DecoratorPrimitives

/// How several files are read at once.
struct Concurrency: Sendable {
  /// How many of them, each on one thread.
  let limit: Int
  /// Whether what is read comes file after file.
  let isOrdered: Bool

  /// Stops the program if the number is not possible.
  init(_ limit: Int, ordered: Bool = true) {
    require(limit >= 1, "1 or more files may be read at once, not \(limit).")
    self.limit = limit
    isOrdered = ordered
  }
}

/// Opens files for several threads, and ends their reading from any thread.
final class ConcurrentReading: Sendable {
  let input: BlockingInput
  /// How many files are read at once: not more than there are.
  let limit: Int
  let isOrdered: Bool
  let interruption: WakePipe
  private let isStoppedFlag = Locked(false)
  private let longLines: LongLines
  /// How many threads each file may use.
  private let processors: Int

  init(_ input: BlockingInput, _ concurrency: Concurrency, longLines: LongLines) throws {
    interruption = try WakePipe(for: input.name)
    self.input = input
    limit = min(concurrency.limit, input.openings.count)
    isOrdered = concurrency.isOrdered
    self.longLines = longLines
    processors = max(1, Processors.available / max(1, limit))
  }

  /// How many files there are.
  var count: Int { input.openings.count }

  var isStopped: Bool { isStoppedFlag.withLock { $0 } }

  /// Ends the reading of all files at their next block, and waits for bytes at once.
  func stop() {
    isStoppedFlag.withLock { $0 = true }
    interruption.wake()
  }

  /// What `body` makes of the file number `index`, which is closed however it ends; nil if the file is left out.
  ///
  /// - Throws: What `body` or the handler throws, or what ended the reading: a `CancellationError` after ``stop()``.
  func read<Output>(_ index: Int, _ body: (LineReading) throws -> Output) throws -> Output? {
    if isStopped { throw CancellationError() }
    guard let source = try input.openings[index](interruption) else { return nil }
    let reading = LineReading(source, longLines, processors: processors, isStopped: { self.isStopped })
    return try reading.closing(after: body)
  }
}
