// A synchronous call, and storing, in a cache with rules. A hit never comes here.

extension MemoCache {
  /// The next step of a synchronous call that found nothing which it could return at once.
  @frozen
  @usableFromInline
  enum RuledStart {
    case kept(Value)
    case error(any Error)
    /// The call must load. If that fails, it can return the stale value.
    case load(LoadTicket, stale: Value?)
    /// The call runs inside a load of its own key.
    case recursive
  }

  @inlinable
  @inline(never)
  func loaded<Failure: Error>(
    _ key: Key,
    hash: UInt32,
    by rules: CacheRules<Key, Value>,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var ignoresErrors = false
    while true {
      switch begin(key, hash: hash, by: rules, ignoringErrors: ignoresErrors) {
      case .kept(let value): return value
      case .error(let error):
        if let error = error as? Failure { throw error }
        ignoresErrors = true  // The failure type cannot hold the error, so this call loads for itself.
      case .recursive:
        try reportRecursion(key, as: Failure.self)
        return try load()
      case .load(let ticket, let stale):
        let start = rules.loadClock?()
        let value: Value
        do throws(Failure) {
          value = try load()
        } catch {
          fail(ticket, of: key, hash: hash, by: rules, after: error, since: start)
          if let stale, CacheRules<Key, Value>.canReplace(error) { return stale }
          throw error
        }
        store(value, for: key, hash: hash, from: ticket, by: rules, since: start)
        return value
      }
    }
  }

  @inlinable
  func begin(_ key: Key, hash: UInt32, by rules: CacheRules<Key, Value>, ignoringErrors: Bool) -> RuledStart {
    let now = lifetime?.now() ?? rules.now()
    notify(state.withLock { $0.takeExpired(key, hash: hash, by: keyHash, now: now) })
    let thread = currentThread()
    var outside: UInt64 = 0
    while true {
      var unclear: UInt64 = 0
      let start: RuledStart? = state.withLock { state in
        if let value = state.hit(key, hash: hash, by: keyHash, now: now) { return .kept(value) }
        let loads = state.loads.index(of: key, hash: hash, by: keyHash).map { state.loads[$0] }
        let found = state.ledger.map { state.find(key, hash: hash, by: keyHash, in: $0, now: now) }
        switch found ?? .nothing {
        case .fresh(let value, _):
          state.hits &+= 1
          return .kept(value)
        case .stale(let value, let isDue):
          // One thread loads; the others do not wait for it.
          guard isDue, loads == nil else {
            state.hits &+= 1
            return .kept(value)
          }
          state.misses &+= 1
          return .load(state.begin(key, hash: hash, by: keyHash, on: thread), stale: value)
        case .error(let error) where !ignoringErrors:
          state.hits &+= 1
          return .error(error)
        case .error, .nothing: break
        }
        if let loads {
          if loads.isLoaded(on: thread) { return .recursive }
          if loads.sharedCount > 0, loads.id != outside {
            unclear = loads.id
            return nil
          }
        }
        state.misses &+= 1
        return .load(state.begin(key, hash: hash, by: keyHash, on: thread), stale: nil)
      }
      if let start { return start }
      if isAroundCaller(unclear) { return .recursive }
      outside = unclear
    }
  }

  /// Ends a synchronous load that failed.
  @inlinable
  @inline(never)
  func fail<Failure: Error>(
    _ ticket: LoadTicket,
    of key: Key,
    hash: UInt32,
    by rules: CacheRules<Key, Value>,
    after error: Failure,
    since start: Int64?
  ) {
    let outcome = CallOutcome(throwing: error)
    let time = start.flatMap { start in rules.loadClock.map { $0() - start } }
    let now = rules.now()
    let kept = outcome == .cancelled ? nil : rules.kept(error, at: now)
    let (former, _): ((key: Key, value: KeptError)?, Key?) = state.withLock { state in
      state.ended.add(outcome, taking: time)
      let (isCurrent, released) = state.end(ticket, of: key, hash: hash, by: keyHash, on: currentThread())
      guard isCurrent, outcome != .cancelled, let ledger = state.ledger else { return (nil, released) }
      let former = state.noteFailure(
        of: key,
        hash: hash,
        by: keyHash,
        in: ledger,
        now: now,
        retryAt: rules.retryTime(from: now),
        keeping: kept
      )
      return (former, released)
    }
    withExtendedLifetime(former) {}
  }

  /// Ends a synchronous load that returned a value, and stores it.
  @inlinable
  @inline(never)
  func store(
    _ value: Value,
    for key: Key,
    hash: UInt32,
    from ticket: LoadTicket,
    by rules: CacheRules<Key, Value>,
    since start: Int64?
  ) {
    let time = start.flatMap { start in rules.loadClock.map { $0() - start } }
    let terms = terms(of: value, for: key, by: rules)
    let (departures, _): (MemoState<Key, Value>.Departures, Key?) = state.withLock { state in
      state.ended.add(.success, taking: time)
      let (isCurrent, released) = state.end(ticket, of: key, hash: hash, by: keyHash, on: currentThread())
      guard isCurrent else { return (.init(), released) }
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      return (state.store(value, for: key, hash: hash, by: keyHash, on: terms), released)
    }
    notify(departures)
  }

  @inlinable
  func insert(_ value: Value, for key: Key, hash: UInt32, by rules: CacheRules<Key, Value>) {
    let terms = terms(of: value, for: key, by: rules)
    let departures = state.withLock { state in
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      return state.store(value, for: key, hash: hash, by: keyHash, on: terms)
    }
    notify(departures)
  }

  /// The terms of a value that is stored now. A cache that only times its loads has one time to live for all.
  @inlinable
  func terms(of value: Value, for key: Key, by rules: CacheRules<Key, Value>) -> StoredTerms {
    if rules.hasTerms { return rules.terms(of: value, for: key) }
    let (now, deadline) = lifespan()
    return StoredTerms(now: now, freshUntil: deadline)
  }

  @inlinable
  func notify(_ departures: MemoState<Key, Value>.Departures) {
    guard let onEviction else { return }
    for entry in departures.entries { onEviction(entry.key, entry.value, entry.cause) }
  }
}

extension MemoState {
  /// Stores a value on its terms, whether or not the cache has a ledger.
  @inlinable
  mutating func store(
    _ value: Value,
    for key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    on terms: StoredTerms
  ) -> Departures {
    if let ledger { return store(value, for: key, hash: hash, by: keys, on: terms, in: ledger) }
    var departures = Departures()
    let evicted = store(value, for: key, hash: hash, by: keys, now: terms.now, deadline: terms.freshUntil)
    if let evicted { departures.entries.append(evicted) }
    return departures
  }
}
