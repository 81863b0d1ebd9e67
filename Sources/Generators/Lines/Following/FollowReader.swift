import DequeModule

/// The lines of followed files for one iterator.
final class FollowReader: PatientLines {
  private let settings: FollowSettings
  private let scope: FeedScope
  private let notes: Locked<FollowNotes>
  let cursor: SharedLineCursor
  private var feed: FollowFeed?
  private var blocks: Deque<BlockSlice> = []
  private var isFinished = false

  init(_ settings: FollowSettings, _ scope: FeedScope, _ skipped: SkippedLines, _ notes: Locked<FollowNotes>) {
    self.settings = settings
    self.scope = scope
    self.notes = notes
    cursor = SharedLineCursor(settings.longLines, skipped: skipped)
  }

  deinit { feed?.stop() }

  var now: Duration { settings.clock.now() }

  func ready() -> Line? { cursor.next() }

  /// The next line, as soon as there is one.
  ///
  /// - Parameter patience: How long to wait for it, on the clock of the settings; nil waits as long as it takes.
  func next(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> AwaitedLine {
    while true {
      if let line = cursor.next() { return .line(line) }
      cursor.unload()
      guard !isFinished else { return .end }
      do {
        if let line = cursor.failedLine { throw ReadingError.tooLong(line, limit: settings.longLines.limit) }
        guard try await loadPiece(within: patience, isolation: actor) else { return .late }
      } catch {
        isFinished = true
        blocks = []
        feed?.stop()
        throw error
      }
    }
  }

  private func loadPiece(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> Bool {
    if let slice = blocks.popFirst() {
      try Task.checkCancellation()
      cursor.load(slice)
      return true
    }
    if case .invalid(let error) = settings.target { throw error }
    let feed = try self.feed ?? scope.add(FollowFeed(settings, notes))
    self.feed = feed
    if let patience {
      let arrival = feed.arrival()
      if !arrival.hasCome {
        try await settings.clock.sleep(for: patience, orUntil: { await arrival.wait() }, isolation: actor)
        try Task.checkCancellation()
        // What was written in time has come in time, though nobody has looked yet.
        if !arrival.hasCome { await feed.look() }
        guard arrival.hasCome else { return false }
      }
    }
    blocks = Deque(try await feed.next(isolation: actor))
    return try await loadPiece(within: nil, isolation: actor)
  }
}
