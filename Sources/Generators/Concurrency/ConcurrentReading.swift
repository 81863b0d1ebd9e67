import DecoratorPrimitives

/// Opens files for several threads, and ends their reading from any thread.
final class ConcurrentReading: Sendable {
  private let isStoppedFlag = Locked(false)
  private let interruption: WakePipe
  private let input: BlockingInput
  private let longLines: LongLines
  /// How many threads each file may use.
  private let processors: Int

  /// - Parameters:
  ///   - input: The files.
  ///   - limit: How many of them are read at once.
  init(_ input: BlockingInput, concurrently limit: Int, longLines: LongLines) throws {
    interruption = try WakePipe(for: Self.name)
    self.input = input
    self.longLines = longLines
    processors = max(1, Processors.available / max(1, limit))
  }

  /// How many files there are.
  var count: Int { input.openings.count }

  static let name = "several files"

  static func check(_ limit: Int) {
    require(limit >= 1, "1 or more files may be read at once, not \(limit).")
  }

  var isStopped: Bool { isStoppedFlag.withLock { $0 } }

  /// Ends the reading of all files at their next block, and waits for bytes at once.
  func stop() {
    isStoppedFlag.withLock { $0 = true }
    interruption.wake()
  }

  /// What `body` makes of the file number `index`, which is closed however it ends; nil where the file is left out.
  ///
  /// - Throws: What `body` or the handler throws, or what ended the reading: a `CancellationError` after ``stop()``.
  func read<Output>(_ index: Int, _ body: (LineReading) throws -> Output) throws -> Output? {
    if isStopped { throw CancellationError() }
    guard let source = try input.openings[index](interruption) else { return nil }
    let reading = LineReading(source, longLines, processors: processors, isStopped: { self.isStopped })
    return try reading.closing(after: body)
  }
}
