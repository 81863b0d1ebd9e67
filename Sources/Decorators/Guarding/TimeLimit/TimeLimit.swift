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
/// what the caller thinks is free (T3). A function that ignores its cancellation is not stopped: `didOverrun` reports it.
/// If the caller is cancelled, its error passes unchanged.
///
/// **Cost.** A call costs a child task and a place in a timer that all limits on the same system clock share, the
/// `ContinuousClock` or the `SuspendingClock`. It keeps no memory when it has ended. On a clock of your own, each call costs
/// a task that sleeps on it: if the clock waits with `Task.sleep`, an ended call keeps about 300 bytes until its limit would
/// have been over. Without a limit (`nil`) a call costs nothing. A limit holds no state.
public struct TimeLimit: Sendable {
  /// What a limit says. It never changes, and limits that are copied share it.
  @usableFromInline
  final class Settings: Sendable {
    @usableFromInline let duration: Duration
    @usableFromInline let scope: TimeLimitExceeded.Scope
    /// Whether it matters that a value came late.
    @usableFromInline let asksLate: Bool
    let lateResults: LateResults
    @usableFromInline let propagating: Bool
    let metrics: TimeLimitMetrics?
    let didOverrun: (@Sendable (TimeLimitOverrun) -> Void)?
    let clock: DecoratorClock

    @usableFromInline
    init(
      duration: Duration,
      scope: TimeLimitExceeded.Scope,
      lateResults: LateResults,
      propagating: Bool,
      metrics: TimeLimitMetrics?,
      didOverrun: (@Sendable (TimeLimitOverrun) -> Void)?,
      clock: DecoratorClock
    ) {
      self.duration = duration
      self.scope = scope
      self.lateResults = lateResults
      self.propagating = propagating
      self.metrics = metrics
      self.didOverrun = didOverrun
      self.clock = clock
      asksLate = lateResults == .discarded || metrics != nil || didOverrun != nil
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
  ///   - didOverrun: Called with each call that ended after the limit, before the caller gets its value or its error. It
  ///     gets which of the two it was, and how long the function ran on.
  ///   - clock: What the limit is measured on; by default the `ContinuousClock`.
  public init(
    within limit: Duration?,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(limit, .whole, lateResults, propagating, metrics, didOverrun, clock)
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
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(limit, .attempt, lateResults, propagating, metrics, didOverrun, clock)
  }

  private init(
    _ limit: Duration?,
    _ scope: TimeLimitExceeded.Scope,
    _ lateResults: LateResults,
    _ propagating: Bool,
    _ metrics: TimeLimitMetrics?,
    _ didOverrun: (@Sendable (TimeLimitOverrun) -> Void)?,
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

extension TimeLimit {
  // This overrides what every decorator has, because it needs a closure less.

  /// Runs an asynchronous call now, on the caller's actor, with this limit.
  ///
  /// The parameters are those of every decorator's `run`.
  @inlinable
  nonisolated(nonsending) public func run<Output>(
    named name: String? = nil,
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    guard let settings else { return try await body() }
    return try await settings.run(
      at: CallSite(named: name, fileID: fileID, function: function, line: line),
      body
    )
  }
}

/// The time of a call, or of an attempt of one.
@frozen
@usableFromInline
struct LimitedSpan {
  @usableFromInline let scope: TimeLimitExceeded.Scope
  /// The setting that decides when it ends.
  @usableFromInline let limit: Duration
  /// When it begins and ends, on the call's timeline.
  @usableFromInline let begin: Duration
  @usableFromInline let end: Duration

  @usableFromInline
  init(scope: TimeLimitExceeded.Scope, limit: Duration, begin: Duration, end: Duration) {
    self.scope = scope
    self.limit = limit
    self.begin = begin
    self.end = end
  }
}

// What the function returns stays in the code that the compiler specialises for the caller. The rest does not depend on it.

extension TimeLimit.Settings {
  @inlinable
  nonisolated(nonsending) func run<Output>(
    at site: CallSite,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    let timeline = try start(at: site)
    let span = LimitedSpan(scope: scope, limit: duration, begin: .zero, end: duration)
    return try await run(span, on: timeline, at: site, onCut: {}, body)
  }

  /// - Parameter onCut: Called before the limit's own error is thrown.
  @inlinable
  nonisolated(nonsending) func run<Output>(
    _ span: LimitedSpan,
    on timeline: Timeline,
    at site: CallSite,
    onCut: () -> Void,
    _ body: nonisolated(nonsending) () async throws -> Output
  ) async throws -> Output {
    var result: Result<Output, any Error>?
    let deadline = propagating ? deadline(of: span, on: timeline, at: site) : nil
    await runInChild(until: span.end, on: timeline, binding: deadline) {
      do { result = .success(try await body()) } catch { result = .failure(error) }
    }
    switch result! {
    case .success(let output):
      if asksLate, let error = exceeded(span, on: timeline, at: site, throwing: nil) {
        onCut()
        throw error
      }
      return output
    case .failure(let failure):
      guard let error = exceeded(span, on: timeline, at: site, throwing: failure) else { throw failure }
      onCut()
      throw error
    }
  }

  /// Begins a call, unless its time is over already (T6).
  @usableFromInline
  func start(at site: CallSite) throws -> Timeline {
    if let bound = CallDeadline.current, bound.isOver { throw bound.notStarted(site) }
    return Timeline(clock)
  }

  @usableFromInline
  func deadline(of span: LimitedSpan, on timeline: Timeline, at site: CallSite) -> CallDeadline {
    CallDeadline(of: span, on: timeline, at: site).orNearer(CallDeadline.current)
  }

  /// What the caller gets instead of the function's own error, or of its value; `nil` if it gets that (T4).
  @usableFromInline
  func exceeded(
    _ span: LimitedSpan,
    on timeline: Timeline,
    at site: CallSite,
    throwing error: (any Error)?
  ) -> TimeLimitExceeded? {
    let now = timeline.now
    guard now >= span.end else { return nil }
    let elapsed = now - span.begin
    // Cancelled by a limit outside or by its user, the call is no longer this limit's (T2).
    if isWatched, !Task.isCancelled {
      let overrun = TimeLimitOverrun(
        name: site.name,
        scope: span.scope,
        limit: span.limit,
        elapsed: elapsed,
        duration: now - span.end,
        error: error
      )
      metrics?.record(overrun)
      didOverrun?(overrun)
    }
    let isCallers = Task.isCancelled || (error == nil && lateResults == .returned)
    if isCallers { return nil }
    return TimeLimitExceeded(
      name: site.name,
      scope: span.scope,
      limit: span.limit,
      elapsed: elapsed,
      underlying: error
    )
  }

  private var isWatched: Bool { didOverrun != nil || metrics != nil }
}

extension TimeLimit {
  /// A time limit, of the whole call or of an attempt.
  public var traits: DecoratorTraits {
    let isAttempt = (settings?.scope ?? unlimitedScope) == .attempt
    return DecoratorTraits(.timeLimited, limit: limit, attemptLimit: isAttempt ? limit : nil)
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
    if didOverrun != nil { shown.append("didOverrun: a closure") }
    return shown
  }
}
