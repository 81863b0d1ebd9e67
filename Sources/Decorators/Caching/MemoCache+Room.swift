import DecoratorPrimitives

// Making room. Both methods remove a few entries at a time, so that other calls never wait for long.

extension MemoCache {
  /// Removes the values that cannot be used any more, and the kept errors whose time is over.
  ///
  /// A cache has no timer: without this call, an expired value stays in memory until a lookup finds it or the cache needs
  /// its place (M10). Call it now and then if values are large and nobody asks for them again. A stale value that can
  /// still be used stays.
  ///
  /// - Returns: The number of values that were removed. The listener gets each with the cause `.expired`.
  /// - Complexity: O(m) for m removed values, and O(m log n) in a cache with ``Freshness`` or weights. The kept errors
  ///   are looked through in one go.
  @discardableResult
  public func removeExpired() -> Int {
    guard let now = lifetime?.now() ?? rules?.now() else { return 0 }
    removeExpiredErrors(at: now)
    var count = 0
    while true {
      let departures = state.withLock { $0.takeExpired(atMost: 64, by: keyHash, now: now) }
      notify(departures)
      count += departures.entries.count
      if departures.entries.count < 64 { return count }
    }
  }

  private func removeExpiredErrors(at now: Int64) {
    let removed = state.withLock { state -> [(key: Key, value: KeptError)] in
      guard let ledger = state.ledger, ledger.errors.count > 0 else { return [] }
      var expired: [Key] = []
      ledger.errors.forEach { if $1.deadline <= now { expired.append($0) } }
      return expired.compactMap { ledger.forget($0, hash: keyHash($0), by: keyHash) }
    }
    withExtendedLifetime(removed) {}
  }

  /// Changes how many values the cache keeps, or with `weighing:` how heavy they can be together.
  ///
  /// If the cache holds more than that, expired entries leave first and then those that the policy chooses. The listener
  /// gets each with its cause, and they count as evictions. The memory of the cache shrinks with its entries.
  ///
  /// - Parameter capacity: The new capacity, with the bounds of the initializer.
  /// - Complexity: O(m) for m evicted entries.
  public func resize(to capacity: Int) {
    let isWeighed = rules?.weighing != nil
    requireCapacity(capacity, isWeighed: isWeighed)
    let now = lifetime?.now() ?? rules?.now() ?? .min
    let forgotten = state.withLock { $0.setCapacity(capacity) }
    withExtendedLifetime(forgotten) {}
    while true {
      let departures = state.withLock { $0.takeExcess(atMost: 64, by: keyHash, now: now) }
      notify(departures)
      if departures.entries.count < 64 { return }
    }
  }
}

extension MemoState {
  /// Removes values that cannot be used any more.
  mutating func takeExpired(atMost most: Int, by keys: KeyHash<Key>, now: Int64) -> Departures {
    var departures = Departures()
    while departures.entries.count < most {
      if let ledger {
        guard let first = ledger.expired(at: now),
          let index = values.index(of: first.key, hash: first.hash, by: keys)
        else { break }
        departures.entries.append(remove(at: index, hash: first.hash, by: keys, in: ledger, .expired))
      } else {
        guard let index = expiredIndex(at: now) else { break }
        let hash = values.node(at: index).pointee.hash
        departures.entries.append(remove(at: index, hash: hash, by: keys, in: nil, .expired))
      }
    }
    return departures
  }

  /// Sets the capacity. Nothing leaves yet, except that a cache which can keep fewer errors than it has forgets all.
  ///
  /// - Returns: What holds these errors, to be released outside the lock.
  mutating func setCapacity(_ capacity: Int) -> EntryLedger<Key>? {
    self.capacity = capacity
    guard let ledger else {
      values.limit = capacity
      return nil
    }
    if !ledger.isWeighed { values.limit = capacity }
    return ledger.setErrorCapacity(EntryLedger<Key>.errorCapacity(for: capacity, isWeighed: ledger.isWeighed))
  }

  /// Removes entries until the cache holds no more than its capacity.
  mutating func takeExcess(atMost most: Int, by keys: KeyHash<Key>, now: Int64) -> Departures {
    var departures = Departures()
    if let ledger {
      makeRoom(for: 0, by: keys, in: ledger, now: now, atMost: most, &departures)
      return departures
    }
    while values.count > capacity, departures.entries.count < most {
      evictions &+= 1
      let expired = expiredIndex(at: now)
      let index = expired ?? values.leaving()
      let hash = values.node(at: index).pointee.hash
      let cause: EvictionCause = expired == nil ? .capacity : .expired
      departures.entries.append(remove(at: index, hash: hash, by: keys, in: nil, cause))
    }
    return departures
  }
}

extension EntryLedger {
  /// Sets how many errors are kept at most.
  ///
  /// - Returns: A ledger that holds the former errors, if there were too many.
  fileprivate func setErrorCapacity(_ capacity: Int) -> EntryLedger? {
    guard errors.count > capacity else {
      errors.limit = capacity
      return nil
    }
    let former = EntryLedger(isWeighed: isWeighed, capacity: 0)
    (former.errors, errors) = (errors, former.errors)
    errors.limit = capacity
    return former
  }
}
