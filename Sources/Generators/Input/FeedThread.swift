import DecoratorPrimitives

/// The thread that reads for a feed: it runs once at most, and others can wait until it has ended.
final class FeedThread: Sendable {
  private struct State {
    var isAlive = false
    var leavers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Locked(State())

  /// Lets whoever waits for the end wait from now on, though the thread is not there yet. Called with the feed's lock held,
  /// so that no stop comes between the decision to start and the thread.
  func announce() { state.withLock { $0.isAlive = true } }

  /// Runs `body` on a thread, after ``announce()``.
  ///
  /// - Throws: ``ReadingError`` where the system has no thread left.
  func start(reading source: String, _ body: @escaping @Sendable () -> Void) throws(ReadingError) {
    let isStarted = startThreadIfPossible {
      body()
      self.end()
    }
    guard !isStarted else { return }
    end()
    throw ReadingError(.openFailed, source: source, "the system has no thread left to read it on.")
  }

  /// Waits until the thread has ended, if there is one.
  func ended() async {
    await withCheckedContinuation { leaver in
      let isAlive = state.withLock { state in
        if state.isAlive { state.leavers.append(leaver) }
        return state.isAlive
      }
      if !isAlive { leaver.resume() }
    }
  }

  private func end() {
    let leavers = state.withLock { state in
      state.isAlive = false
      defer { state.leavers = [] }
      return state.leavers
    }
    for leaver in leavers { leaver.resume() }
  }
}
