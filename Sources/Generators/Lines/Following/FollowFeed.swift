import DecoratorPrimitives

/// Reads a followed file on a thread of its own, a piece for each time it is asked, and tells when something has changed.
///
/// The thread starts with the first piece asked for. It ends, and closes the file, after an error and after ``stop()``.
final class FollowFeed: ScopedFeed {
  private enum Phase { case idle, running, stopped }

  private struct State {
    var phase = Phase.idle
    /// Waits for a piece, or for the end of the feed.
    var reader: CheckedContinuation<Void, Never>?
    /// What was read for it.
    var outcome: Result<BlockPiece?, any Error>?
    var hasChanged = false
    var watcher: CheckedContinuation<Void, Never>?
  }

  private let state = Locked(State())
  private let thread = FeedThread()
  private let settings: FollowSettings
  private let alarm: Alarm

  init(_ settings: FollowSettings) throws {
    self.settings = settings
    alarm = try Alarm(for: settings.path)
  }

  var name: String { settings.path }

  // MARK: Reading

  /// The next piece, or nil where there is none yet.
  ///
  /// - Throws: What the reading throws; `CancellationError` as soon as the task is cancelled, and after ``stop()``.
  func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> BlockPiece? {
    try start()
    await withTaskCancellationHandler {
      // Seen here, the closure is the actor's too, and stays on its thread.
      _ = actor
      await withCheckedContinuation { continuation in
        let isStopped = state.withLock { state in
          if case .stopped = state.phase { return true }
          state.hasChanged = false
          state.reader = continuation
          return false
        }
        if isStopped { continuation.resume() } else { alarm.ring() }
      }
    } onCancel: {
      stop()
    }
    guard let outcome = state.withLock({ $0.outcome.take() }) else { throw CancellationError() }
    return try outcome.get()
  }

  /// Waits until something has changed since the last piece was asked for, or the task is cancelled.
  func changed() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          if state.hasChanged || state.phase == .stopped || Task.isCancelled { return true }
          state.watcher = continuation
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.watcher.take() }?.resume()
    }
  }

  // MARK: Leaving

  func stop() {
    let (reader, watcher) = state.withLock { state in
      state.phase = .stopped
      return (state.reader.take(), state.watcher.take())
    }
    alarm.ring()
    reader?.resume()
    watcher?.resume()
  }

  func closed() async { await thread.ended() }

  // MARK: The thread

  private func start() throws {
    let isFirst = state.withLock { state in
      guard case .idle = state.phase else { return false }
      state.phase = .running
      thread.announce()
      return true
    }
    guard isFirst else { return }
    do {
      try thread.start(reading: name) { self.read() }
    } catch {
      stop()
      throw error
    }
  }

  private func read() {
    let events = FileEvents(of: settings)
    let file = FollowedFile(settings, events)
    while true {
      let hasChanged = alarm.wait(or: events)
      let (reader, watcher, isStopped) = state.withLock { state in
        if hasChanged { state.hasChanged = true }
        let watcher = state.hasChanged ? state.watcher.take() : nil
        return (state.reader.take(), watcher, state.phase == .stopped)
      }
      watcher?.resume()
      if isStopped {
        reader?.resume()
        return
      }
      guard let reader else { continue }
      let outcome = Result { try file.next() }
      state.withLock { $0.outcome = outcome }
      reader.resume()
    }
  }
}
