extension Bulkhead: IdleCheckable {
  /// Whether nothing runs or waits, and the limit is the first one.
  ///
  /// What an adaptive limit has learned does not count: a new bulkhead starts more carefully, or learns it again.
  public var isIdle: Bool { running == 0 && waiting == 0 && (adaptive != nil || hasFirstLimit) }
}
