/// The state that the lock of a ``MemoCache`` guards: the values, the loads in flight and the counts.
///
/// The only user code that its methods run are the `==` and `hash(into:)` of keys. Keys and values that leave are
/// returned, so that the caller releases them outside the lock.
@usableFromInline
struct MemoState<Key: Hashable & Sendable, Value: Sendable> {
  /// A value and the time from which it is expired.
  @frozen
  @usableFromInline
  struct Entry {
    @usableFromInline let value: Value
    /// In a cache with rules, the time until which a hit has nothing to do but to return the value.
    @usableFromInline var deadline: Int64

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
  /// The most values, or the greatest weight of all.
  @usableFromInline var capacity: Int
  /// What a cache with rules knows beside the values.
  @usableFromInline var ledger: EntryLedger<Key>?
  /// How the loads that are not in flight any more ended.
  @usableFromInline var ended = LoadStatistics()
  /// The counts that reports have said. Negative where counts that no report has said were set to zero.
  @usableFromInline var reported = ReportedCounts()

  @inlinable
  init(values: LRUTable<Key, Entry>, capacity: Int, ledger: EntryLedger<Key>? = nil) {
    self.values = values
    self.capacity = capacity
    self.ledger = ledger
  }

  /// Returns the value for the key if it is fresh at `now`. Makes the entry the most recent one and counts a hit.
  @inlinable
  @inline(__always)
  mutating func hit(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Value? {
    guard let index = values.index(of: key, hash: hash, by: keys) else { return nil }
    let node = values.node(at: index)
    guard node.pointee.value.deadline > now else { return nil }
    let value = node.pointee.value.value
    values.promote(index, by: keys)
    hits &+= 1
    return value
  }

  /// Removes the value of the key if it cannot be used at `now` any more, and returns it.
  @inlinable
  mutating func takeExpired(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Eviction<Key, Value>? {
    guard let index = values.index(of: key, hash: hash, by: keys), values[index].deadline <= now else { return nil }
    if let terms = ledger?.terms(of: key, hash: hash, by: keys), terms.usableUntil > now { return nil }
    return remove(at: index, hash: hash, by: keys, in: ledger, .expired)
  }

  /// Stores a value that expires at `deadline`, and returns the entry that leaves the cache. If there is no room, an
  /// expired entry leaves, or the one that the policy chooses if none is expired.
  @inlinable
  mutating func store(
    _ value: Value,
    for key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    now: Int64,
    deadline: Int64
  ) -> Eviction<Key, Value>? {
    guard capacity > 0, keys.canFind(key) else { return nil }
    let entry = Entry(value: value, deadline: deadline)
    if let index = values.index(of: key, hash: hash, by: keys) {
      values.promote(index, by: keys)
      if values.isOrderedByStoring { values.renew(index) }
      let former = values.exchange(entry, at: index)
      return Eviction(
        key: values.node(at: index).pointee.key,
        value: former.value,
        cause: former.deadline <= now ? .expired : .replaced
      )
    }
    if values.count < capacity {
      values.append(key, entry, hash: hash, by: keys)
      return nil
    }
    evictions &+= 1
    let expired = expiredIndex(at: now)
    let former = values.replace(at: expired ?? values.leaving(), with: key, entry, hash: hash, by: keys)
    return Eviction(key: former.key, value: former.value.value, cause: expired == nil ? .capacity : .expired)
  }

  /// The index of an expired entry, if there is one. All entries live equally long, so the one that was stored first
  /// expires first.
  @inlinable
  func expiredIndex(at now: Int64) -> Int? {
    guard values.earliest != .max, values[Int(values.earliest)].deadline <= now else { return nil }
    return Int(values.earliest)
  }
}

extension MemoState {
  /// Counts the hits that did not take the lock.
  mutating func countHits() { hits &+= values.takeHits() }

  /// The keys of the entries, and those of the loads in flight and of the kept errors that have no entry.
  mutating func keys(by keys: KeyHash<Key>) -> [Key] {
    var known: [Key] = []
    var loading: [Key] = []
    known.reserveCapacity(values.count)
    values.forEach { key, _ in known.append(key) }
    loads.forEach { key, _ in loading.append(key) }
    ledger?.errors.forEach { key, _ in loading.append(key) }
    for key in loading where values.index(of: key, hash: keys(key), by: keys) == nil { known.append(key) }
    return known
  }
}
