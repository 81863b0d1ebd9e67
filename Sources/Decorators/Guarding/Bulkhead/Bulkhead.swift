public import CoreMetrics
import DecoratorPrimitives
public import Logging
import Synchronization

/// Lets a limited number of calls run at once. Others wait in a queue of limited length, or are refused.
///
/// Use it so that one slow dependency cannot occupy all threads, connections or memory of a program.
///
/// ```swift
/// let search = Bulkhead(named: "search", atMost: 10, waiting: 20, waitingAtMost: .seconds(1))
///
/// let hits = try await search.run { try await engine.find(query) }
/// let find = AsyncFunction(engine.find).bulkheaded(by: search)
/// ```
///
/// It is an object: functions that share it share its places. Synchronous and asynchronous calls stand in one queue, in
/// the order in which they came (K7). A call that ends gives its place to the next one, and a new call never overtakes one
/// that waits (K2). A place is given back exactly once, however the call ends (A2).
///
/// **Cancellation.** A call whose task is cancelled before it asks, or while it waits, throws `CancellationError` at once
/// and does not run. A synchronous call that waits blocks its thread, and notices the cancellation within 10 ms.
///
/// **Re-entry.** A call that holds a place and enters the same bulkhead again needs a second place. With
/// `atMost: 1` it waits for itself until `waitingAtMost:` or a time limit ends it (K8).
///
/// **Cost.** A call that need not wait takes no lock and allocates nothing. A bulkhead is about 650 bytes, and each waiting
/// call about 150 beside its task. Entering and leaving the queue take constant time, or logarithmic time with
/// ``BulkheadOrder/byTaskPriority``.
public final class Bulkhead: Sendable {
  /// The name, which labels its metrics.
  public let name: String

  let longestQueue: Int
  let longestWait: Duration?
  let order: BulkheadOrder
  let adaptive: AdaptiveLimit?

  private struct State {
    var queue: WaitQueue<BulkheadTicket>
    var window: AdaptiveWindow?
    var lastChange = 0
  }

  /// Twice the sum of the costs that run, plus 1 while calls wait. Without waiting calls, any call changes it. With them,
  /// only who has the lock.
  private let word = Atomic(0)
  /// How much may run at once. It changes only with the lock.
  private let currentLimit: Atomic<Int>
  private let firstLimit: Int
  private let state: Locked<State>
  private let timeline: Timeline
  private let metrics: BulkheadMetrics
  private let refusals: RefusalLog?
  private let logger: Logger?
  private let limitDidChange: (@Sendable (BulkheadLimitChange) -> Void)?
  private let reports = Locked(BulkheadReports())

