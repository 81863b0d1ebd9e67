/// Limits how long an asynchronous call may take.
///
/// When the time is over, the call is cancelled. If it then throws, whatever it throws, the caller gets
/// ``TimeLimitExceeded``. If it still returns a value, the caller gets the value, because the work is done (T4).
///
/// ```swift
/// let limit = TimeLimit(within: .seconds(2))
/// let user = try await limit.run(named: "fetch") { try await api.user(id) }
/// let fetch = decorated(by: limit, named: "fetch") { (id: Int) async throws in try await api.user(id) }
/// ```
///
/// The call runs in a child task of the caller, on the caller's actor, and only that task is cancelled: the caller can
/// go on. The limit returns when the function has ended, however late, because an abandoned function would go on using
/// what the caller thinks is free (T3). A function that ignores its cancellation is not stopped: `didOverrun` tells you.
/// If the caller is cancelled, its error passes unchanged.
///
/// A call costs a child task and a place in a timer that all limits share. Without a limit (`nil`) it costs nothing.
/// A limit holds no state.
public struct TimeLimit: Sendable {
  /// What a limit says. It never changes, and limits that are copied share it.
  @usableFromInline
  final class Settings: Sendable {
    let duration: Duration
    let scope: TimeLimitExceeded.Scope
    let lateResults: LateResults
    let propagating: Bool
    let metrics: TimeLimitMetrics?
    let late: (@Sendable (TimeLimitEvent) -> Void)?
    let didOverrun: (@Sendable (TimeLimitEvent) -> Void)?
    let clock: DecoratorClock

    init(
      duration: Duration,
      scope: TimeLimitExceeded.Scope,
      lateResults: LateResults,
      propagating: Bool,
      metrics: TimeLimitMetrics?,
      late: (@Sendable (TimeLimitEvent) -> Void)?,
      didOverrun: (@Sendable (TimeLimitEvent) -> Void)?,
      clock: DecoratorClock
    ) {
      self.duration = duration
      self.scope = scope
      self.lateResults = lateResults
      self.propagating = propagating
      self.metrics = metrics
      self.late = late
      self.didOverrun = didOverrun
      self.clock = clock
    }
  }

  /// `nil` if there is no limit.
  @usableFromInline let settings: Settings?
  private let unlimitedScope: TimeLimitExceeded.Scope

  /// How long a call may take; `nil` for no limit.
  public var limit: Duration? { settings?.duration }

  /// Limits the whole call: a retry around it does not repeat one that takes too long.
  ///
  /// - Parameters:
  ///   - limit: How long the call may take, more than zero; `nil` for no limit.
  ///   - lateResults: What becomes of a value that comes too late. By default it is returned.
  ///   - propagating: Whether the call sees its end as ``CallDeadline/current``. The default is `false`.
  ///   - metrics: Counts the calls that end after the limit; none by default.
  ///   - late: Called with a call that returned a value after the limit, before the caller gets it.
  ///   - didOverrun: Called with each call that ended after the limit, with how long it ran on.
  ///   - clock: What the limit is measured on; by default the `ContinuousClock`.
  public init(
    within limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    late: (@Sendable (TimeLimitEvent) -> Void)? = nil,
    didOverrun: (@Sendable (TimeLimitEvent) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(limit, .whole, lateResults, propagating, metrics, late, didOverrun, clock)
  }

  /// Limits each attempt: a retry around it repeats one that takes too long.
  ///
  /// ```swift
  /// let fetch = AsyncFunction(fetchUser).timeLimited(eachAttempt: .seconds(1)).retrying(attempts: 3)
  /// ```
  ///
  /// A retry's own `eachAttempt:` also knows when the whole call ends. The parameters are those of a limit of the whole
  /// call.
  public init(
    eachAttempt limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    late: (@Sendable (TimeLimitEvent) -> Void)? = nil,
    didOverrun: (@Sendable (TimeLimitEvent) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(limit, .attempt, lateResults, propagating, metrics, late, didOverrun, clock)
  }

  private init(
    _ limit: Duration?,
    _ scope: TimeLimitExceeded.Scope,
    _ lateResults: LateResults,
    _ propagating: Bool,
    _ metrics: TimeLimitMetrics?,
    _ late: (@Sendable (TimeLimitEvent) -> Void)?,
    _ didOverrun: (@Sendable (TimeLimitEvent) -> Void)?,
    _ clock: any Clock<Duration>
  ) {
    if let limit {
      require(
        limit > .zero,
        "A time limit must be more than zero, because it would let no call run; it was \(limit). For no limit, pass nil."
      )
    }
    unlimitedScope = scope
    settings = limit.map {
      Settings(
        duration: min($0, .longestWait),
        scope: scope,
        lateResults: lateResults,
        propagating: propagating,
        metrics: metrics,
        late: late,
        didOverrun: didOverrun,
        clock: DecoratorClock(clock)
      )
    }
  }
}

extension TimeLimit: AsyncDecorator {
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    guard let settings else { return try await next(input) }
    return try await settings.run(at: site) { try await next(input) }
  }
}

/// The time of a call, or of an attempt of one.
struct LimitedSpan {
  let scope: TimeLimitExceeded.Scope
  /// The setting that decides when it ends.
  let limit: Duration
  /// When it begins and ends, on the call's timeline.
  let begin: Duration
  let end: Duration
}

/// How a call with a limit ended.
struct LimitedOutcome<Output> {
  let result: Result<Output, any Error>
  /// Whether the result is the limit's own error.
  let isCut: Bool
}

extension TimeLimit.Settings {
  @usableFromInline
  nonisolated(nonsending) func run<Output>(
    at site: CallSite,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    if let bound = CallDeadline.current, bound.isOver { throw bound.notStarted }
    let span = LimitedSpan(scope: scope, limit: duration, begin: .zero, end: duration)
    return try await run(span, on: Timeline(clock), at: site, body).result.get()
  }

