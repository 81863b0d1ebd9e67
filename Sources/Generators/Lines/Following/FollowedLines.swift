/// The lines of a file that grows, as they are written, through rotation and truncation: `tail -F` as an asynchronous
/// sequence.
///
/// ```swift
/// for try await line in FollowedLines(at: "/var/log/app.log") where line.contains("ERROR") {
///   await alert(line.string)
/// }
/// ```
///
/// It never ends by itself. What is followed is the path:
///
/// - When another file comes to the path (a rotation that renames and creates, a deletion and re-creation), the old file is
///   read on until the new one has something in it and has been there for `rotationGrace`, since programs go on writing
///   to the old one until they notice. Then the new file is read from its start (rule S4).
/// - When the file becomes shorter than what was read of it, or begins otherwise (a rotation that copies and truncates),
///   it is read from its start. What was written between the copy and the truncation is lost, as with every reader.
/// - When the file cannot be read any more through the descriptor that is open (`ESTALE`, on file systems over a network),
///   it is opened anew where it lies by then, and read on. Where it is gone, so is what was not read of it.
/// - While there is no file at the path, it waits for one, at the start too, and reads it from its start.
/// - A last line without a line feed is held back until its line feed comes or its file is over (rule S5); one that grows
///   over the limit of `longLines` is treated as a long line at once.
///
/// Only regular files can be followed, and they are read as they are: compressed data is not decompressed.
///
/// Reading, which may block, happens on a thread of its own and only when lines are asked for (rule G4). On Linux inotify
/// tells that the file has changed; every `interval` it is looked at in any case, which does where the system tells
/// nothing: other systems, file systems over a network. Each iteration follows anew from where `start` says.
///
/// **Resuming**: ``Line/nextPosition`` of the last line that was handled is where to go on, in another process too:
/// `.position(…)`. It knows its file, so that a rotation in between loses nothing of a file that still lies in the
/// same directory. The rest of one that was compressed is read by `withLines(at:from:)` with the same position.
///
/// **Cancellation** ends a wait at once with a `CancellationError`. After it, or another error, there are no more lines
/// (rule G1). The file is closed soon after the iterator is gone; where "soon" will not do, use
/// ``withFollowedLines(at:from:longLines:pollingEvery:rotationGrace:clock:_:)``.
public struct FollowedLines: AsyncSequence, Sendable {
  public typealias Element = Line
  public typealias Failure = any Error

  let settings: FollowSettings
  let scope: FeedScope
  private let skipped = SkippedLines()

  /// - Parameters:
  ///   - path: The file. It need not be there yet.
  ///   - start: Where to begin; by default with what is written from now on. A file that comes to the path later is
  ///     always read from its start.
  ///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
  ///   - interval: After what time to look at the file where nothing tells that it has changed; by default 250 ms. More
  ///     than zero.
  ///   - rotationGrace: How long a file is read on at least after another one has taken its path; by default 5 s.
  ///   - clock: Measures both.
  public init<C: Clock>(
    at path: String,
    from start: FollowStart = .end,
    longLines: LongLines = .standard,
    pollingEvery interval: Duration = .milliseconds(250),
    rotationGrace: Duration = .seconds(5),
    clock: C = ContinuousClock()
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        path: path,
        start: start,
        longLines: longLines,
        interval: interval,
        rotationGrace: rotationGrace,
        usesNotifications: true,
        clock: clock
      ),
      .none
    )
  }

  /// Without notifications of the system, so that the clock alone says when the file is looked at.
  package init<C: Clock>(
    polling path: String,
    from start: FollowStart,
    longLines: LongLines = .standard,
    every interval: Duration,
    rotationGrace: Duration,
    clock: C,
    calls: FileCalls = .system
  ) where C.Duration == Duration {
    self.init(
      FollowSettings(
        path: path,
        start: start,
        longLines: longLines,
        interval: interval,
        rotationGrace: rotationGrace,
        usesNotifications: false,
        clock: clock,
        calls: calls
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

  func reader() -> FollowReader { FollowReader(settings, scope, skipped) }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader()) }

  /// Gives the lines. Copies share one place in the file: a line goes to the copy that asks for it first.
  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    let reader: FollowReader

    /// The next line, as soon as it has been written. Nil after an error only.
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Line? {
      guard case .line(let line) = try await reader.next(within: nil, isolation: actor) else { return nil }
      return line
    }

    /// The next line, as soon as it has been written. Nil after an error only.
    public mutating func next() async throws -> Line? { try await next(isolation: nil) }
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
///   - longLines: What becomes of lines over a limit; by default they are truncated to 1 MiB.
///   - interval: After what time to look at the file where nothing tells that it has changed; by default 250 ms.
///   - rotationGrace: How long a file is read on at least after another one has taken its path; by default 5 s.
///   - clock: Measures both.
///   - body: Reads the lines as they come, on the caller's actor.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws: among it the ``ReadingError`` and the `CancellationError` that its loop meets.
nonisolated(nonsending) public func withFollowedLines<C: Clock, Result>(
  at path: String,
  from start: FollowStart = .end,
  longLines: LongLines = .standard,
  pollingEvery interval: Duration = .milliseconds(250),
  rotationGrace: Duration = .seconds(5),
  clock: C = ContinuousClock(),
  _ body: nonisolated(nonsending) (FollowedLines) async throws -> Result
) async throws -> Result where C.Duration == Duration {
  try await FeedScope.with { scope in
    let settings = FollowSettings(
      path: path,
      start: start,
      longLines: longLines,
      interval: interval,
      rotationGrace: rotationGrace,
      usesNotifications: true,
      clock: clock
    )
    return try await body(FollowedLines(settings, scope))
  }
}