  /// Creates a bulkhead with a fixed limit.
  ///
  /// - Parameters:
  ///   - name: The name, which labels its metrics and is in its errors. It should be stable and unique.
  ///   - limit: How many calls run at once, at least 1.
  ///   - queue: How many calls wait at most, 0 or more. By default none: a call that finds no place is refused.
  ///   - longestWait: How long a call waits at most, more than zero; by default as long as it has to. Its own time limit
  ///     ends the wait too.
  ///   - order: Which of the waiting calls comes next; by default the one that came first.
  ///   - logger: Where refusals are logged, at most once a minute, and changes of the limit; by default nowhere.
  ///   - metricsFactory: Where the metrics go; by default to the `MetricsSystem`. They are the gauges `bulkhead_running`,
  ///     `bulkhead_waiting` and `bulkhead_limit`, the timer `bulkhead_wait` of calls that had to wait, and the counter
  ///     `bulkhead_refused`, with the dimensions `bulkhead` and, for refusals, `reason`.
  ///   - limitDidChange: Called after each change of the limit, without a lock held, on the thread that caused it.
  ///   - clock: The clock that measures waits; by default the `ContinuousClock`.
  public convenience init(
    named name: String,
    atMost limit: Int,
    waiting queue: Int = 0,
    waitingAtMost longestWait: Duration? = nil,
    order: BulkheadOrder = .arrival,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil,
    limitDidChange: (@Sendable (BulkheadLimitChange) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    Self.check(limit)
    self.init(
      name,
      limit,
      nil,
      queue,
      longestWait,
      order,
      logger,
      metricsFactory,
      limitDidChange,
      clock
    )
  }

  /// Creates a bulkhead whose limit follows the durations of its calls.
  ///
  /// ```swift
  /// let search = Bulkhead(named: "search", atMost: .adaptive(from: 20, in: 1...200), waiting: 50)
  /// ```
  ///
  /// Each call then costs two readings of the clock and a lock. The other parameters are those of a fixed limit.
  ///
  /// - Parameter limit: The first limit and its bounds.
  public convenience init(
    named name: String,
    atMost limit: AdaptiveLimit,
    waiting queue: Int = 0,
    waitingAtMost longestWait: Duration? = nil,
    order: BulkheadOrder = .arrival,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil,
    limitDidChange: (@Sendable (BulkheadLimitChange) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(
      name,
      limit.start,
      limit,
      queue,
      longestWait,
      order,
      logger,
      metricsFactory,
      limitDidChange,
      clock
    )
  }

  private init(
    _ name: String,
    _ limit: Int,
    _ adaptive: AdaptiveLimit?,
    _ queue: Int,
    _ longestWait: Duration?,
    _ order: BulkheadOrder,
    _ logger: Logger?,
    _ metricsFactory: (any MetricsFactory)?,
    _ limitDidChange: (@Sendable (BulkheadLimitChange) -> Void)?,
    _ clock: any Clock<Duration>
  ) {
    require(!name.isEmpty, "The name of a bulkhead must not be empty, because it labels its metrics.")
    require(queue >= 0, "The number of calls that wait for a bulkhead must not be negative; it was \(queue).")
    if let longestWait {
      require(longestWait > .zero, "The longest wait for a bulkhead must be greater than zero; it was \(longestWait).")
    }
    self.name = name
    self.adaptive = adaptive
    self.longestQueue = queue
    self.longestWait = longestWait
    self.order = order
    self.logger = logger
    self.limitDidChange = limitDidChange
    firstLimit = min(limit, Self.largestLimit)
    currentLimit = Atomic(firstLimit)
    state = Locked(
      State(
        queue: WaitQueue(order: order.queueOrder(waitingAtMost: longestWait)),
        window: adaptive.map { AdaptiveWindow($0) }
      )
    )
    timeline = Timeline(clock)
    metrics = BulkheadMetrics(name: name, factory: metricsFactory)
    refusals = RefusalLog(logger, for: "the bulkhead '\(name)'")
  }

  private static func check(_ limit: Int) {
    require(limit >= 1, "A bulkhead must let 1 call or more run at once; its limit was \(limit).")
  }

  /// Sums of it and of a cost fit.
  private static let largestLimit = Int.max / 4

  /// How much may run at once now.
  public var limit: Int { currentLimit.load(ordering: .relaxed) }

  var hasFirstLimit: Bool { limit == firstLimit }

  /// How much runs now: the number of calls, or the sum of their costs. After ``resize(to:)`` it may exceed ``limit``.
  public var running: Int { word.load(ordering: .relaxed) >> 1 }

  /// How many calls wait now.
  public var waiting: Int {
    word.load(ordering: .relaxed) & 1 == 0 ? 0 : state.withLock { $0.queue.count }
  }
}

// MARK: - The guard

extension Bulkhead: CallGuard {
  /// The place of a call that runs.
  @frozen
  public struct Permit: Sendable {
    @usableFromInline let cost: Int
    /// When the call began, if the limit is adaptive.
    @usableFromInline let start: Duration

    @usableFromInline
    init(cost: Int, start: Duration) {
      self.cost = cost
      self.start = start
    }
  }

  /// Lets a call in, possibly after a wait that blocks the thread.
  ///
  /// - Throws: ``BulkheadFullError``; `CancellationError` if the task is cancelled.
  public func admit(at site: CallSite) throws -> Permit { try admit(cost: 1, at: site) }

  /// Lets a call in, possibly after a wait.
  ///
  /// - Throws: ``BulkheadFullError``; `CancellationError` if the task is cancelled.
  nonisolated(nonsending) public func admit(at site: CallSite) async throws -> Permit {
    try await admit(cost: 1, at: site)
  }

  /// Runs a call as every guard does. A call that does not wait makes one asynchronous call less.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    let permit: Permit
    do {
      permit = if let permit = try admitAtOnce(cost: 1) { permit } else { try await admitInTime(cost: 1, at: site) }
    } catch {
      throw postingRefusal(error)
    }
    do {
      let output = try await next(input)
      leave(permit, at: site, throwing: nil)
      return output
    } catch {
      leave(permit, at: site, throwing: error)
      throw error
    }
  }

  /// Gives the place of the call to the next one.
  public func leave(_ permit: consuming Permit, at site: CallSite, throwing error: (any Error)?) {
    guard let adaptive else { return release(permit.cost) }
    release(permit.cost, after: sample(permit, error, adaptive))
  }

  /// How the call counts for an adaptive limit (K11); nil if it says nothing.
  private func sample(
    _ permit: Permit,
    _ error: (any Error)?,
    _ adaptive: AdaptiveLimit
  ) -> (AdaptiveWindow.Sample, now: Duration)? {
    let now = timeline.now
    guard let error else { return (.returned(max(.zero, now - permit.start)), now) }
    return !isCancellation(error) && adaptive.isDrop(error) ? (.dropped, now) : nil
  }
}

// MARK: - Entering

extension Bulkhead {
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

