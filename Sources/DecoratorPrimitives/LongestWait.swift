extension Duration {
  /// The longest time that is waited on a clock: 73 billion years. Sums of it with the instants of a clock still fit, so
  /// that a caller may write any large duration for one that never passes.
  @inlinable package static var longestWait: Duration { .seconds(Int64.max / 4) }
}
