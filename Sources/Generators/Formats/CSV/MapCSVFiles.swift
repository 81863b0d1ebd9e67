/// Calls a closure with the records of each of several CSV files, on several threads at once, and returns the results in
/// the order of the files.
///
/// ```swift
/// let revenues = try mapCSVFiles(atPaths: paths(matching: "sales-*.csv.gz"), .headed) { records in
///   records.decoded(as: Sale.self).reduce(0) { $0 + $1.price }
/// }
/// ```
///
/// It does for records what ``mapFiles(atPaths:concurrently:encoding:longLines:onUnreadable:_:)`` does for lines. Each file has its
/// own header and record numbers. In an asynchronous function it is a call with `await`.
///
/// - Parameters:
///   - paths: The files. With none there are no results.
///   - format: How the files are written; by default with commas, and without headers.
///   - limit: How many files are read at once: at least 1. By default as many as there are processors available.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - onUnreadable: Called for a file that cannot be opened, on the thread that would read it. The file has no result.
///     What it throws ends the call. Without it, the first such file does.
///   - transform: Makes a result of the records of a file, all or some of them. They cannot be used after it has returned.
/// - Returns: What `transform` returns, in the order of `paths`.
/// - Throws: ``ReadingError`` or ``RecordError``, which name the file, and whatever `transform` and `onUnreadable` throw.
public func mapCSVFiles<Output: Sendable>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int = Processors.available,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ transform: @escaping @Sendable (CSVRecords) throws -> Output
) throws -> [Output] {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  let map = try FileMap(input, concurrently: limit) {
    try transform(CSVRecords(reading: $0, format: format))
  }
  return try map.run()
}

/// Calls a closure with the records of each of several CSV files, on several threads at once, without blocking the threads
/// that run tasks.
///
/// ```swift
/// let counts = try await mapCSVFiles(atPaths: paths, .headed) { records in records.reduce(0) { count, _ in count + 1 } }
/// ```
///
/// When it returns, its threads have ended and the files are closed. **Cancellation** ends the reading of all files, and
/// the call throws `CancellationError` when no call of `transform` is under way any more.
///
/// The parameters are those of the synchronous form. `transform` may block.
///
/// - Throws: As the synchronous form, and `CancellationError`.
nonisolated(nonsending) public func mapCSVFiles<Output: Sendable>(
  atPaths paths: [some FilePathConvertible],
  _ format: CSVFormat = .standard,
  concurrently limit: Int = Processors.available,
  encoding: TextEncoding = .detected,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ transform: @escaping @Sendable (CSVRecords) throws -> Output
) async throws -> [Output] {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  let map = try FileMap(input, concurrently: limit) {
    try transform(CSVRecords(reading: $0, format: format))
  }
  return try await map.run()
}
