/// A retry whose attempts have a time limit.
///
/// ```swift
/// let policy = RetryPolicy(attempts: 3, within: .seconds(10)).with(eachAttempt: .seconds(2))
/// let user = try await policy.run(named: "fetch") { try await api.user(id) }
/// ```
///
/// An attempt ends after `eachAttempt:`, or when the time of the whole call is over, whichever is first. An attempt that
/// its own limit cuts off is repeated, whatever errors the policy names with `on:` and `when:`. What the end of the call
/// cuts off is not repeated: the caller gets ``TimeLimitExceeded`` with the scope `.whole` (T7). Without `within:`, only the
/// attempts have a limit.
///
/// The limits are those of ``TimeLimit``: an attempt runs in a child task on the caller's actor. So the policy is for
/// asynchronous functions, and a call throws any error.
public struct LimitedRetryPolicy: Sendable {
  /// When and how often a failed call is repeated.
  public let policy: RetryPolicy
  /// The least time that an attempt gets: with less until the end of the call, none begins.
  public let floor: Duration
  let each: TimeLimit.Settings

  /// How long one attempt may take.
  public var eachAttempt: Duration { each.duration }

  fileprivate init(_ policy: RetryPolicy, _ each: TimeLimit, floor: Duration) {
    self.policy = policy
    self.floor = floor
    self.each = each.settings!
  }

  /// The same policy on another clock.
  ///
  /// - Parameter clock: What waits and limits are measured on.
  public func with(clock: any Clock<Duration>) -> Self { Self(policy.with(clock: clock), each, floor) }

  private init(_ policy: RetryPolicy, _ each: TimeLimit.Settings, _ floor: Duration) {
    self.policy = policy
    self.each = each
    self.floor = floor
  }
}

extension RetryPolicy {
  /// The same policy, with a time limit for each attempt.
  ///
  /// - Parameters:
  ///   - limit: How long an attempt may take, more than zero.
  ///   - floor: The least time that an attempt gets, 0 or more: if less is left until the end of the whole call, no attempt
  ///     begins. The default is 0.
  ///   - lateResults: What becomes of a value that comes too late. By default it is returned.
  ///   - propagating: Whether an attempt sees its end as ``CallDeadline/current``. The default is `false`.
  ///   - metrics: Counts the attempts that end after their limit; none by default.
  ///   - didOverrun: Called with each attempt that ended after its limit, with a value or an error.
  public func with(
    eachAttempt limit: Duration,
    floor: Duration = .zero,
    lateResults: LateResults = .returned,
    propagating: Bool = false,
    metrics: TimeLimitMetrics? = nil,
    didOverrun: (@Sendable (TimeLimitOverrun) -> Void)? = nil
  ) -> LimitedRetryPolicy {
    require(floor >= .zero, "The least time of an attempt must not be negative; it was \(floor).")
    let each = TimeLimit(
      eachAttempt: limit,
      lateResults: lateResults,
      propagating: propagating,
      metrics: metrics,
      didOverrun: didOverrun
    )
    return LimitedRetryPolicy(self, each, floor: floor)
  }
}

extension LimitedRetryPolicy: AsyncDecorator {
  @inlinable
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    try await repeated(at: site, onResult: { _ in false }) { (_: RetryAttempt) async throws in try await next(input) }
  }

  @usableFromInline
  nonisolated(nonsending) func repeated<Output>(
    at site: CallSite,
    clock: (any Clock<Duration>)? = nil,
    onResult isRefused: (Output) -> Bool,
    _ body: nonisolated(nonsending) (RetryAttempt) async throws -> Output
  ) async throws -> Output {
    if let bound = CallDeadline.current, bound.isOver { throw bound.notStarted(site) }
    let timeline = Timeline(policy.settings.clock.replaced(by: clock))
    let limits = AttemptLimits(self, on: timeline, at: site)
    return try await retry(policy, after: nil, at: site, clock: clock, limits: limits, onResult: isRefused) {
      (attempt: RetryAttempt) async throws in try await limits.run(attempt, body)
    }
  }
}

extension LimitedRetryPolicy {
  /// A retry with its limits and its delays.
  public var traits: DecoratorTraits {
    var traits = policy.traits
    traits.attemptLimit = eachAttempt
    return traits
  }
}

extension LimitedRetryPolicy: CustomStringConvertible {
  /// Every setting in effect: `retrying(attempts: 3, backoff: …, within: 10.0 seconds, eachAttempt: 2.0 seconds, …)`.
  public var description: String { "retrying(\(shown.joined(separator: ", ")))" }

  /// The same around a function whose results are judged too.
  @usableFromInline
  var descriptionJudgingResults: String { "retrying(\((shown + ["onResult: a closure"]).joined(separator: ", ")))" }

  private var shown: [String] {
    let floor = floor > .zero ? ["floor: \(floor)"] : []
    return policy.settings.shown(eachAttempt: ["eachAttempt: \(eachAttempt)"] + floor + each.shownOfAttempts)
  }
}
