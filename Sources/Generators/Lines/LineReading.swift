/// The reading of one input in a scope. It happens once, keeps the error that ended it, and ends with the scope.
final class LineReading {
  let longLines: LongLines
  let skipped = SkippedLines()
  let name: String
  /// How many threads may read or count it, unless the call says otherwise.
  let processors: Int
  private let isStopped: () -> Bool
  private let sources: DecodedSources
  /// Where threads of their own read the sources at once.
  private let files: ConcurrentReading?
  private var blocks: (any BlockReader)?
  private var count: CountRun?
  private var isClosed = false
  private(set) var failure: (any Error)?
  /// How many bytes of lines or records it has given, after decompression.
  private(set) var byteCount = 0

  /// - Parameters:
  ///   - processors: How many threads may read or count it. With one, the consumer does everything.
  ///   - isStopped: Asked before each slice, whether to end with a `CancellationError`.
  init(
    _ source: DecodedSource,
    _ longLines: LongLines,
    processors: Int = Processors.available,
    isStopped: @escaping () -> Bool = { false }
  ) {
    name = source.name
    sources = DecodedSources([{ source }])
    self.longLines = longLines
    self.processors = processors
    self.isStopped = isStopped
    files = nil
  }

  init(name: String, _ openings: [DecodedSources.Opening], _ longLines: LongLines) {
    self.name = name
    sources = DecodedSources(openings)
    self.longLines = longLines
    processors = Processors.available
    isStopped = { false }
    files = nil
  }

  /// Several files that threads of their own read at once.
  init(_ input: BlockingInput, _ concurrency: Concurrency, _ longLines: LongLines) throws {
    let files = try ConcurrentReading(input, concurrency, longLines: longLines)
    name = input.name
    sources = input.sources(files.interruption)
    self.longLines = longLines
    processors = Processors.available
    isStopped = { false }
    self.files = files
  }

  convenience init(
    atPaths paths: [some FilePathConvertible],
    encoding: TextEncoding,
    onUnreadable: UnreadableHandler?,
    _ longLines: LongLines
  ) {
    let openings = paths.map { path in
      { try DecodedSource.opening(path, encoding: encoding, onUnreadable: onUnreadable) }
    }
    self.init(name: "several files", openings, longLines)
  }

  /// Whether an error has ended the reading.
  var isOver: Bool {
    require(!isClosed, Self.isUsedTooLate(name))
    return failure != nil
  }

  static func isUsedTooLate(_ name: String) -> String {
    "The lines or records of \"\(name)\" were used after the closure they were given to had returned. Results that are lazy "
      + "read on: make an array of them in the closure."
  }

  /// Lets the blocks be asked for, once.
  ///
  /// - Parameter ahead: Whether the work on the blocks is enough to pay for a second thread, which reads the rest of a
  ///   large file.
  func begin(ahead: Bool, _ cutting: @escaping BlockCutting) {
    requireFirstUse()
    if let files {
      blocks = FilesRun(files, cutting)
      return
    }
    let ahead = ahead && processors > 1
    blocks = SeriesBlocks(sources) { source in
      ahead && source.isOfRegularFile ? BlocksAhead(cutting(source)) : cutting(source)
    }
  }

  /// Lets the lines be counted, once.
  func begin(counting plan: CountPlan) -> CountRun {
    requireFirstUse()
    let count = CountRun(sources, plan, isStopped: isStopped)
    self.count = count
    return count
  }

  private func requireFirstUse() {
    require(
      blocks == nil && count == nil,
      "The lines or records of \"\(name)\" can be iterated once only. Open it again, or keep the iterator."
    )
  }

  /// The next slice; nil at the end and after an error.
  func next() -> BlockSlice? {
    guard !isOver else { return nil }
    do {
      if isStopped() { throw CancellationError() }
      let slice = try blocks?.next()
      byteCount += slice?.range.count ?? 0
      return slice
    } catch {
      fail(error)
      return nil
    }
  }

  func fail(_ error: any Error) {
    failure = error
    closeBlocks()
  }

  /// What `body` returns. The input is closed however it ends.
  ///
  /// - Throws: What `body` throws, or else what has ended the reading.
  func closing<Result>(after body: (LineReading) throws -> Result) throws -> Result {
    defer {
      isClosed = true
      closeBlocks()
    }
    let result = try body(self)
    if let failure { throw failure }
    return result
  }

  private func closeBlocks() {
    blocks?.close()
    count?.close()
    sources.close()
  }
}
