/// What a cache has done and what it holds, at one moment.
///
/// ```swift
/// getUser.cacheInfo.hitRate  // 0.93
/// ```
public struct CacheInfo: Sendable, Hashable {
  /// Lookups that were answered without running the function: from a kept value, or by joining a load in flight.
  public var hits: Int

  /// Lookups that found nothing fresh, so that the function ran.
  public var misses: Int

  /// Entries pushed out because the cache was full.
  public var evictions: Int

  /// Entries held now, those included that have expired and that nobody has asked for since.
  public var count: Int

  /// The most entries it ever holds.
  public var capacity: Int

  /// Gathers the figures of a cache.
  @inlinable
  public init(hits: Int = 0, misses: Int = 0, evictions: Int = 0, count: Int = 0, capacity: Int) {
    self.hits = hits
    self.misses = misses
    self.evictions = evictions
    self.count = count
    self.capacity = capacity
  }

  /// The share of lookups that were hits, from 0 to 1; 0 before the first.
  public var hitRate: Double {
    hits + misses == 0 ? 0 : Double(hits) / Double(hits + misses)
  }
}

extension CacheInfo: CustomStringConvertible {
  /// The figures in one line: `hits: 3, misses: 1, evictions: 0, count: 1, capacity: 256`.
  public var description: String {
    "hits: \(hits), misses: \(misses), evictions: \(evictions), count: \(count), capacity: \(capacity)"
  }
}
