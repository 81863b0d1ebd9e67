import DecoratorPrimitives

/// Opens files for several threads, and ends their reading from any thread.
final class ConcurrentReading: Sendable {
  private let isStoppedFlag = Locked(false)
  private let interruption: WakePipe
  private let encoding: TextEncoding
  private let longLines: LongLines
  private let onUnreadable: (@Sendable (ReadingError) throws -> Void)?
  /// How many threads each file may use.
  private let processors: Int

  /// - Parameter limit: How many files are read at once.
  init(
    concurrently limit: Int,
    encoding: TextEncoding,
    longLines: LongLines,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)?
  ) throws {
    interruption = try WakePipe(for: Self.name)
    self.encoding = encoding
    self.longLines = longLines
    self.onUnreadable = onUnreadable
    processors = max(1, Processors.available / max(1, limit))
  }

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

  /// What `body` makes of a file, which is closed however it ends; nil where the file is left out.
  ///
  /// - Throws: What `body` or the handler throws, or what ended the reading: a `CancellationError` after ``stop()``.
  func read<Output>(_ path: some FilePathConvertible, _ body: (LineReading) throws -> Output) throws -> Output? {
    if isStopped { throw CancellationError() }
    let stream = try ByteStream.opening(
      path,
      encoding: encoding,
      interruption: interruption,
      onUnreadable: onUnreadable
    )
    guard let stream else { return nil }
    let reading = LineReading(stream, longLines, processors: processors, isStopped: { self.isStopped })
    return try reading.closing(after: body)
  }
}
