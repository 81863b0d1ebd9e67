public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// Lets calls through at the rate of a ``TokenBucket``. A call waits for its token, or is refused at once.
///
/// ```swift
/// let github = TokenBucket(named: "github", 10, per: .seconds(1), burst: 20)
/// let limit = RateLimit(by: github, waitingAtMost: .seconds(2))
///
/// let repository = try await limit.run { try await api.repository(id) }
/// let fetch = AsyncFunction(api.repository).rateLimited(by: github, waitingAtMost: .seconds(2))
/// ```
///
/// The limit is a value. The state is in the bucket: all who share it share its tokens, synchronous or not, in the order
/// in which they come. In any time *t* at most *burst + count · t / period* calls pass (Q1).
///
/// If the token of a call would not come in time, within `waitingAtMost:` and before the deadline of the call,
/// the call is refused at once, takes nothing, and its error says exactly when a call would pass (Q2, Q3). It is
/// ``RateLimitedError``. A retry around the limit waits that long and calls again.
///
/// **Cancellation.** A call whose task is cancelled before it asks, or while it waits, throws `CancellationError` at once,
/// takes nothing and does not run. A synchronous call that waits blocks its thread, and notices it within 10 ms.
///
/// **Cost.** A call that need not wait takes one lock and reads the clock once.
public struct RateLimit: Sendable {
  private let source: TokenSource
  let calls: LimitedCalls

  /// The name, which labels its metrics: that of the bucket, unless it was given another one.
  public var name: String { calls.name }

  /// Creates a limit.
  ///
  /// - Parameters:
  ///   - name: The name, which labels the metrics and is in errors. By default that of the bucket. If neither has one, the
  ///     program stops.
  ///   - bucket: The source of the tokens.
  ///   - cost: How many tokens each call takes, at least 1 and at most the bucket's burst; by default 1.
  ///   - longestWait: How long a call waits at most, 0 or more; with `.zero` it never waits. By default as long as it has
  ///     to.
  ///   - hints: Which errors of the calls slow the bucket down for all who use it; by default none.
  ///   - logger: Where refusals are logged, at most once a minute; by default nowhere.
  ///   - metricsFactory: Where the metrics go; by default to the `MetricsSystem`. They are the timer `rate_limit_wait` of
  ///     calls that had to wait, and the counter `rate_limit_refused`, with the dimension `limit`.
  public init<C: Clock<Duration>>(
    named name: String? = nil,
    by bucket: TokenBucket<C>,
    cost: Int = 1,
    waitingAtMost longestWait: Duration? = nil,
    hints: RateLimitHints = .ignored,
    logger: Logger? = nil,
    metricsFactory: (any MetricsFactory)? = nil
  ) {
    let name = requiredName(name ?? bucket.name)
    source = bucket.source
    calls = LimitedCalls(name, [source], of: [bucket], cost, longestWait, hints, logger, metricsFactory)
  }

  /// A limit that is made for one call: the bucket keeps when refusals were logged last.
  @usableFromInline
  init<C: Clock<Duration>>(
    forOneCallBy bucket: TokenBucket<C>,
    _ cost: Int,
    _ longestWait: Duration?,
    _ hints: RateLimitHints,
    _ logger: Logger?,
    _ metricsFactory: (any MetricsFactory)?
  ) {
    let name = requiredName(bucket.name)
    source = bucket.source
    calls = LimitedCalls(
      name,
      [source],
      of: [bucket],
      cost,
      longestWait,
      hints,
      logger,
      metricsFactory,
      isForOneCall: true
    )
  }
}

extension RateLimit: CallGuard {
  public typealias Permit = Void

  /// Takes the token of a call, possibly after a wait that blocks the thread.
  ///
  /// - Throws: ``RateLimitedError``; `CancellationError` if the task is cancelled.
  public func admit(at site: CallSite) throws {
    if try !source.takeAtOnce(calls.tokens) { try calls.blockingTake(at: site) }
  }

  /// Takes the token of a call, possibly after a wait.
  ///
  /// - Throws: ``RateLimitedError``; `CancellationError` if the task is cancelled.
  nonisolated(nonsending) public func admit(at site: CallSite) async throws {
    if try !admitAtOnce() { try await admitInTime(at: site) }
  }

  /// Runs a call as every guard does. A call that does not wait makes one asynchronous call less.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    do {
      if try !admitAtOnce() { try await admitInTime(at: site) }
    } catch {
      throw postingRefusal(error)
    }
    do {
      return try await next(input)
    } catch {
      leave((), at: site, throwing: error)
      throw error
    }
  }

  @usableFromInline
  func admitAtOnce() throws -> Bool { try source.takeAtOnce(calls.tokens) }

  @usableFromInline
  nonisolated(nonsending) func admitInTime(at site: CallSite) async throws { try await calls.take(at: site) }

  /// Slows the bucket down if the error of a call says that the server wants it (`hints:`).
  public func leave(_ permit: Void, at site: CallSite, throwing error: (any Error)?) {
    if let error { calls.heed(error) }
  }
}

extension RateLimit {
  /// A rate limit.
  public var traits: DecoratorTraits {
    DecoratorTraits(.rateLimited, object: ObjectIdentifier(source), name: name)
  }
}

extension RateLimit: CustomStringConvertible {
  /// Every setting in effect, as it reads in source:
  /// `rateLimited(by: "github", every: 0.1 seconds, burst: 20, waitingAtMost: 2.0 seconds)`.
  public var description: String {
    let rate = ["by: \"\(name)\"", "every: \(source.interval)", "burst: \(source.burst)"]
    return "rateLimited(\((rate + calls.shownSettings).joined(separator: ", ")))"
  }
}

func requiredName(_ name: String?) -> String {
  require(
    name?.isEmpty == false,
    "A rate limit needs a name, because it labels metrics: write TokenBucket(named: …) or RateLimit(named: …)."
  )
  return name ?? ""
}
