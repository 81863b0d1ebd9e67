/// The state that the lock of a ``MemoCache`` guards: the values, the loads in flight and the counts.
///
/// The only user code that its methods run is the `==` of keys. Keys and values that leave the state are returned, so
/// that the caller releases them outside the lock.
@usableFromInline
struct MemoState<Key: Hashable & Sendable, Value: Sendable> {
  /// A value and the time from which it is expired.
  @frozen
  @usableFromInline
  struct Entry {
    @usableFromInline let value: Value
    @usableFromInline let deadline: Int64

    @inlinable
    init(value: Value, deadline: Int64) {
      self.value = value
      self.deadline = deadline
    }
  }

  @usableFromInline var values: LRUTable<Key, Entry>
  @usableFromInline var loads = LRUTable<Key, KeyLoads<Key, Value>>()
  /// How many entries `loads` has had. It makes their IDs.
  @usableFromInline var loadEntries: UInt64 = 0
  @usableFromInline var hits = 0
  @usableFromInline var misses = 0
  @usableFromInline var evictions = 0

  @inlinable
  init(values: LRUTable<Key, Entry>) {
    self.values = values
  }

  /// Returns the value for the key if it is fresh at `now`. Makes the entry the most recent one and counts a hit.
  @inlinable
  @inline(__always)
  mutating func hit(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Value? {
    guard let index = values.index(of: key, hash: hash, by: keys), values.nodes[index].value.deadline > now else {
      return nil
    }
    values.promote(index)
    hits &+= 1
    return values.nodes[index].value.value
  }

  /// Removes the value of the key if it is expired at `now`, and returns it.
  @inlinable
  mutating func takeExpired(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Eviction<Key, Value>? {
    guard let index = values.index(of: key, hash: hash, by: keys), values.nodes[index].value.deadline <= now else {
      return nil
    }
    let expired = values.remove(at: index)
    return Eviction(key: expired.key, value: expired.value.value, cause: .expired)
  }

  /// Stores a value that expires at `deadline`, and returns the entry that leaves the cache.
  @inlinable
  mutating func store(
    _ value: Value,
    for key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    capacity: Int,
    now: Int64,
    deadline: Int64
  ) -> Eviction<Key, Value>? {
    if capacity == 0 { return nil }
    let entry = Entry(value: value, deadline: deadline)
    if let index = values.index(of: key, hash: hash, by: keys) {
      values.promote(index)
      // The table keeps the key that it has, so the listener is told that one.
      let (kept, former) = (values.nodes[index].key, values.nodes[index].value)
      values.nodes[index].value = entry
      return Eviction(key: kept, value: former.value, cause: former.deadline <= now ? .expired : .replaced)
    }
    if values.count < capacity {
      values.append(key, entry, hash: hash)
      return nil
    }
    evictions &+= 1
    let oldest = values.replaceOldest(key, entry, hash: hash)
    return Eviction(
      key: oldest.key,
      value: oldest.value.value,
      cause: oldest.value.deadline <= now ? .expired : .capacity
    )
  }
}
