import DecoratorPrimitives

/// The lines of files that grow, as they are written, through rotation and truncation: `tail -F` as an asynchronous
/// sequence.
///
/// ```swift
/// for try await line in FollowedLines(at: "/var/log/app.log") where line.contains("ERROR") {
///   await alert(line.string)
/// }
/// for try await line in FollowedLines(matching: "/var/log/app/*.log") { print(line.source, line.string) }
/// ```
///
/// It never ends by itself. What is followed is the path:
///
/// - A file that comes to the path is opened when it is first seen, and waits in a queue. The file before it is read until
///   a newer one has something in it and `rotationGrace` has passed, since programs go on writing to the old file until
///   they notice. Then the next one is read from its start (rule S4). Files that came and were renamed between two looks
///   are found beside the path, or in the directories of `rotatedFilesIn:`, and read in order. When 64 files wait, the
///   first one is over where it ends, without the grace.
/// - A file that becomes shorter than what was read of it, or has other bytes, was truncated, and is read from its start.
///   If copies are beside it (`copytruncate`), they are read first, from where reading was. What was lost for certain is
///   reported and counted. A hole of NULs at its start is skipped.
/// - A file that cannot be opened or read is reported, and tried again at the next look. The files that are open are read
///   meanwhile.
/// - A file whose descriptor becomes stale (`ESTALE`, on file systems over a network) is opened again where it is by then.
/// - While there is no file at the path, it waits for one and reads it from its start.
/// - A last line without a line feed is held back until its line feed comes or its file is over (rule S5). Then it is given
///   out with ``Line/isTorn``. One that grows over the limit of `longLines` is treated as a long line at once.
///
/// Only regular files of UTF-8 text can be followed. A compressed file, or one in UTF-16 or UTF-32, is an error. But
/// rotated files that were compressed before they were read to their end are read.
///
/// A thread of its own reads ahead of you, up to a few MiB for all files together, so that a slow consumer does not decide
/// what is seen. It starts with the first line asked for. On Linux inotify reports changes; the files are also looked at
/// every `interval`, which is enough where the system reports nothing: other systems, file systems over a network. Each
/// iteration follows anew from where `start` says.
///
/// **Many files**: ``init(matching:from:longLines:pollingEvery:rotationGrace:rotatedFilesIn:clock:onEvent:)`` follows all
/// files that match a pattern, those that come later too, on one thread with one inotify descriptor and one descriptor for
/// each open file. Files take turns. ``Line/source`` is the path. A rotated file such as `app.log.1` is not followed by
/// itself, even if it matches, and neither is a compressed one.
///
/// **Resuming**: ``Line/nextPosition`` of the last line that was handled is where to go on, in another process too:
/// `.position(…)`; for many files ``FollowedPositions`` keeps one for each. See ``FollowStart/position(_:)`` for what is
/// found after rotations.
///
/// **Cancellation** ends a wait at once with a `CancellationError`. After it, or another error, there are no more lines
/// (rule G1). The files are closed soon after the iterator is gone; if they have to be closed at a certain point, use
/// ``withFollowedLines(at:from:longLines:pollingEvery:rotationGrace:rotatedFilesIn:clock:onEvent:_:)``.
public struct FollowedLines: AsyncSequence, Sendable {
  public typealias Element = Line
  public typealias Failure = any Error

  let settings: FollowSettings
  let scope: FeedScope
  private let skipped = SkippedLines()
  private let notes = Locked(FollowNotes())

