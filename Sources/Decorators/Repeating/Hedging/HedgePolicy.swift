public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// When a call that takes too long is made a second time, so that the caller gets the first answer.
///
/// ```swift
/// let policy = HedgePolicy(after: .milliseconds(100), on: NetworkError.self, budget: budget)
/// let hits = try await policy.run(named: "search") { try await index.search(query) }
/// let search = decorated(by: policy, named: "search") { (query: String) async throws in
///   try await index.search(query)
/// }
/// ```
///
/// The first value wins. The other attempts are cancelled, and the call returns when they have ended (H4). A failure
/// that is worth a retry starts the next attempt at once; another one ends the call (H3). A caller gets only errors
/// that the function threw, so `throws(E)` stays `throws(E)`.
///
/// Hedge only what is safe to do twice: the function runs several times for one request, at the same time, in tasks of
/// their own (H1). So it is `async` and `@Sendable`. Attempts see the caller's task-local values and run at its
/// priority (H9). Give it a ``RetryBudget``, so that a dependency that is slow for all gets no more than its share of
/// extra calls.
///
/// **Cancellation.** If the caller is cancelled, all attempts are cancelled, and no further one starts. The call ends
/// when they have ended, with a value if one returns it, or else with the error of the last.
///
/// The first attempt of a caller that is on no actor begins on the caller's thread, up to its first suspension. No
/// hedge can start before that, so the function should not block its thread.
///
/// **Cost.** Each call costs a task and an alarm, also if it needs no hedge. A call in flight holds about a kilobyte
/// for each attempt. A policy never changes, and copies share its statistics and its metrics.
public struct HedgePolicy: Sendable {
  /// Policies that are copied share their settings and their metrics.
  private final class Shared: Sendable {
    let settings: HedgeSettings
    let timeline: Timeline
    let hedges: CounterTable

    init(_ settings: HedgeSettings, hedges: CounterTable) {
      self.settings = settings
      self.hedges = hedges
      timeline = Timeline(settings.clock)
    }
  }

  private let shared: Shared

  var settings: HedgeSettings { shared.settings }
  var timeline: Timeline { shared.timeline }
  /// Extra attempts by function and result.
  var hedges: CounterTable { shared.hedges }

  private init(_ settings: HedgeSettings, hedges: CounterTable) {
    shared = Shared(settings, hedges: hedges)
  }
}

// MARK: Settings

extension HedgePolicy {
  /// How many attempts a call makes at most, the first included.
  public var attempts: Int { settings.attempts }

  /// How long a call waits before it starts another attempt.
  public var delay: HedgeDelay { settings.delay }

