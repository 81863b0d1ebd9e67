/// Why an entry left a cache.
public enum EvictionCause: Sendable, Hashable {
  /// The cache was full, and the entry was the one not used for longest.
  case capacity
  /// Its time to live had passed when it was looked up, or when its room was needed.
  case expired
  /// It was removed by ``MemoCache/invalidate(_:)`` or ``MemoCache/removeAll()``.
  case invalidated
  /// Another value was inserted for its key.
  case replaced
}

/// An entry that has left a cache, and why.
public struct Eviction<Key, Value> {
  /// The key the value was kept under.
  public let key: Key
  /// The value that was kept.
  public let value: Value
  /// Why it is kept no longer.
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
