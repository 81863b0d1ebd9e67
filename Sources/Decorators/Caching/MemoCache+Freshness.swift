public import CoreMetrics

extension MemoCache {
  /// Creates an empty cache whose values can be used after they were fresh, are renewed ahead of time, or have times of
  /// their own.
  ///
  /// ```swift
  /// let rates = MemoCache<String, Double>(
  ///   capacity: 256,
  ///   freshness: Freshness(timeToLive: .seconds(60), staleFor: .seconds(600)),
  ///   named: "rates"
  /// )
  /// ```
  ///
  /// The other parameters are those of the form with `timeToLive:`.
  ///
  /// **Cost.** A hit of a fresh value costs the same as in a cache with one time to live for all. Each entry takes about
  /// 150 bytes more, as it does with `weighing:` and `keepingErrors:`. Storing a value takes logarithmic time.
  ///
  /// - Parameter freshness: How long values can be used.
  public convenience init(
    capacity: Int = 128,
    eviction: EvictionPolicy = .leastRecentlyUsed,
    freshness: Freshness<Key, Value>,
    redactingKeys: Bool = false,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    abandoned: AbandonedLoads = .cancel,
    onEviction: (@Sendable (_ key: Key, _ value: Value, _ cause: EvictionCause) -> Void)? = nil,
    weighing: (@Sendable (_ key: Key, _ value: Value) -> Int)? = nil,
    keepingErrors: (@Sendable (_ error: any Error) -> Duration?)? = nil,
    timingLoads: Bool = false,
    metricsFactory: (any MetricsFactory)? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    self.init(
      capacity,
      eviction,
      freshness: freshness,
      plainly: freshness.timeToLive,
      redactingKeys,
      name ?? SourceLocation(fileID: "\(fileID)", line: line).description,
      clock,
      abandoned,
      onEviction,
      weighing,
      keepingErrors,
      timingLoads,
      metricsFactory
    )
  }
}
