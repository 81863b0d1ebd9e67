extension TokenBucket: IdleCheckable {
  /// Whether the bucket is full, at its first rate, and nobody waits.
  public var isIdle: Bool { source.isIdle }
}

extension RateLimit: IdleCheckable {
  /// Whether the bucket is full, at its first rate, and nobody waits.
  public var isIdle: Bool { calls.isIdle }
}

extension RateLimits: IdleCheckable {
  /// Whether all buckets are full, at their first rates, and nobody waits.
  public var isIdle: Bool { calls.isIdle }
}
