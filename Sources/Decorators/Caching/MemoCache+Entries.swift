// The entries and the counts of a cache. ``LRUCache`` has the same members.

extension MemoCache {
  /// The number of entries. It includes expired entries that no lookup has removed yet.
  public var count: Int { state.withLock { $0.values.count } }

  /// Whether the cache has no entries.
  public var isEmpty: Bool { count == 0 }

  /// Whether there is a fresh value for the key. It changes neither the recency of the entry nor the counts (M9).
  @inlinable
  public func contains(_ key: Key) -> Bool { peek(key) != nil }

  /// The keys of the fresh values, from the most recent to the least recent. Under
  /// ``EvictionPolicy/windowTinyLFU`` they have no particular order.
  ///
  /// It is a snapshot: other calls may change the cache at once. It changes neither the recency of the entries nor the
  /// counts.
  ///
  /// - Complexity: O(n) for n entries. Other calls wait that long.
  public var keys: [Key] {
    let now = lifetime?.now() ?? .min
    return state.withLock { state in
      var keys: [Key] = []
      keys.reserveCapacity(state.values.count)
      let ledger = state.ledger
      state.values.forEach { key, entry in
        let isFresh = entry.deadline > now || ledger?.isFresh(key, hash: keyHash(key), by: keyHash, now: now) == true
        if isFresh { keys.append(key) }
      }
      return keys
    }
  }

  /// Removes the value of the key.
  ///
  /// A load of this key that is in flight still gives its result to its waiters, but the cache does not store it. Later
  /// calls start a new load (M3).
  ///
  /// - Returns: The removed value. Nil if there was none, or if it had expired.
  @discardableResult
  public func remove(_ key: Key) -> Value? {
    let hash = keyHash(key)
    let now = lifetime?.now() ?? .min
    var isFresh = false
    var error: (key: Key, value: KeptError)?
    let removed: Eviction<Key, Value>? = state.withLock { state in
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      error = state.ledger?.forget(key, hash: hash, by: keyHash)
      guard let index = state.values.index(of: key, hash: hash, by: keyHash) else { return nil }
      isFresh = state.isFresh(index, by: keyHash, now: now)
      return state.remove(at: index, hash: hash, by: keyHash, in: state.ledger, .removed)
    }
    withExtendedLifetime(error) {}
    guard let removed else { return nil }
    notify(removed)
    return isFresh ? removed.value : nil
  }

  /// Removes all values and frees their memory. The counts of hits, misses and evictions stay.
  ///
  /// Loads in flight still give their results to their waiters, but the cache does not store them (M3).
  public func removeAll() {
    let (removed, ledger) = state.withLock { state in
      state.supersedeAllLoads()
      defer {
        if let ledger = state.ledger {
          state.ledger = EntryLedger(isWeighed: ledger.isWeighed, capacity: state.capacity)
        }
      }
      return (state.values.takeAll(), state.ledger)
    }
    if let onEviction { removed.forEach { onEviction($0, $1.value, .removed) } }
    removed.destroy()
    withExtendedLifetime(ledger) {}
  }

  /// Removes the values whose keys satisfy the condition, as ``remove(_:)`` does for one.
  ///
  /// ```swift
  /// users.removeAll { $0.hasPrefix("guest-") }
  /// ```
  ///
  /// The condition also gets the keys of the loads in flight, so that the cache does not store their results if the keys
  /// satisfy it (M3), and those of kept errors. It sees no values, because a load has none yet. It runs outside the lock, and not for keys that
  /// come in meanwhile.
  ///
  /// - Parameter condition: Returns whether to remove the value of this key.
  /// - Throws: What `condition` throws, unchanged. Then the cache is as before.
  /// - Complexity: O(n) for n entries.
  public func removeAll<Failure: Error>(
    where condition: (Key) throws(Failure) -> Bool
  ) throws(Failure) {
    let known = state.withLock { $0.keys(by: keyHash) }
    var removed: [Key] = []
    for key in known where try condition(key) { removed.append(key) }
    for key in removed { remove(key) }
  }

  /// The hits, misses and evictions so far, and the number of entries now.
  public var cacheInfo: CacheInfo {
    state.withLock { state in
      state.countHits()
      return CacheInfo(
        hits: state.hits,
        misses: state.misses,
        evictions: state.evictions,
        count: state.values.count,
        capacity: state.capacity
      )
    }
  }

  /// The weight of all entries together. Without `weighing:`, each entry weighs 1.
  public var weight: Int { state.withLock { $0.ledger?.weight ?? $0.values.count } }

  /// How the loads of the cache ended, and how long they took.
  public var loadStatistics: LoadStatistics { state.withLock { $0.ended } }

  /// Sets the counts of hits, misses and evictions and the statistics of loads to zero. The entries stay.
  ///
  /// ```swift
  /// defer { users.resetCounts() }
  /// report(users.cacheInfo)  // the counts of this minute
  /// ```
  public func resetCounts() {
    state.withLock { state in
      state.countHits()
      state.carryUnreported()
      (state.hits, state.misses, state.evictions) = (0, 0, 0)
      state.ended = LoadStatistics()
    }
  }
}
