import DecoratorPrimitives
import Synchronization

extension Bulkhead {
  /// Lets a call in, possibly after a wait that blocks the thread.
  ///
  /// - Throws: ``BulkheadFullError``; `CancellationError` if the task is cancelled.
  @usableFromInline
  func admit(cost: Int, at site: CallSite) throws -> Permit {
    if let permit = try admitAtOnce(cost: cost) { return permit }
    let start = timeline.now
    guard let waiter = try enqueue(cost: cost, at: site, now: start) else { return permit(cost: cost) }
    let timeline = timeline
    waiter.block(in: state, remaining: longestWait.map { longest in { start + longest - timeline.now } }) {
      remove(waiter, $0)
    }
    return try take(waiter, since: start, at: site)
  }

  /// Lets a call in that found no place at once, possibly after a wait.
  ///
  /// - Throws: ``BulkheadFullError``; `CancellationError` if the task is cancelled.
  @usableFromInline
  nonisolated(nonsending) func admitInTime(cost: Int, at site: CallSite) async throws -> Permit {
    let start = timeline.now
    guard let waiter = try enqueue(cost: cost, at: site, now: start) else { return permit(cost: cost) }
    let alarm = longestWait.map { longest in
      timeline.alarm(at: start + min(longest, .longestWait)) { self.remove(waiter, .overdue) }
    }
    await suspend(waiter)
    alarm?.cancel()
    return try take(waiter, since: start, at: site)
  }

  nonisolated(nonsending) private func suspend(_ waiter: Waiter<BulkheadTicket>) async {
    guard order == .byTaskPriority, #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) else {
      return await waiter.suspend(in: state) { remove(waiter, .cancelled) }
    }
    await withTaskPriorityEscalationHandler {
      await waiter.suspend(in: state) { remove(waiter, .cancelled) }
    } onPriorityEscalated: { _, priority in
      raise(waiter, to: priority)
    }
  }

  /// - Returns: Nil if the call must wait or is refused.
  @usableFromInline
  func admitAtOnce(cost: Int) throws(CancellationError) -> Permit? {
    if Task.isCancelled { throw CancellationError() }
    guard enter(cost) else { return nil }
    publish()
    return permit(cost: cost)
  }

  @inline(__always)
  private func permit(cost: Int) -> Permit { Permit(cost: cost, start: isMeasured() ? timeline.now : nil) }

  /// Whether the call that begins is one of those that the adaptive limit measures.
  @inline(__always)
  private func isMeasured() -> Bool { adaptive != nil && sampling.takesNext() }

  /// Takes a place if there is one and nobody waits.
  @inline(__always)
  private func enter(_ cost: Int) -> Bool {
    var word = word.load(ordering: .relaxed)
    while word & 1 == 0, fits(cost, beside: word >> 1) {
      let change = self.word.weakCompareExchange(expected: word, desired: word + 2 * cost, ordering: .acquiring)
      if change.exchanged {
        if adaptive != nil { sampling.note(running: word >> 1 + cost) }
        return true
      }
      word = change.original
    }
    return false
  }

  /// A cost that is larger than a limit that has shrunk runs alone: otherwise it would wait forever.
  @inline(__always)
  func fits(_ cost: Int, beside running: Int) -> Bool {
    running + cost <= currentLimit.load(ordering: .relaxed) || running == 0
  }

  /// Takes a place, or enters the queue.
  ///
  /// - Returns: The waiter; nil if the call has a place.
  private func enqueue(cost: Int, at site: CallSite, now: Duration) throws -> Waiter<BulkheadTicket>? {
    let waiter = Waiter(BulkheadTicket(cost: cost), priority: Task.currentPriority)
    let (answer, granted) = state.withLock { state -> (Answer, [Waiter<BulkheadTicket>]) in
      while true {
        if enter(cost) { return (.entered, []) }
        let word = word.load(ordering: .relaxed)
        let (running, waiting) = (word >> 1, state.queue.count)
        guard waiting < longestQueue else { return (.refused(running: running, waiting: waiting), []) }
        // From here on, ends of calls take the lock.
        let isMarked =
          word & 1 == 1
          || !fits(cost, beside: running)
            && self.word.compareExchange(expected: word, desired: word | 1, ordering: .acquiring).exchanged
        guard isMarked else { continue }
        state.queue.enter(waiter, at: now)
        return (.queued, order == .arrival ? [] : grant(&state, freeing: 0, at: now))
      }
    }
    for waiter in granted { waiter.wake() }
    if case .refused(let running, let waiting) = answer {
      throw refused(.queueFull, running: running, waiting: waiting, at: site, now: now)
    }
    publish()
    if case .queued = answer { return waiter }
    return nil
  }

  private enum Answer {
    case entered
    case queued
    case refused(running: Int, waiting: Int)
  }

  /// What a waiter does once it has been woken.
  private func take(_ waiter: Waiter<BulkheadTicket>, since start: Duration, at site: CallSite) throws -> Permit {
    let (departure, running, waiting) = state.withLock {
      (waiter.departure, word.load(ordering: .relaxed) >> 1, $0.queue.count)
    }
    let now = timeline.now
    metrics.waited(max(.zero, now - start))
    switch departure {
    case .cancelled:
      throw CancellationError()
    case .overdue:
      throw refused(.waitedTooLong, running: running, waiting: waiting, at: site, now: now)
    case nil:
      // Cancelled after the grant: the place is this call's to hand on (A8).
      if Task.isCancelled {
        release(waiter.ticket.cost)
        throw CancellationError()
      }
      return Permit(cost: waiter.ticket.cost, start: isMeasured() ? now : nil)
    }
  }

  private func refused(
    _ reason: BulkheadFullError.Reason,
    running: Int,
    waiting: Int,
    at site: CallSite,
    now: Duration
  ) -> BulkheadFullError {
    let error = BulkheadFullError(name: name, reason: reason, running: running, waiting: waiting)
    metrics.refused(reason)
    refusals?.refused(error, at: site, now: now)
    CallEvents.post(.rejected(error))
    return error
  }
}
