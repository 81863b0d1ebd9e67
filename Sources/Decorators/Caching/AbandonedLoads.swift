/// What a cache does with an asynchronous load when all of its callers are cancelled (M4).
///
/// ```swift
/// let reports = MemoCache<Month, Report>(capacity: 24, abandoned: .keep)
/// ```
///
/// Requests with a deadline often give up before a slow load ends. With `keep`, the load goes on, so one of the next
/// requests finds the value. With `cancel`, every request begins anew, and none of them may ever finish.
public enum AbandonedLoads: Sendable, Hashable {
  /// The cache cancels the load and does not store its result. New calls start a new load.
  case cancel
  /// The load continues, new calls join it, and the cache stores its value.
  case keep
}
