/// The tokens that one call wants: of one bucket, or of several, all or none (Q7).
///
/// A call that waits stands in the queues of all its buckets from its arrival. It takes its tokens at one time, when it has
/// the turn in each of them and each has enough. So it holds up those behind it, and takes nothing if it leaves. If one
/// bucket cannot serve it in time any more, it leaves all queues at once. All calls enter the queues of several buckets at
/// one time, so no two of them wait for each other.
package struct TokenClaim: Sendable {
  /// How a claim ended.
  package enum Outcome: Sendable, Equatable {
    case taken(waited: Duration)
    /// The tokens cannot be had in time. Nothing was taken.
    case refused(retryAfter: Duration)
  }

  /// How long the call waits.
  package struct Patience: Sendable {
    /// The longest wait; nil without a limit.
    var atMost: Duration?
    /// The time before which the wait must be over; nil without a limit.
    var lessThan: Duration?

    package init(atMost: Duration? = nil, lessThan: Duration? = nil) {
      self.atMost = atMost
      self.lessThan = lessThan
    }

    func limits(from now: Duration) -> WaitLimits {
      WaitLimits(
        latest: atMost.map { now + min($0, .longestWait) },
        before: lessThan.map { now + min($0, .longestWait) }
      )
    }
  }

  private typealias State = TokenBucketState

  /// In the order in which their locks are taken.
  private let sources: [TokenSource]
  private let tokens: Int

  package init(_ tokens: Int, of sources: [TokenSource]) {
    self.tokens = tokens
    self.sources =
      sources.count == 1
      ? sources : sources.sorted { ObjectIdentifier($0) < ObjectIdentifier($1) }
  }

  /// Takes all at once, if nobody waits and each bucket has enough.
  package func takeAtOnce() throws(CancellationError) -> Bool {
    if Task.isCancelled { throw CancellationError() }
    let now = readings
    return withLocks { takeAllAtOnce(at: now) }
  }

  /// The time of the first source.
  package var now: Duration { sources.first?.clock.now ?? .zero }

  // MARK: Locked

  private var readings: [Duration] { sources.map(\.clock.now) }

  /// Takes the locks of all sources.
  private func withLocks<R>(_ body: () -> R) -> R {
    func lock(from index: Int) -> R {
      index == sources.count ? body() : sources[index].lock.withLock { _ in lock(from: index + 1) }
    }
    return lock(from: 0)
  }

  private func takeAllAtOnce(at now: [Duration]) -> Bool {
    for (source, now) in zip(sources, now) where !source.locked({ $0.canTakeAtOnce(tokens, at: now) }) { return false }
    for (source, now) in zip(sources, now) { _ = source.locked { $0.takeAtOnce(tokens, at: now) } }
    return true
  }

  private enum Entry {
    case taken
    case refused(Duration)
    /// The places in the queues; nil where the call has the turn.
    case waiting([Waiter<State.Ticket>?], TokenPlaces?)
  }

  /// Takes all, or refuses, or begins to wait.
  private func enter(_ patience: Patience, at now: [Duration]) -> Entry {
    withLocks {
      if takeAllAtOnce(at: now) { return .taken }
      let wait = longestWait(at: now)
      if !patience.limits(from: .zero).allows(wait) { return .refused(wait) }
      let places = sources.count == 1 ? nil : TokenPlaces()
      let waiters = zip(sources, now).map { source, now in
        let ticket = State.Ticket(tokens: tokens, limits: patience.limits(from: now), places: places)
        return source.locked { $0.enter(ticket, at: now) }
      }
      places?.fill(zip(sources, waiters).compactMap { source, waiter in waiter.map { (source, $0) } })
      return .waiting(waiters, places)
    }
  }

  private func longestWait(at now: [Duration]) -> Duration {
    zip(sources, now).map { source, now in source.locked { $0.wait(for: tokens, at: now) } }.max() ?? .zero
  }

  private enum Look {
    case taken([Waiter<State.Ticket>])
    case refused(Duration)
    /// Not before this instant of that source, unless one of the sources changes.
    case later(Int, due: Duration, revisions: [Int])
  }

  /// What the call finds when it has the turn in each bucket. It looks again after each sleep (Q4).
  private func look(_ patience: Patience, since start: [Duration]) -> Look {
    let now = readings
    return withLocks {
      let dues = zip(sources, now).map { source, now in source.locked { $0.dueOfTurn(at: now) } }
      var last = 0
      for index in dues.indices where dues[index] - now[index] > dues[last] - now[last] { last = index }
      guard dues[last] > now[last] else {
        return .taken(zip(sources, now).compactMap { source, now in source.locked { $0.takeInTurn(at: now) } })
      }
      for (index, due) in dues.enumerated() where !patience.limits(from: start[index]).allows(due) {
        return .refused(dues[last] - now[last])
      }
      return .later(last, due: dues[last], revisions: sources.map { source in source.locked { $0.revision } })
    }
  }

  /// Whether no source has changed.
  private func areCurrent(_ revisions: [Int]) -> Bool {
    zip(sources, revisions).allSatisfy { source, revision in source.withState { $0.revision == revision } }
  }

  /// Leaves all queues, and passes all turns on.
  private func giveUp(_ waiters: [Waiter<State.Ticket>?]) {
    for (source, waiter) in zip(sources, waiters) {
      if let waiter, source.withState({ $0.leave(waiter, .cancelled) || waiter.departure != nil }) { continue }
      source.passTurn()
    }
  }

  private func refusal() -> Outcome {
    let now = readings
    return .refused(retryAfter: withLocks { longestWait(at: now) })
  }
}

