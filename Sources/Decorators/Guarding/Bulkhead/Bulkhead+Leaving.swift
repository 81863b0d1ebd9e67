import DecoratorPrimitives
import Logging
import Synchronization

extension Bulkhead {
  /// What a change with the lock leads to.
  struct Effect {
    /// A waiter that left the queue, to be woken.
    var leaver: Waiter<BulkheadTicket>?
    var limit: Int?
  }

  /// Gives the place of a call that returned to the next one.
  @usableFromInline
  func leave(_ permit: consuming Permit) {
    guard let start = permit.start else { return release(permit.cost) }
    let now = timeline.now
    release(permit.cost, after: .returned(max(.zero, now - start)), at: now)
  }

  /// Gives the place of a call that threw to the next one.
  @usableFromInline @inline(never)
  func leave(_ permit: consuming Permit, throwing error: any Error) {
    // Every drop counts, also that of a call that is not measured (K11).
    guard let adaptive, !isCancellation(error), adaptive.isDrop(error) else { return release(permit.cost) }
    release(permit.cost, after: .dropped, at: timeline.now)
  }

  /// Gives a place back: to those who wait, in their order (K2).
  func release(_ cost: Int) {
    var word = word.load(ordering: .relaxed)
    while word & 1 == 0 {
      let change = self.word.weakCompareExchange(expected: word, desired: word - 2 * cost, ordering: .releasing)
      if change.exchanged { return publish() }
      word = change.original
    }
    change(freeing: cost) { _ in Effect() }
  }

  /// Gives a place back, and lets the limit learn from the call.
  private func release(_ cost: Int, after sample: AdaptiveWindow.Sample, at now: Duration) {
    change(freeing: cost) { state in
      guard state.window!.add(sample, at: now, inFlight: sampling.inFlight) else { return Effect() }
      sampling.restart(running: word.load(ordering: .relaxed) >> 1 - cost)
      return Effect(limit: state.window!.gradient.wholeLimit)
    }
  }

  /// Takes a waiter out of the queue. Those behind it move up (K5).
  func remove(_ waiter: Waiter<BulkheadTicket>, _ departure: Departure) {
    change { state in Effect(leaver: state.queue.leave(waiter, departure) ? waiter : nil) }
  }

  func raise(_ waiter: Waiter<BulkheadTicket>, to priority: TaskPriority) {
    change { state in
      state.queue.raise(waiter, to: priority)
      return Effect()
    }
  }

  /// Changes the limit, now and without waiting (K6).
  ///
  /// If it grows, as many of the waiting calls as now fit begin. If it shrinks, no call is cancelled: what runs too much
  /// drains, and until then no call begins. A call whose cost is larger than the new limit runs when nothing else runs.
  ///
  /// An adaptive limit goes on from the new one, or from the nearest of its bounds.
  ///
  /// - Parameter limit: How much runs at once, at least 1.
  public func resize(to limit: Int) {
    Self.check(limit)
    change { state in
      guard let range = adaptive?.range else { return Effect(limit: limit) }
      let limit = min(max(limit, range.lowerBound), range.upperBound)
      state.window?.restart(from: limit)
      return Effect(limit: limit)
    }
  }

  /// Changes the state with the lock, gives places to those who now have one, and reports without the lock.
  func change(freeing cost: Int = 0, _ body: (inout State) -> Effect) {
    let now = order == .arrival ? .zero : timeline.now
    let (woken, limitChange) = state.withLock { state -> ([Waiter<BulkheadTicket>], BulkheadLimitChange?) in
      let effect = body(&state)
      let limitChange = effect.limit.flatMap { set(&state, to: min($0, Self.largestLimit)) }
      let granted = grant(&state, freeing: cost, at: now)
      return (effect.leaver.map { granted + [$0] } ?? granted, limitChange)
    }
    for waiter in woken { waiter.wake() }
    publish()
    if let limitChange { report(limitChange) }
  }

  /// - Returns: The change; nil if the limit is the same.
  private func set(_ state: inout State, to limit: Int) -> BulkheadLimitChange? {
    let old = currentLimit.load(ordering: .relaxed)
    guard limit != old else { return nil }
    currentLimit.store(limit, ordering: .relaxed)
    state.lastChange += 1
    return BulkheadLimitChange(name: name, old: old, new: limit, number: state.lastChange)
  }

  /// Frees places, and gives those that are free to the waiters whose turn it is.
  ///
  /// - Returns: Who has a place now, to be woken without the lock.
  func grant(_ state: inout State, freeing cost: Int, at now: Duration) -> [Waiter<BulkheadTicket>] {
    var word = word.load(ordering: .relaxed)
    while word & 1 == 0 {
      if cost == 0 { return [] }
      let change = self.word.weakCompareExchange(expected: word, desired: word - 2 * cost, ordering: .releasing)
      if change.exchanged { return [] }
      word = change.original
    }
    // Marked: nobody else changes it. It is stored once, so that nobody sees a place that is free in between.
    var running = word >> 1 - cost
    var granted: [Waiter<BulkheadTicket>] = []
    while let head = state.queue.head(at: now), fits(head.ticket.cost, beside: running) {
      running += head.ticket.cost
      state.queue.grant(head)
      granted.append(head)
    }
    if adaptive != nil, !granted.isEmpty { sampling.note(running: running) }
    self.word.store(running << 1 | (state.queue.isEmpty ? 0 : 1), ordering: .releasing)
    return granted
  }

  /// Reports changes in the order of their numbers, one at a time. If another thread does so already, it reports this one
  /// too (A6).
  private func report(_ change: BulkheadLimitChange) {
    guard reports.withLock({ $0.add(change) }) else { return }
    while let next = reports.withLock({ $0.next() }) { tell(next) }
  }

  private func tell(_ change: BulkheadLimitChange) {
    logger?.log(
      level: adaptive == nil ? .notice : .debug,
      "the bulkhead '\(LogText.escaped(name))' lets \(change.new) calls run at once",
      metadata: [
        "call.limit": .stringConvertible(change.new), "call.limit.before": .stringConvertible(change.old),
      ]
    )
    limitDidChange?(change)
  }

  @inline(__always)
  func publish() {
    metrics.publish { BulkheadMetrics.Reading(running: running, waiting: waiting, limit: limit) }
  }
}
