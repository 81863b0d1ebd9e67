/// Which entry leaves a full cache, and what a hit costs beside the lookup.
///
/// ```swift
/// let pages = MemoCache<Int, Page>(capacity: 10_000, eviction: .windowTinyLFU)
/// ```
///
/// Expired entries leave before others under each policy (M10).
public enum EvictionPolicy: Sendable, Hashable {
  /// The entry that was used least recently leaves.
  ///
  /// It is the best policy if keys are used in bursts, and its order is exact. Each hit moves its entry to the front
  /// under the lock of the cache. So two threads that use one cache at once wait for each other. One pass over more
  /// keys than the capacity empties the cache of everything else.
  case leastRecentlyUsed

  /// The entry that is used least often leaves, measured over the last accesses.
  ///
  /// A new entry enters a window. When it leaves the window, it takes the place of an older entry only if its key was
  /// used more often (W-TinyLFU, Einziger, Friedman and Manes, 2017). The cache watches its hit rate and finds the size
  /// of the window that suits the accesses. So it keeps its hit rate where keys are used with different frequencies,
  /// during scans, and in loops over more keys than the capacity. `keys` have no particular order.
  ///
  /// Hits only mark their entry, and only until it has three marks. They take a lock of their processor, which nobody
  /// else takes but calls that change the cache. So hits of several threads do not wait for each other.
  ///
  /// **Cost.** Each entry takes 9 to 17 bytes more, and the cache 128 bytes for each processor, at most 2 kB. An
  /// insertion looks at 64 entries at most and takes the locks of all processors.
  case windowTinyLFU
}