  /// The lines of one file.
  ///
  /// - Parameters:
  ///   - path: The file. It need not be there yet. If something that cannot be followed is there at the beginning, such as
  ///     a directory or a compressed file, a ``ReadingError`` is thrown; all later failures are reported to `onEvent`, and
  ///     tried again.
  ///   - start: Where to begin; by default with what is written from now on. A file that comes to the path later is
  ///     always read from its start.
  ///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
  ///   - interval: How long to wait between two looks at the files; by default 250 ms. More than zero.
  ///   - rotationGrace: How long a file is read at least after another one has taken its path; by default 5 s. The lines of
  ///     the new file come after it.
  ///   - directories: To which other directories rotated files are moved, such as logrotate's `olddir`. A relative one is
  ///     below the directory of each file. By default none: rotated files stay beside it.
  ///   - clock: Measures both.
  ///   - onEvent: Called with what happens to the file, on the thread that reads it, which waits for it.
  public init<C: Clock>(
    at path: some FilePathConvertible,
    from start: FollowStart = .end,
    longLines: LongLines = .standard,
    pollingEvery interval: Duration = .milliseconds(250),
    rotationGrace: Duration = .seconds(5),
    rotatedFilesIn directories: [any FilePathConvertible] = [],
    clock: C = ContinuousClock(),
    onEvent: (@Sendable (FollowEvent) -> Void)? = nil
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        .init(path: path),
        start: start,
        longLines: longLines,
        interval: interval,
        rotationGrace: rotationGrace,
        rotatedFilesIn: directories,
        clock: clock,
        onEvent: onEvent
      ),
      .none
    )
  }

  /// The lines of all files that match a pattern, those that come later too.
  ///
  /// - Parameters:
  ///   - pattern: The pattern as for ``paths(matching:order:)``: `*`, `?`, `[a-z]`, `{a,b}`, and `**` for any number of
  ///     directories. If it is no pattern, a ``ReadingError`` is thrown.
  ///   - start: Where to begin in the files that are there; by default with what is written from now on. Files that come
  ///     later are read from their start.
  ///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
  ///   - interval: How long to wait between two looks at the files; by default 250 ms. More than zero.
  ///   - rotationGrace: How long a file is read at least after another one has taken its path; by default 5 s. A file that
  ///     is deleted without another one is closed after it.
  ///   - directories: To which other directories rotated files are moved, such as logrotate's `olddir`. A relative one is
  ///     below the directory of each file. By default none: rotated files stay beside it.
  ///   - clock: Measures both.
  ///   - onEvent: Called with what happens to the files, on the thread that reads them, which waits for it.
  public init<C: Clock>(
    matching pattern: some FilePathConvertible,
    from start: FollowStart = .end,
    longLines: LongLines = .standard,
    pollingEvery interval: Duration = .milliseconds(250),
    rotationGrace: Duration = .seconds(5),
    rotatedFilesIn directories: [any FilePathConvertible] = [],
    clock: C = ContinuousClock(),
    onEvent: (@Sendable (FollowEvent) -> Void)? = nil
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        .init(pattern: pattern),
        start: start,
        longLines: longLines,
        interval: interval,
        rotationGrace: rotationGrace,
        rotatedFilesIn: directories,
        clock: clock,
        onEvent: onEvent
      ),
      .none
    )
  }

  /// Without notifications of the system unless asked for, so that the clock alone says when the file is looked at.
  package init<C: Clock>(
    polling path: some FilePathConvertible,
    from start: FollowStart,
    longLines: LongLines = .standard,
    every interval: Duration,
    rotationGrace: Duration,
    rotatedFilesIn directories: [any FilePathConvertible] = [],
    usesNotifications: Bool = false,
    clock: C,
    calls: FileCalls = .system,
    probe: FollowProbe? = nil,
    onEvent: (@Sendable (FollowEvent) -> Void)? = nil
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        .init(path: path),
        start: start,
        longLines: longLines,
        interval: interval,
        rotationGrace: rotationGrace,
        rotatedFilesIn: directories,
        usesNotifications: usesNotifications,
        clock: clock,
        calls: calls,
        probe: probe,
        onEvent: onEvent
      ),
      .none
    )
  }

  /// The same for all files that match a pattern.
  package init<C: Clock>(
    pollingMatching pattern: some FilePathConvertible,
    from start: FollowStart,
    every interval: Duration,
    rotationGrace: Duration,
    rotatedFilesIn directories: [any FilePathConvertible] = [],
    usesNotifications: Bool = false,
    clock: C,
    probe: FollowProbe? = nil,
    onEvent: (@Sendable (FollowEvent) -> Void)? = nil
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        .init(pattern: pattern),
        start: start,
        longLines: .standard,
        interval: interval,
        rotationGrace: rotationGrace,
        rotatedFilesIn: directories,
        usesNotifications: usesNotifications,
        clock: clock,
        probe: probe,
        onEvent: onEvent
      ),
      .none
    )
  }

  init(_ settings: FollowSettings, _ scope: FeedScope) {
    self.settings = settings
    self.scope = scope
  }

  /// How many lines ``LongLines/skip(over:)`` has left out so far, in all iterations.
  public var skippedLines: Int { skipped.count }

  /// What has happened to the files so far, in all iterations.
  public var counts: FollowCounts { notes.withLock { $0.counts } }

  /// Where the reading of each file began, by its ``Line/source``, if it began in the file that was at the path.
  ///
  /// A file of which you have handled no line yet has no position of its own. If it is rotated while nothing follows it, it
  /// is only found by the place where it began:
  ///
  /// ```swift
  /// positions.addMissing(from: lines.beginnings)
  /// try save(positions)
  /// ```
  public var beginnings: FollowedPositions { notes.withLock { $0.beginnings } }

  func reader() -> FollowReader { FollowReader(settings, scope, skipped, notes) }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader()) }

  /// Gives the lines. Copies share one place in the file: a line goes to the copy that asks for it first.
  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let cursor: SharedLineCursor
    private let reader: FollowReader

    init(_ reader: FollowReader) {
      self.reader = reader
      cursor = reader.cursor
    }

    /// The next line, as soon as it has been written. Nil after an error only.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Line? {
      if let line = cursor.next() { return line }
      return try await awaitLine(isolation: actor)
    }

    /// The next line, as soon as it has been written. Nil after an error only.
    @inlinable
    public mutating func next() async throws -> Line? { try await next(isolation: nil) }

    @usableFromInline
    func awaitLine(isolation actor: isolated (any Actor)?) async throws -> Line? {
      guard case .line(let line) = try await reader.next(within: nil, isolation: actor) else { return nil }
      return line
    }
  }
}