// MARK: - Waiting

extension TokenClaim {
  /// Takes the tokens, after a wait if need be. Call it if they cannot be had at once.
  ///
  /// - Throws: `CancellationError` if the task is cancelled; what a clock throws instead of waiting. Nothing is taken.
  nonisolated(nonsending) package func take(_ patience: Patience) async throws -> Outcome {
    let start = readings
    if Waits.areSkipped { return try takeWithoutWait(patience, at: start) }
    switch enter(patience, at: start) {
    case .taken: return .taken(waited: .zero)
    case .refused(let wait): return .refused(retryAfter: wait)
    case .waiting(let waiters, let places):
      defer { places?.empty() }
      do {
        for (source, waiter) in zip(sources, waiters) {
          guard let waiter else { continue }
          await waiter.suspend(in: source.lock) { source.leave(waiter, .cancelled) }
          if case .overdue? = waiter.departure {
            giveUp(waiters)
            return refusal()
          }
          if Task.isCancelled { throw CancellationError() }
        }
        while true {
          if Task.isCancelled { throw CancellationError() }
          switch look(patience, since: start) {
          case .taken(let next):
            for waiter in next { waiter.wake() }
            return .taken(waited: sources[0].clock.now - start[0])
          case .refused:
            giveUp(waiters)
            return refusal()
          case .later(let index, let due, let revisions): try await sleep(index, until: due, revisions)
          }
        }
      } catch {
        giveUp(waiters)
        throw error
      }
    }
  }

  /// Sleeps in a task of its own, which a change of any of the buckets cancels.
  nonisolated(nonsending) private func sleep(_ index: Int, until due: Duration, _ revisions: [Int]) async throws {
    let source = sources[index]
    let sleeper = Task(executorPreference: preferredTaskExecutor()) { try await source.clock.sleep(until: due) }
    for (source, revision) in zip(sources, revisions)
    where !source.withState({ $0.sleep(sleeper, revision: revision) }) { sleeper.cancel() }
    do {
      try await withTaskCancellationHandler {
        try await sleeper.value
      } onCancel: {
        sleeper.cancel()
      }
    } catch {
      if Task.isCancelled || areCurrent(revisions) { throw error }
    }
  }

  /// Takes the tokens, after a wait that blocks the thread if need be.
  ///
  /// - Throws: `CancellationError` if the task is cancelled. Nothing is taken.
  package func blockingTake(_ patience: Patience) throws(CancellationError) -> Outcome {
    let start = readings
    if Waits.areSkipped { return try takeWithoutWait(patience, at: start) }
    switch enter(patience, at: start) {
    case .taken: return .taken(waited: .zero)
    case .refused(let wait): return .refused(retryAfter: wait)
    case .waiting(let waiters, let places):
      defer { places?.empty() }
      do throws(CancellationError) {
        for (source, waiter) in zip(sources, waiters) {
          guard let waiter else { continue }
          waiter.block(in: source.lock, remaining: nil) { source.leave(waiter, $0) }
          if case .overdue? = waiter.departure {
            giveUp(waiters)
            return refusal()
          }
          if Task.isCancelled { throw CancellationError() }
        }
        while true {
          if Task.isCancelled { throw CancellationError() }
          switch look(patience, since: start) {
          case .taken(let next):
            for waiter in next { waiter.wake() }
            return .taken(waited: sources[0].clock.now - start[0])
          case .refused:
            giveUp(waiters)
            return refusal()
          case .later(let index, let due, let revisions):
            try sources[index].clock.blockingSleep(until: due) { areCurrent(revisions) }
          }
        }
      } catch {
        giveUp(waiters)
        throw error
      }
    }
  }

  /// A call whose task does not wait (C9) passes at once. It takes tokens only if there are some: after the waits that it
  /// skips, the bucket would be as full as now.
  private func takeWithoutWait(_ patience: Patience, at now: [Duration]) throws(CancellationError) -> Outcome {
    if Task.isCancelled { throw CancellationError() }
    let wait: Duration? = withLocks { takeAllAtOnce(at: now) ? nil : longestWait(at: now) }
    guard let wait, !patience.limits(from: .zero).allows(wait) else { return .taken(waited: .zero) }
    return .refused(retryAfter: wait)
  }
}
