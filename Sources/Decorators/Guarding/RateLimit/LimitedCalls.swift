import CoreMetrics
import DecoratorPrimitives
import Logging

/// What the calls of a rate limit share.
final class LimitedCalls: Sendable {
  let name: String
  let tokens: Int
  let longestWait: Duration?
  private let hints: RateLimitHints
  private let sources: [TokenSource]
  private let claim: TokenClaim
  private let metrics: RateLimitMetrics
  private let refusals: RefusalLog?
  /// The buckets of the sources: ``Keyed`` drops no bucket that a limit still uses.
  private let buckets: [any AnyObject & Sendable]

  init(
    _ name: String,
    _ sources: [TokenSource],
    of buckets: [any AnyObject & Sendable],
    _ tokens: Int,
    _ longestWait: Duration?,
    _ hints: RateLimitHints,
    _ logger: Logger?,
    _ metricsFactory: (any MetricsFactory)?,
    isForOneCall: Bool = false
  ) {
    if let longestWait {
      require(longestWait >= .zero, "The longest wait for a token must not be negative; it was \(longestWait).")
    }
    require(tokens >= 1, "A call takes 1 or more tokens of the rate limit '\(name)', not \(tokens).")
    for source in sources {
      let burst = source.burst
      require(
        tokens <= burst,
        "A call cannot take \(tokens) tokens of the rate limit '\(name)': its burst is \(burst)."
      )
    }
    self.name = name
    self.buckets = buckets
    self.tokens = tokens
    self.longestWait = longestWait
    self.hints = hints
    self.sources = sources
    claim = TokenClaim(tokens, of: sources)
    metrics =
      metricsFactory == nil && sources.count == 1
      ? .kept(by: sources[0], name: name) : RateLimitMetrics(name: name, factory: metricsFactory)
    refusals = RefusalLog(
      logger,
      for: "the rate limit '\(name)'",
      count: isForOneCall ? BucketReports.kept(by: sources[0], named: name).refusals : RefusalLog.Count()
    )
  }

  /// Takes from all at once, if all have enough.
  func takeAtOnce() throws(CancellationError) -> Bool { try claim.takeAtOnce() }

  nonisolated(nonsending) func take(at site: CallSite) async throws {
    try end(try await claim.take(patience), at: site)
  }

  func blockingTake(at site: CallSite) throws { try end(try claim.blockingTake(patience), at: site) }

  private var patience: TokenClaim.Patience {
    TokenClaim.Patience(atMost: longestWait, lessThan: CallDeadline.current?.remaining)
  }

  private func end(_ outcome: TokenClaim.Outcome, at site: CallSite) throws {
    switch outcome {
    case .taken(let waited): if waited > .zero { metrics.waited(waited) }
    case .refused(let delay):
      let error = RateLimitedError(name: name, retryAfter: delay)
      metrics.refused()
      refusals?.refused(error, at: site, now: claim.now)
      throw error
    }
  }

  /// Slows all buckets down if the error of a call says that the server wants it.
  func heed(_ error: any Error) {
    guard let hint = hints.hint(error) else { return }
    for source in sources { source.heed(hint, atMost: .seconds(60)) }
  }

  /// The settings that all forms show.
  var shownSettings: [String] {
    (tokens == 1 ? [] : ["cost: \(tokens)"])
      + (longestWait.map { ["waitingAtMost: \($0)"] } ?? [])
      + (hints.text.map { ["hints: \($0)"] } ?? [])
  }
}
