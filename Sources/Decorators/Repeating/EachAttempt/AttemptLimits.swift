/// The time limits of one call's attempts: each has its own, and all end with the call (T7).
final class AttemptLimits {
  private let each: TimeLimit.Settings
  /// The least time that an attempt gets.
  let floor: Duration
  private let whole: Duration?
  private let timeline: Timeline
  private let site: CallSite
  /// Which limit cut the last attempt off, if one did.
  private(set) var cut: TimeLimitExceeded.Scope?

  init(_ policy: LimitedRetryPolicy, on timeline: Timeline, at site: CallSite) {
    each = policy.each
    floor = policy.floor
    whole = policy.policy.limit
    self.timeline = timeline
    self.site = site
  }

  nonisolated(nonsending) func run<Output>(
    _ attempt: RetryAttempt,
    _ body: nonisolated(nonsending) (RetryAttempt) async throws -> Output
  ) async throws -> Output {
    cut = nil
    let begin = timeline.now
    var span = LimitedSpan(scope: .attempt, limit: each.duration, begin: begin, end: begin + each.duration)
    if let whole, whole <= span.end {
      guard begin < whole else {
        cut = .whole
        let elapsed = attempt.number == 1 ? .zero : begin
        throw TimeLimitExceeded(name: site.name, scope: .whole, limit: whole, elapsed: elapsed)
      }
      span = LimitedSpan(scope: .whole, limit: whole, begin: .zero, end: whole)
    }
    let outcome = await each.run(span, on: timeline, at: site) { try await body(attempt) }
    if outcome.isCut { cut = span.scope }
    return try outcome.result.get()
  }
}
