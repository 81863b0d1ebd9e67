/// Calls a closure with the lines of each of several files, on several threads at once, and returns the results in the
/// order of the files.
///
/// ```swift
/// let totals = try mapFiles(atPaths: paths(matching: "/var/log/app.log*")) { lines in
///   lines.count(matching: "ERROR")
/// }
/// let all = totals.reduce(LineTotals(), +)
/// ```
///
/// Each call reads one file from beginning to end on one thread: it decompresses, splits, decodes and does your work
/// there. So files that are compressed, or that take time to decode, use all processors. The calling thread does its
/// share. To get results as soon as they are there, or more values of each file than memory has room for, use
/// `withLines(atPaths:concurrently:perFile:_:)`.
///
/// In an asynchronous function, the call takes the asynchronous form and needs `await`.
///
/// **Errors**: the first error, of a file or of `transform`, ends the reading of the other files at their next block of
/// 256 KiB. It is thrown when no call of `transform` is under way any more.
///
/// - Parameters:
///   - paths: The files. With none there are no results.
///   - limit: How many files are read at once: at least 1. By default as many as there are processors available.
///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
///   - onUnreadable: Called for a file that cannot be opened, with an error whose ``ReadingError/source`` is the path,
///     on the thread that would read it. The file has no result: let `transform` return ``Lines/source`` too where you
///     have to know which file a result belongs to. What it throws ends the call. Without it, the first such file does.
///   - transform: Makes a result of the lines of a file, all or some of them. The lines cannot be used after it has
///     returned. ``Lines/count(matching:concurrently:)`` uses the threads that other files leave.
/// - Returns: What `transform` returns, in the order of `paths`.
/// - Throws: ``ReadingError``, which names the file that cannot be opened or read to the end, and whatever `transform`
///   and `onUnreadable` throw.
/// - Complexity: Memory is some blocks of 256 KiB for each file that is read at once, and the results.
public func mapFiles<Output: Sendable>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int = Processors.available,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ transform: @escaping @Sendable (Lines) throws -> Output
) throws -> [Output] {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try FileMap(input, concurrently: limit, longLines: longLines) { try transform(Lines(reading: $0)) }.run()
}

/// The asynchronous form, which blocks none of the threads that run tasks.
///
/// ```swift
/// let totals = try await mapFiles(atPaths: paths) { lines in lines.count(matching: "ERROR") }
/// ```
///
/// The parameters and results are those of the synchronous form. All of it runs on threads of its own, so `transform` may
/// block. When the call returns, the threads have ended and the files are closed.
///
/// **Cancellation** ends the reading of all files at their next block, and waits for pipes at once. The call throws
/// `CancellationError` when no call of `transform` is under way any more.
nonisolated(nonsending) public func mapFiles<Output: Sendable>(
  atPaths paths: [some FilePathConvertible],
  concurrently limit: Int = Processors.available,
  encoding: TextEncoding = .detected,
  longLines: LongLines = .standard,
  onUnreadable: (@Sendable (ReadingError) throws -> Void)? = nil,
  _ transform: @escaping @Sendable (Lines) throws -> Output
) async throws -> [Output] {
  let input = BlockingInput.files(paths, encoding: encoding, onUnreadable: onUnreadable)
  return try await FileMap(input, concurrently: limit, longLines: longLines) { try transform(Lines(reading: $0)) }.run()
}