  nonisolated(nonsending) func admit(cost: Int, at site: CallSite) async throws -> Permit {
    if let permit = try admitAtOnce(cost: cost) { return permit }
    return try await admitInTime(cost: cost, at: site)
  }

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

  private func permit(cost: Int) -> Permit { Permit(cost: cost, start: adaptive == nil ? .zero : timeline.now) }

  /// Takes a place if there is one and nobody waits.
  @inline(__always)
  private func enter(_ cost: Int) -> Bool {
    var word = word.load(ordering: .relaxed)
    while word & 1 == 0, fits(cost, beside: word >> 1) {
      let change = self.word.weakCompareExchange(expected: word, desired: word + 2 * cost, ordering: .acquiring)
      if change.exchanged { return true }
      word = change.original
    }
    return false
  }

  /// A cost that is larger than a limit that has shrunk runs alone: otherwise it would wait forever.
  @inline(__always)
  private func fits(_ cost: Int, beside running: Int) -> Bool {
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
      return Permit(cost: waiter.ticket.cost, start: now)
    }
  }

  private func refused(
    _ cause: BulkheadFullError.Cause,
    running: Int,
    waiting: Int,
    at site: CallSite,
    now: Duration
  ) -> BulkheadFullError {
    let error = BulkheadFullError(name: name, cause: cause, running: running, waiting: waiting)
    metrics.refused(cause)
    refusals?.refused(error, at: site, now: now)
    return error
  }
}

// MARK: - Leaving

extension Bulkhead {
  /// What a change with the lock leads to.
  private struct Effect {
    /// A waiter that left the queue, to be woken.
    var leaver: Waiter<BulkheadTicket>?
    var limit: Int?
  }

  /// Gives a place back: to those who wait, in their order (K2).
  private func release(_ cost: Int) {
    var word = word.load(ordering: .relaxed)
    while word & 1 == 0 {
      let change = self.word.weakCompareExchange(expected: word, desired: word - 2 * cost, ordering: .releasing)
      if change.exchanged { return publish() }
      word = change.original
    }
    change(freeing: cost) { _ in Effect() }
  }

  /// Gives a place back, and lets the limit learn from the call.
  private func release(_ cost: Int, after sample: (AdaptiveWindow.Sample, now: Duration)?) {
    guard let (sample, now) = sample else { return release(cost) }
    change(freeing: cost) { state in
      state.window?.add(sample, running: word.load(ordering: .relaxed) >> 1, at: now)
      return Effect(limit: state.window?.gradient.wholeLimit)
    }
  }

  /// Takes a waiter out of the queue. Those behind it move up (K5).
  private func remove(_ waiter: Waiter<BulkheadTicket>, _ departure: Departure) {
    change { state in Effect(leaver: state.queue.leave(waiter, departure) ? waiter : nil) }
  }

  private func raise(_ waiter: Waiter<BulkheadTicket>, to priority: TaskPriority) {
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
  private func change(freeing cost: Int = 0, _ body: (inout State) -> Effect) {
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
  private func grant(_ state: inout State, freeing cost: Int, at now: Duration) -> [Waiter<BulkheadTicket>] {
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
  private func publish() {
    metrics.publish { BulkheadMetrics.Reading(running: running, waiting: waiting, limit: limit) }
  }
}

extension Bulkhead {
  /// A bulkhead.
  public var traits: DecoratorTraits {
    DecoratorTraits(.bulkheaded, object: ObjectIdentifier(self), name: name)
  }
}

extension Bulkhead: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `bulkheaded(by: "search", atMost: 10, waiting: 20)`.
  public var description: String { "bulkheaded(\(shownSettings.joined(separator: ", ")))" }

  var shownSettings: [String] {
    var shown = ["by: \"\(name)\"", "atMost: \(adaptive?.description ?? "\(limit)")", "waiting: \(longestQueue)"]
    if let longestWait { shown.append("waitingAtMost: \(longestWait)") }
    if order != .arrival { shown.append("order: \(order)") }
    return shown + timeline.clock.setting
  }
}
