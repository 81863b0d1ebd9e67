/// How long the values of a cache can be used: fresh, then stale while they are renewed, then not at all (F8).
///
/// ```swift
/// let rates = MemoCache<String, Double>(
///   capacity: 256,
///   freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600), refreshingAfter: .seconds(45))
/// )
/// ```
///
/// A value is fresh for its time to live, and then stale for `staleFor`. What a call does with it:
///
/// | | asynchronous call | synchronous call |
/// |---|---|---|
/// | fresh | returns it | returns it |
/// | fresh, older than `refreshingAfter` | returns it and starts a load in the background | returns it |
/// | stale | returns it and starts a load in the background; with `patience:`, waits that long for the new value | loads; if that fails, returns the stale value |
/// | older | loads | loads |
///
/// There is one load at a time for each key. A load that fails is not tried again for `retryingAfter`, and does not
/// renew the value: a value is never used after its time to live and `staleFor` have passed (M11).
///
/// A synchronous call has no background, so it ignores `refreshingAfter:` and `patience:`.
public struct Freshness<Key, Value>: Sendable {
  /// How long a value stays fresh. Nil if the result decides.
  public let timeToLive: Duration?

  /// How long a value can be used after it was fresh.
  public let staleFor: Duration

  /// How long the cache waits after a failed load before it tries again to renew a value that it still has.
  public let retryingAfter: Duration

  /// The age from which an asynchronous call that finds the value renews it. Nil if fresh values are not renewed.
  public let refreshingAfter: Duration?

  /// How long an asynchronous call that finds a stale value waits for the new one. Nil if it does not wait.
  public let patience: Duration?

  /// The greatest share by which a time to live is shortened.
  public let expiryJitter: Double

  @usableFromInline let timeToLiveOf: (@Sendable (Key, Value) -> Duration?)?
  let generator: any RandomNumberGenerator & Sendable

  /// Describes values that are all fresh for the same time.
  ///
  /// - Parameters:
  ///   - timeToLive: How long a value stays fresh after it was stored, more than zero.
  ///   - staleFor: How long it can be used after that. The default is zero: a value that is not fresh is not used.
  ///   - retryingAfter: How long no load is started after one that failed, as long as there is a value to use. The
  ///     default is 30 seconds.
  ///   - refreshingAfter: The age from which an asynchronous call renews a value that is still fresh, less than
  ///     `timeToLive`. So values that are used often are always fresh. The default is nil: they are not renewed before
  ///     they are stale or expired.
  ///   - patience: How long an asynchronous call that finds a stale value waits for the load, before it returns the
  ///     stale value (F9). The load goes on for the next caller. It needs `staleFor`. The default is nil: such a call
  ///     does not wait.
  ///   - expiryJitter: The greatest share by which a time to live is shortened, from 0 to less than 1. Each value draws
  ///     its own share when it is stored, so that values that were stored together do not expire together (F10). No value
  ///     lives longer. The default is 0.
  ///   - generator: Where the seed of these draws comes from. The default is the system's generator.
  public init(
    timeToLive: Duration,
    staleFor: Duration = .zero,
    retryingAfter: Duration = .seconds(30),
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    expiryJitter: Double = 0,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.init(
      fixed: timeToLive,
      byResult: nil,
      staleFor: staleFor,
      retryingAfter: retryingAfter,
      refreshingAfter: refreshingAfter,
      patience: patience,
      expiryJitter: expiryJitter,
      generator: generator
    )
  }

  /// Describes values that say themselves how long they are fresh.
  ///
  /// ```swift
  /// Freshness(timeToLive: { _, page in page.maxAge }, staleFor: .seconds(60))
  /// ```
  ///
  /// The other parameters are those of the form with one time to live for all values. A value that lives no longer than
  /// `refreshingAfter` is not renewed while it is fresh.
  ///
  /// - Parameter timeToLive: Returns how long the value stays fresh. Nil means that it does not expire. With zero or
  ///   less, the call returns the value and the cache does not keep it. It runs once for each value that is stored,
  ///   outside the lock of the cache.
  public init(
    timeToLive: @escaping @Sendable (_ key: Key, _ value: Value) -> Duration?,
    staleFor: Duration = .zero,
    retryingAfter: Duration = .seconds(30),
    refreshingAfter: Duration? = nil,
    patience: Duration? = nil,
    expiryJitter: Double = 0,
    generator: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
  ) {
    self.init(
      fixed: nil,
      byResult: timeToLive,
      staleFor: staleFor,
      retryingAfter: retryingAfter,
      refreshingAfter: refreshingAfter,
      patience: patience,
      expiryJitter: expiryJitter,
      generator: generator
    )
  }

  private init(
    fixed timeToLive: Duration?,
    byResult timeToLiveOf: (@Sendable (Key, Value) -> Duration?)?,
    staleFor: Duration,
    retryingAfter: Duration,
    refreshingAfter: Duration?,
    patience: Duration?,
    expiryJitter: Double,
    generator: any RandomNumberGenerator & Sendable
  ) {
    if let timeToLive { requireTimeToLive(timeToLive) }
    require(staleFor >= .zero, "`staleFor:` must not be negative; it was \(staleFor).")
    require(
      retryingAfter > .zero,
      "`retryingAfter:` must be greater than zero, or every call would start a load; it was \(retryingAfter)."
    )
    if let refreshingAfter {
      require(refreshingAfter > .zero, "`refreshingAfter:` must be greater than zero; it was \(refreshingAfter).")
      if let timeToLive {
        require(
          refreshingAfter < timeToLive,
          "`refreshingAfter:` (\(refreshingAfter)) must be less than the time to live (\(timeToLive))."
        )
      }
    }
    if let patience {
      require(
        patience > .zero,
        "`patience:` must be greater than zero; it was \(patience). Omit it to wait for nothing."
      )
      require(staleFor > .zero, "`patience:` needs `staleFor:`, because without it there is no stale value to return.")
    }
    require(
      (0..<1).contains(expiryJitter),
      "`expiryJitter:` must be from 0 to less than 1, a share of the time to live; it was \(expiryJitter)."
    )
    self.timeToLive = timeToLive
    self.timeToLiveOf = timeToLiveOf
    self.staleFor = staleFor
    self.retryingAfter = retryingAfter
    self.refreshingAfter = refreshingAfter
    self.patience = patience
    self.expiryJitter = expiryJitter
    self.generator = generator
  }

  /// Whether there is nothing to say beside one time to live.
  var isPlain: Bool { timeToLiveOf == nil && staleFor == .zero && refreshingAfter == nil && expiryJitter == 0 }
}

extension Freshness: CustomStringConvertible {
  /// The settings in effect, as source: `Freshness(timeToLive: 60.0 seconds, staleFor: 600.0 seconds, …)`.
  public var description: String {
    var shown = ["timeToLive: \(timeToLive?.description ?? "a closure")"]
    if staleFor > .zero { shown.append("staleFor: \(staleFor)") }
    if staleFor > .zero || refreshingAfter != nil { shown.append("retryingAfter: \(retryingAfter)") }
    if let refreshingAfter { shown.append("refreshingAfter: \(refreshingAfter)") }
    if let patience { shown.append("patience: \(patience)") }
    if expiryJitter > 0 { shown.append("expiryJitter: \(expiryJitter)") }
    return "Freshness(\(shown.joined(separator: ", ")))"
  }
}