  nonisolated(nonsending) func run<Output>(
    _ span: LimitedSpan,
    on timeline: Timeline,
    at site: CallSite,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async -> LimitedOutcome<Output> {
    let deadline = propagating ? CallDeadline(of: span, on: timeline, at: site).orNearer(CallDeadline.current) : nil
    let result = await outcome(until: span.end, on: timeline, binding: deadline, body)
    if case .success = result, lateResults == .returned, !isWatched {
      return LimitedOutcome(result: result, isCut: false)
    }
    return ended(result, at: timeline.now, in: span, of: site)
  }

  private var isWatched: Bool { late != nil || didOverrun != nil || metrics != nil }

  /// What the caller gets (T4).
  private func ended<Output>(
    _ result: Result<Output, any Error>,
    at instant: Duration,
    in span: LimitedSpan,
    of site: CallSite
  ) -> LimitedOutcome<Output> {
    let elapsed = instant - span.begin
    guard instant >= span.end else { return LimitedOutcome(result: result, isCut: false) }
    if isWatched {
      let event = TimeLimitEvent(
        name: site.name,
        scope: span.scope,
        limit: span.limit,
        elapsed: elapsed,
        overrun: instant - span.end,
        error: result.error
      )
      metrics?.record(event)
      didOverrun?(event)
      if event.error == nil { late?(event) }
    }
    let isCallers = result.error == nil ? lateResults == .returned : Task.isCancelled
    if isCallers { return LimitedOutcome(result: result, isCut: false) }
    let error = TimeLimitExceeded(
      name: site.name,
      scope: span.scope,
      limit: span.limit,
      elapsed: elapsed,
      underlying: result.error
    )
    return LimitedOutcome(result: .failure(error), isCut: true)
  }
}

extension TimeLimit: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `timeLimited(within: 2.0 seconds)`.
  public var description: String {
    let label = (settings?.scope ?? unlimitedScope) == .whole ? "within" : "eachAttempt"
    guard let settings else { return "timeLimited(\(label): nil)" }
    return "timeLimited(\((["\(label): \(settings.duration)"] + settings.shown).joined(separator: ", ")))"
  }
}

extension TimeLimit.Settings {
  /// The settings apart from the duration, as they read in source.
  fileprivate var shown: [String] { shownOfAttempts + clock.setting }

  /// The same without the clock, which is the retry's.
  var shownOfAttempts: [String] {
    var shown: [String] = []
    if lateResults != .returned { shown.append("lateResults: \(lateResults)") }
    if propagating { shown.append("propagating: true") }
    if let metrics { shown.append("metrics: \"\(metrics.name)\"") }
    if late != nil { shown.append("late: a closure") }
    if didOverrun != nil { shown.append("didOverrun: a closure") }
    return shown
  }
}
