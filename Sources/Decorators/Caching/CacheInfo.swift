/// A snapshot of the counts of a cache.
///
/// ```swift
/// getUser.cacheInfo.hitRate  // 0.93
/// ```
public struct CacheInfo: Sendable, Hashable {
  /// The number of lookups that did not run the function. They found a value or an error that is kept, or joined a load
  /// in flight.
  public var hits: Int

  /// The number of lookups that found no value to return and ran the function.
  public var misses: Int

  /// The number of entries that were evicted because the cache was full.
  public var evictions: Int

  /// The number of entries that the cache holds now. It includes expired entries that no lookup has removed yet.
  public var count: Int

  /// The most entries that the cache holds, or the greatest weight of all of them.
  public var capacity: Int

  /// Creates a snapshot from its counts.
  @inlinable
  public init(hits: Int = 0, misses: Int = 0, evictions: Int = 0, count: Int = 0, capacity: Int) {
    self.hits = hits
    self.misses = misses
    self.evictions = evictions
    self.count = count
    self.capacity = capacity
  }

  /// The share of lookups that were hits, from 0 to 1. It is 0 before the first lookup.
  public var hitRate: Double {
    hits + misses == 0 ? 0 : Double(hits) / Double(hits + misses)
  }
}

extension CacheInfo: CustomStringConvertible {
  /// The counts in one line: `hits: 3, misses: 1, evictions: 0, count: 1, capacity: 256`.
  public var description: String {
    "hits: \(hits), misses: \(misses), evictions: \(evictions), count: \(count), capacity: \(capacity)"
  }
}
