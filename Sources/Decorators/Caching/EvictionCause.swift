/// Why an entry left a cache.
public enum EvictionCause: Sendable, Hashable {
  /// The cache was full, or too heavy, and the entry was the least recently used one.
  case capacity
  /// The entry had expired. A lookup or ``MemoCache/removeExpired()`` found it, a new value was stored for its key, or
  /// the cache needed its place. So a value that was stale when a new one came has expired too.
  case expired
  /// ``MemoCache/remove(_:)``, ``MemoCache/removeAll()`` or ``MemoCache/removeAll(where:)`` removed the entry.
  case removed
  /// A new value was stored for the key while the old one was still fresh.
  case replaced
}

/// An entry that has left a cache, and the reason.
public struct Eviction<Key, Value> {
  /// The key of the entry. If an equal key replaced the value, it is the key that the cache has kept.
  public let key: Key
  /// The value of the entry.
  public let value: Value
  /// Why the entry left the cache.
  public let cause: EvictionCause

  @inlinable
  init(key: Key, value: Value, cause: EvictionCause) {
    self.key = key
    self.value = value
    self.cause = cause
  }
}

extension Eviction: Sendable where Key: Sendable, Value: Sendable {}
extension Eviction: Equatable where Key: Equatable, Value: Equatable {}