  /// Describes when a call is made again before it has ended.
  ///
  /// - Parameters:
  ///   - delay: How long a call waits for its latest attempt before it starts another one: `.milliseconds(100)`,
  ///     `.fixed(delay)` or `.percentile(0.95)`.
  ///   - attempts: How many attempts a call makes at most, the first included, at least 1; 2 by default.
  ///   - types: The errors after which another attempt starts: types, protocols and arrays of them, as `retrying` takes
  ///     them. Not given, all errors.
  ///   - classify: Decides about each error of those types. Without it, the error decides if it is
  ///     ``RetryClassifiable``; every other error is retried. `.giveUp` ends the call and cancels the other attempts.
  ///     After a ``Rejection`` that says so, no more attempts start, but those that run may win (H8).
  ///   - budget: Is asked before each extra attempt. If it refuses, the call waits for what runs (H7).
  ///   - logger: Gets a line of level debug for each extra attempt, and a warning for a loser that went on; none by
  ///     default.
  ///   - didStart: Called when an extra attempt starts.
  ///   - didEnd: Called once when a call ends that made an extra attempt, or was refused one, with the errors of its
  ///     attempts.
  ///   - loserDidOverrun: Called for a loser that ran for more than 1 ms after it was cancelled, so that the caller
  ///     waited.
  ///   - discard: Gets the value of a loser that returned one all the same, for example to close a connection. It runs
  ///     in the caller's task, before the call returns.
  ///   - factory: The backend of the metric `hedges`; by default the current one when the first extra attempt ends.
  ///   - clock: What delays are measured on; by default the `ContinuousClock`.
  public init(
    after delay: HedgeDelay,
    attempts: Int = 2,
    on types: Any...,
    when classify: (@Sendable (any Error) -> RetryDecision)? = nil,
    budget: RetryBudget? = nil,
    logger: Logger? = nil,
    didStart: (@Sendable (HedgeStart) -> Void)? = nil,
    didEnd: (@Sendable (HedgeEnd) -> Void)? = nil,
    loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)? = nil,
    discarding discard: (@Sendable (any Sendable) async -> Void)? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock()
  ) {
    self.init(
      delay: delay,
      attempts: attempts,
      types: types,
      classify: classify,
      budget: budget,
      logger: logger,
      didStart: didStart,
      didEnd: didEnd,
      loserDidOverrun: loserDidOverrun,
      discard: discard,
      factory: factory,
      clock: clock
    )
  }

  /// The same for the forms that take the settings themselves: they cannot hand on a variadic parameter.
  @usableFromInline
  init(
    delay: HedgeDelay,
    attempts: Int,
    types: [Any],
    classify: (@Sendable (any Error) -> RetryDecision)?,
    budget: RetryBudget?,
    logger: Logger?,
    didStart: (@Sendable (HedgeStart) -> Void)?,
    didEnd: (@Sendable (HedgeEnd) -> Void)?,
    loserDidOverrun: (@Sendable (HedgeOverrun) -> Void)?,
    discard: (@Sendable (any Sendable) async -> Void)?,
    factory: (any MetricsFactory)?,
    clock: any Clock<Duration>
  ) {
    require(
      attempts >= 1,
      "The attempts of a hedge include the first call, so they must be at least 1; they were \(attempts)."
    )
    let clock = DecoratorClock(clock)
    let settings = HedgeSettings(
      delay: delay.measured(on: clock),
      attempts: attempts,
      errors: RetriedErrors(types),
      classify: classify,
      budget: budget,
      logger: logger,
      didStart: didStart,
      didEnd: didEnd,
      loserDidOverrun: loserDidOverrun,
      discard: discard,
      clock: clock
    )
    self.init(settings, hedges: CounterTable(label: "hedges", dimension: "result", factory: factory))
  }

  /// The same policy on another clock. It keeps its statistics, which measure on their own clock.
  ///
  /// - Parameter clock: What delays are measured on.
  public func with(clock: any Clock<Duration>) -> Self {
    var changed = settings
    changed.clock = DecoratorClock(clock)
    return Self(changed, hedges: hedges)
  }

  /// The same policy with another place for the values of losers.
  @usableFromInline
  func with<Output: Sendable>(discarding discard: (@Sendable (Output) async -> Void)?) -> Self {
    guard let discard else { return self }
    var changed = settings
    changed.discard = { value in if let value = value as? Output { await discard(value) } }
    return Self(changed, hedges: hedges)
  }
}

// MARK: The decorator

extension HedgePolicy: ConcurrentDecorator {
  nonisolated(nonsending) public func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    try await hedge(self, at: site) { (_: HedgeAttempt) async throws in try await next(input) }
  }
}

extension HedgePolicy {
  /// A hedge, with its delay if that is fixed.
  public var traits: DecoratorTraits {
    DecoratorTraits(
      .hedged,
      startsAnotherAfter: shared.settings.delay.fixedDelay,
      hasBudget: shared.settings.budget != nil
    )
  }
}

extension HedgePolicy: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `hedged(after: 0.1 seconds, attempts: 2)`.
  public var description: String { "hedged(\(settings.shown.joined(separator: ", ")))" }
}
