// What a cache with rules does under its lock. The rules themselves, which are users' closures, have run before.

extension MemoState {
  /// What left a cache with rules. It is released outside the lock.
  @usableFromInline
  struct Departures {
    @usableFromInline var entries: [Eviction<Key, Value>] = []
    @usableFromInline var error: (key: Key, value: KeptError)?

    @inlinable
    init() {}
  }

  /// What a cache with rules has for a key.
  @frozen
  @usableFromInline
  enum Found {
    /// A value, and whether it should be renewed now.
    case fresh(Value, isDue: Bool)
    case stale(Value, isDue: Bool)
    case error(any Error)
    case nothing
  }

  /// Finds what there is for the key and makes its entry the most recent one. It counts nothing.
  @inlinable
  mutating func find(
    _ key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    in ledger: EntryLedger<Key>,
    now: Int64
  ) -> Found {
    if let index = values.index(of: key, hash: hash, by: keys) {
      let entry = values[index]
      let terms = ledger.terms(of: key, hash: hash, by: keys)
      if let terms, terms.usableUntil > now {
        values.promote(index, by: keys)
        let isDue = entry.deadline <= now && terms.retryAt <= now
        return terms.freshUntil > now ? .fresh(entry.value, isDue: isDue) : .stale(entry.value, isDue: isDue)
      }
    }
    return ledger.error(of: key, hash: hash, by: keys, now: now).map(Found.error) ?? .nothing
  }

  /// Stores a value on its terms.
  ///
  /// If there is no room, entries leave until there is: those that cannot be used any more, and then those that the
  /// policy chooses. A value that is heavier than the capacity is not stored, and the former one leaves.
  @inlinable
  mutating func store(
    _ value: Value,
    for key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    on terms: StoredTerms,
    in ledger: EntryLedger<Key>
  ) -> Departures {
    var departures = Departures()
    departures.error = ledger.forget(key, hash: hash, by: keys)
    guard keys.canFind(key) else { return departures }
    let isKept = terms.isKept && (ledger.isWeighed ? terms.weight <= capacity : capacity > 0)
    guard let index = values.index(of: key, hash: hash, by: keys) else {
      guard isKept else { return departures }
      makeRoom(for: terms.weight, by: keys, in: ledger, now: terms.now, &departures)
      values.append(key, Entry(value: value, deadline: terms.quietUntil), hash: hash, by: keys)
      ledger.add(terms, for: key, hash: hash, by: keys)
      return departures
    }
    let former = ledger.terms(of: key, hash: hash, by: keys)
    let cause: EvictionCause = former.map { $0.freshUntil <= terms.now } == true ? .expired : .replaced
    guard isKept else {
      departures.entries.append(remove(at: index, hash: hash, by: keys, in: ledger, cause))
      return departures
    }
    if ledger.isWeighed, values.ranking != nil {
      // Room is made as for a new entry. Otherwise a value that has become heavier could be the one that leaves for it.
      let replaced = remove(at: index, hash: hash, by: keys, in: ledger, cause)
      departures.entries.append(replaced)
      makeRoom(for: terms.weight, by: keys, in: ledger, now: terms.now, &departures)
      values.append(replaced.key, Entry(value: value, deadline: terms.quietUntil), hash: hash, by: keys)
      ledger.add(terms, for: replaced.key, hash: hash, by: keys)
      return departures
    }
    values.promote(index, by: keys)
    let replaced = values.exchange(Entry(value: value, deadline: terms.quietUntil), at: index)
    let node = values.node(at: index)
    departures.entries.append(Eviction(key: node.pointee.key, value: replaced.value, cause: cause))
    if let former { ledger.renew(former, to: terms) }
    makeRoom(for: 0, by: keys, in: ledger, now: terms.now, &departures)
    return departures
  }

  /// Removes entries until one more of this weight fits.
  @inlinable
  mutating func makeRoom(
    for weight: Int,
    by keys: KeyHash<Key>,
    in ledger: EntryLedger<Key>,
    now: Int64,
    atMost most: Int = .max,
    _ departures: inout Departures
  ) {
    let added = weight > 0 ? 1 : 0
    while departures.entries.count < most,
      ledger.isWeighed
        ? weight > capacity - ledger.weight || values.count + added > mostCacheEntries : values.count + added > capacity
    {
      evictions &+= 1
      if let first = ledger.expired(at: now),
        let index = values.index(of: first.key, hash: first.hash, by: keys)
      {
        departures.entries.append(remove(at: index, hash: first.hash, by: keys, in: ledger, .expired))
      } else {
        let leaving = values.leaving()
        let hash = values.node(at: leaving).pointee.hash
        departures.entries.append(remove(at: leaving, hash: hash, by: keys, in: ledger, .capacity))
      }
    }
  }

  /// Removes an entry and its terms.
  @inlinable
  mutating func remove(
    at index: Int,
    hash: UInt32,
    by keys: KeyHash<Key>,
    in ledger: EntryLedger<Key>?,
    _ cause: EvictionCause
  ) -> Eviction<Key, Value> {
    let removed = values.remove(at: index, by: keys)
    ledger?.remove(removed.key, hash: hash, by: keys)
    return Eviction(key: removed.key, value: removed.value.value, cause: cause)
  }

  /// Records that the load of a key failed: its value, if there is one to use, is not loaded again before `retryAt`. If
  /// there is none, the error is kept until its own deadline.
  ///
  /// - Returns: What leaves for the error.
  @inlinable
  mutating func noteFailure(
    of key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    in ledger: EntryLedger<Key>,
    now: Int64,
    retryAt: Int64,
    keeping error: KeptError?
  ) -> (key: Key, value: KeptError)? {
    if let terms = ledger.terms(of: key, hash: hash, by: keys), terms.usableUntil > now {
      terms.retryAt = retryAt
      // Until then, a hit of a fresh value has nothing to do again.
      if terms.freshUntil > now, let index = values.index(of: key, hash: hash, by: keys) {
        values[index].deadline = min(retryAt, terms.freshUntil)
      }
      return nil
    }
    return error.flatMap { ledger.keep($0, for: key, hash: hash, by: keys) }
  }

  /// Whether the entry at the index is fresh.
  @inlinable
  mutating func isFresh(_ index: Int, by keys: KeyHash<Key>, now: Int64) -> Bool {
    let node = values.node(at: index)
    if node.pointee.value.deadline > now { return true }
    return ledger?.isFresh(node.pointee.key, hash: node.pointee.hash, by: keys, now: now) == true
  }
}
