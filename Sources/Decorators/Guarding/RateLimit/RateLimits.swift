public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// Lets calls through at the rates of several ``TokenBucket``s at once: a call takes a token of each, or of none (Q7).
///
/// ```swift
/// let perSecond = TokenBucket(named: "github_second", 10, per: .seconds(1), burst: 10)
/// let perHour = TokenBucket(named: "github_hour", 5_000, per: .seconds(3_600), burst: 5_000)
/// let limits = RateLimits(perSecond, perHour, waitingAtMost: .seconds(2))
/// try await limits.run { try await api.repository(id) }
/// ```
///
/// A call that one of the buckets refuses takes nothing of the others. A call that waits stands in the queues of all, and
/// takes its tokens when all have one: those behind it in any of the queues wait for it. If a pause or a slower rate of one
/// bucket makes it too late, it leaves all queues and is refused at once. The `retryAfter` of a refusal is the longest of
/// the buckets' waits. It is exact unless a call that waits for one bucket holds up the queue of another.
///
/// Everything else is as with one ``RateLimit``. What a server says (`hints:`) slows all the buckets down, because nothing
/// says which of its limits the server means. The buckets have one type of clock.
public struct RateLimits: Sendable {
  let calls: LimitedCalls

  /// The names of the buckets, joined by `+`.
  public var name: String { calls.name }

  /// Creates limits.
  ///
  /// - Parameters:
  ///   - buckets: The sources of the tokens. Each has a name, and none is given twice.
  ///   - cost: How many tokens each call takes of each bucket, at least 1 and at most the smallest burst; by default 1.
  ///   - longestWait: How long a call waits at most, 0 or more; with `.zero` it never waits. By default as long as it has
  ///     to.
  ///   - hints: Which errors of the calls slow the buckets down for all who use them; by default none.
  ///   - logger: Where refusals are logged, at most once a minute; by default nowhere.
  ///   - metricsFactory: Where the metrics go, which are those of a ``RateLimit``; by default to the `MetricsSystem`.
  public init<C: Clock<Duration>>(
    _ buckets: TokenBucket<C>...,
    cost: Int = 1,
    waitingAtMost longestWait: Duration? = nil,
    hints: RateLimitHints = .ignored,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil
  ) {
    let sources = buckets.map(\.source)
    require(!sources.isEmpty, "RateLimits needs one bucket or more.")
    require(
      Set(sources.map { ObjectIdentifier($0) }).count == sources.count,
      "RateLimits was given the same bucket twice: a call would wait for itself. Use cost: to take several tokens."
    )
    let name = sources.map { requiredName($0.name) }.joined(separator: "+")
    calls = LimitedCalls(name, sources, of: buckets, cost, longestWait, hints, logger, metricsFactory)
  }
}

extension RateLimits: CallGuard {
  public typealias Permit = Void

  /// Takes the tokens of a call, possibly after a wait that blocks the thread.
  ///
  /// - Throws: ``RateLimitedError``; `CancellationError` if the task is cancelled.
  public func admit(at site: CallSite) throws {
    if try !calls.takeAtOnce() { try calls.blockingTake(at: site) }
  }

  /// Takes the tokens of a call, possibly after a wait.
  ///
  /// - Throws: ``RateLimitedError``; `CancellationError` if the task is cancelled.
  nonisolated(nonsending) public func admit(at site: CallSite) async throws {
    if try !calls.takeAtOnce() { try await calls.take(at: site) }
  }

  /// Slows the buckets down if the error of a call says that the server wants it (`hints:`).
  public func leave(_ permit: Void, at site: CallSite, throwing error: (any Error)?) {
    if let error { calls.heed(error) }
  }
}

extension RateLimits {
  /// A rate limit.
  public var traits: DecoratorTraits {
    DecoratorTraits(.rateLimited)
  }
}

extension RateLimits: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `rateLimited(by: "a+b", waitingAtMost: 2.0 seconds)`.
  public var description: String {
    "rateLimited(\((["by: \"\(name)\""] + calls.shownSettings).joined(separator: ", ")))"
  }
}