/// Calls `body` with the lines of a file that grows, and has closed the file when it returns, however `body` is left.
///
/// ```swift
/// try await withFollowedLines(at: "/var/log/app.log", from: .position(checkpoint)) { lines in
///   for try await line in lines { try await handle(line) }
/// }
/// ```
///
/// - Parameters:
///   - path: The file. It need not be there yet.
///   - start: Where to begin; by default with what is written from now on.
///   - longLines: What happens to lines over a limit; by default they are truncated to 1 MiB.
///   - interval: How long to wait between two looks at the file; by default 250 ms.
///   - rotationGrace: How long a file is read at least after another one has taken its path; by default 5 s.
///   - directories: To which other directories rotated files are moved, such as logrotate's `olddir`. A relative one is
///     below the directory of the file. By default none: rotated files stay beside it.
///   - clock: Measures both.
///   - onEvent: Called with what happens to the file, on the thread that reads it, which waits for it.
///   - body: Reads the lines as they come, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError`` and the `CancellationError` that its loop meets.
nonisolated(nonsending) public func withFollowedLines<C: Clock, Result>(
  at path: some FilePathConvertible,
  from start: FollowStart = .end,
  longLines: LongLines = .standard,
  pollingEvery interval: Duration = .milliseconds(250),
  rotationGrace: Duration = .seconds(5),
  rotatedFilesIn directories: [any FilePathConvertible] = [],
  clock: C = ContinuousClock(),
  onEvent: (@Sendable (FollowEvent) -> Void)? = nil,
  _ body: nonisolated(nonsending) (FollowedLines) async throws -> Result
) async throws -> Result where C.Duration == Duration {
  try await FeedScope.with { scope in
    let settings = FollowSettings(
      .init(path: path),
      start: start,
      longLines: longLines,
      interval: interval,
      rotationGrace: rotationGrace,
      rotatedFilesIn: directories,
      clock: clock,
      onEvent: onEvent
    )
    return try await body(FollowedLines(settings, scope))
  }
}

/// Calls `body` with the lines of all files that match a pattern, and has closed them when it returns, however `body` is
/// left.
///
/// ```swift
/// try await withFollowedLines(matching: "/var/log/app/**/*.log", from: .positions(saved)) { lines in
///   for try await line in lines { try await handle(line) }
/// }
/// ```
///
/// The parameters, the result and the errors are those of
/// ``withFollowedLines(at:from:longLines:pollingEvery:rotationGrace:rotatedFilesIn:clock:onEvent:_:)``, for all files of
/// the pattern. The pattern is that of
/// ``FollowedLines/init(matching:from:longLines:pollingEvery:rotationGrace:rotatedFilesIn:clock:onEvent:)``.
nonisolated(nonsending) public func withFollowedLines<C: Clock, Result>(
  matching pattern: some FilePathConvertible,
  from start: FollowStart = .end,
  longLines: LongLines = .standard,
  pollingEvery interval: Duration = .milliseconds(250),
  rotationGrace: Duration = .seconds(5),
  rotatedFilesIn directories: [any FilePathConvertible] = [],
  clock: C = ContinuousClock(),
  onEvent: (@Sendable (FollowEvent) -> Void)? = nil,
  _ body: nonisolated(nonsending) (FollowedLines) async throws -> Result
) async throws -> Result where C.Duration == Duration {
  try await FeedScope.with { scope in
    let settings = FollowSettings(
      .init(pattern: pattern),
      start: start,
      longLines: longLines,
      interval: interval,
      rotationGrace: rotationGrace,
      rotatedFilesIn: directories,
      clock: clock,
      onEvent: onEvent
    )
    return try await body(FollowedLines(settings, scope))
  }
}
