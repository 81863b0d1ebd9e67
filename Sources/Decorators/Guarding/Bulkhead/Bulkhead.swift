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
/// **Cost.** A call that need not wait allocates nothing, and with a fixed limit it takes no lock. A bulkhead is about 650
/// bytes, and each waiting call about 150 beside its task. Entering and leaving the queue take constant time, or
/// logarithmic time with ``BulkheadOrder/byTaskPriority``.
public final class Bulkhead: Sendable {
  /// The name, which labels its metrics.
  public let name: String

  let longestQueue: Int
  let longestWait: Duration?
  let order: BulkheadOrder
  let adaptive: AdaptiveLimit?

  struct State {
    var queue: WaitQueue<BulkheadTicket>
    var window: AdaptiveWindow?
    var lastChange = 0
  }

  /// Twice the sum of the costs that run, plus 1 while calls wait. Without waiting calls, any call changes it. With them,
  /// only who has the lock.
  let word = Atomic(0)
  /// Which calls are measured, if the limit is adaptive.
  let sampling = AdaptiveSampling()
  /// How much may run at once. It changes only with the lock.
  let currentLimit: Atomic<Int>
  private let firstLimit: Int
  let state: Locked<State>
  let timeline: Timeline
  let metrics: BulkheadMetrics
  let refusals: RefusalLog?
  let logger: Logger?
  let limitDidChange: (@Sendable (BulkheadLimitChange) -> Void)?
  let reports = Locked(BulkheadReports())

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
  /// A call that is measured costs two readings of the clock and a lock more: see ``AdaptiveLimit``. The other parameters
  /// are those of a fixed limit.
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

  static func check(_ limit: Int) {
    require(limit >= 1, "A bulkhead must let 1 call or more run at once; its limit was \(limit).")
  }

  /// Sums of it and of a cost fit.
  static let largestLimit = Int.max / 4

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
