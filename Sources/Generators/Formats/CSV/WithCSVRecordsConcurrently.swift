/// Calls `body` with the records of several files, which threads of their own read at once.
///
/// ```swift
/// try withCSVRecords(atPaths: paths(matching: "sales-*.csv.gz"), .headed, concurrently: 4) { records in
///   for record in records { … }
/// }
/// ```
///
/// One thread reads and decompresses each file, and finds its records. It hands over whole blocks, so that your loop is
/// as fast as over one file. Your loop itself runs on the calling thread: to filter or decode on the threads, use the form
/// with `perFile:`. To get one result for each file, use `mapCSVFiles(atPaths:_:)`. In the order of the files, the threads
/// are up to 4 MiB of each file ahead of you. So files that are much larger are read at once only with `ordered: false`.
///
/// An error ends the records, in the order of the files after all before it, and is thrown when `body` returns. When
/// the call returns, the threads have ended and the files are closed.
///
/// - Parameters:
///   - paths: The files. With none there is nothing.
///   - format: How the files are written; by default with commas, and without headers.
///   - limit: How many files are read at once, each on one thread: at least 1. See ``Processors/available``.
///   - ordered: Whether the records come file after file, in the order of `paths`: by default they do. Otherwise they
///     come as soon as they are there, those of each file in their order.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file is left out. What it throws ends the records. Without it, the first
///     such file does.
///   - body: Reads the records, all or some. They cannot be asked for after it has returned.
/// - Returns: What `body` returns.
/// - Throws: ``ReadingError`` or ``RecordError``, which name the file, and whatever `onUnreadable` and `body` throw.
/// - Complexity: Memory is up to 4 MiB for each file that is read at once or waits for its turn, at most twice `limit`;
///   more only where single records are longer than 256 KiB.
public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: (CSVRecords) throws -> Result
) throws -> Result {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try LineReading(input, Concurrency(limit, ordered: ordered), .standard).closing {
    try body(CSVRecords(reading: $0, format: format))
  }
}

/// Calls `body` with what `perFile` makes of the records of each of several files, on threads of their own.
///
/// ```swift
/// try withCSVRecords(atPaths: paths, .headed, concurrently: 4, perFile: { $0.decoded(as: Sale.self) }) { sales in
///   for sale in sales { … }
/// }
/// ```
///
/// `perFile` says what is to be done with the records of a file, by `decoded(as:)`, `filter` and the like. It happens on
/// the thread that reads the file. Only its elements go from thread to thread, and `body` gets them merged, in the order
/// of the files or as they come. A failure of `decoded(as:)` there ends the elements, as an error of the file does.
///
/// The other parameters and errors are those of
/// ``withCSVRecords(atPaths:_:concurrently:ordered:encoding:onUnreadable:_:)``.
///
/// - Parameter perFile: Called for each file on its thread. The sequence that it returns is read there, and may block.
///   What it throws is an error of the file.
/// - Complexity: For each file that is read at once or waits for its turn, at most twice `limit`, memory is up to 16
///   batches of elements: a batch has up to 512, or as many as were made of 256 KiB.
public func withCSVRecords<Elements: Sequence & SendableMetatype, Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  perFile: @escaping @Sendable (CSVRecords) throws -> Elements,
  _ body: (ConcurrentFiles<Elements.Element>) throws -> Result
) throws -> Result where Elements.Element: Sendable {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  let run = try FilesRun(input, Concurrency(limit, ordered: ordered)) {
    try perFile(CSVRecords(reading: $0, format: format))
  }
  return try FilesReading(run).closing(after: body)
}

// MARK: Asynchronous

/// Calls `body` with the records of several files as an asynchronous sequence; threads of their own read them at once.
///
/// ```swift
/// try await withCSVRecords(atPaths: paths, .headed, concurrently: 4, ordered: false) { records in
///   for try await record in records { … }
/// }
/// ```
///
/// The parameters are those of the synchronous form. An error comes from the loop, after what was read before it.
/// **Cancellation** ends a wait at once with a `CancellationError`. When the call returns, the threads have ended and the
/// files are closed.
///
/// - Throws: What `body` throws: among it the errors that its loop meets.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ body: nonisolated(nonsending) (AsyncCSVRecords) async throws -> Result
) async throws -> Result {
  try await withLines(
    atPaths: paths,
    concurrently: limit,
    ordered: ordered,
    encoding: encoding,
    onUnreadable: onUnreadable
  ) { lines async throws in try await body(AsyncCSVRecords(lines, format)) }
}

/// Calls `body` with what `perFile` makes of the records of each of several files, as an asynchronous sequence.
///
/// ```swift
/// try await withCSVRecords(atPaths: paths, .headed, concurrently: 4, perFile: { $0.decoded(as: Sale.self) }) { sales in
///   for try await sale in sales { … }
/// }
/// ```
///
/// The parameters are those of the synchronous form, and errors and cancellation are as without `perFile`.
@_disfavoredOverload
nonisolated(nonsending) public func withCSVRecords<Elements: Sequence & SendableMetatype, Result>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int,
  ordered: Bool = true,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  perFile: @escaping @Sendable (CSVRecords) throws -> Elements,
  _ body: nonisolated(nonsending) (AsyncConcurrentFiles<Elements.Element>) async throws -> Result
) async throws -> Result where Elements.Element: Sendable {
  let concurrency = Concurrency(limit, ordered: ordered)
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try await FeedScope.with { scope in
    let files = AsyncConcurrentFiles<Elements.Element> {
      scope.add(try FilesRun(input, concurrency) { try perFile(CSVRecords(reading: $0, format: format)) })
    }
    return try await body(files)
  }
}
