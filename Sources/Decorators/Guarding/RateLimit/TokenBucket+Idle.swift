extension TokenBucket: IdleCheckable {
  /// Whether the bucket is full, at its first rate, and nobody waits. ``Keyed`` can then drop it.
  public var isIdle: Bool { source.isIdle }
}
