/// The lines of a followed file for one iterator.
final class FollowReader: PatientLines {
  private let settings: FollowSettings
  private let scope: FeedScope
  private let cursor: SharedLineCursor
  private var feed: FollowFeed?
  private var isFinished = false

  init(_ settings: FollowSettings, _ scope: FeedScope, _ skipped: SkippedLines) {
    self.settings = settings
    self.scope = scope
    cursor = SharedLineCursor(settings.longLines, skipped: skipped)
  }

  deinit { feed?.stop() }

  /// The next line, as soon as there is one.
  ///
  /// - Parameter patience: How long to wait for it, on the clock of the settings; nil waits as long as it takes.
  func next(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> AwaitedLine {
    while true {
      if let line = cursor.next() { return .line(line) }
      cursor.unload()
      guard !isFinished else { return .end }
      do {
        guard let piece = try await piece(within: patience, isolation: actor) else { return .late }
        cursor.load(piece)
      } catch {
        isFinished = true
        feed?.stop()
        throw error
      }
    }
  }

  private func piece(within patience: Duration?, isolation actor: isolated (any Actor)?) async throws -> BlockPiece? {
    if let line = cursor.failedLine { throw ReadingError.tooLong(line, limit: settings.longLines.limit) }
    let feed = try self.feed ?? scope.add(FollowFeed(settings))
    self.feed = feed
    let beginning = settings.clock.now()
    while true {
      if let piece = try await feed.next(isolation: actor) { return piece }
      var pause = settings.interval
      if let patience {
        let left = patience - (settings.clock.now() - beginning)
        guard left > .zero else { return nil }
        pause = min(pause, left)
      }
      try await wait(pause, feed, isolation: actor)
    }
  }

  private func wait(_ pause: Duration, _ feed: FollowFeed, isolation actor: isolated (any Actor)?) async throws {
    guard settings.usesNotifications else { return try await settings.clock.sleep(for: pause) }
    try await settings.clock.sleep(for: pause, orUntil: { await feed.changed() }, isolation: actor)
  }
}
