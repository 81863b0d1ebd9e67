extension MemoCache {
  /// Returns the fresh value for the key. If there is none, runs `load` and stores its result.
  ///
  /// ```swift
  /// let slug = slugs.value(for: title) { makeSlug(title) }  // no `try`: the closure does not throw
  /// ```
  ///
  /// `load` runs on the calling thread, at most once per call. The cache holds no lock while it runs, so `load` can use
  /// the cache for other keys. Callers on several threads may compute the same key at the same time. The cache keeps
  /// the value that is stored first, and each caller gets the value that it computed (M13).
  ///
  /// - Parameters:
  ///   - key: The key of the value.
  ///   - load: Computes the value. It does not escape, so it can capture anything.
  /// - Returns: The value.
  /// - Throws: What `load` throws, unchanged. Then the cache stores nothing. ``RecursiveLoadError`` if `load` asks for
  ///   the same key, directly or through other calls. If the failure type cannot hold that error, the inner call runs
  ///   `load` without the cache, as the function does without memoizing (M8).
  /// - Complexity: O(1) for a hit.
  @inlinable
  public func value<Failure: Error>(
    for key: Key,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let hash = keyHash(key)
    if let value = hit(key, hash: hash) { return value }
    return try loaded(key, hash: hash, load)
  }

  // Recursive functions nest this frame, so the steps around the load have frames of their own.
  @inlinable
  @inline(never)
  func loaded<Failure: Error>(
    _ key: Key,
    hash: UInt32,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    if let rules { return try loaded(key, hash: hash, by: rules, load) }
    switch begin(key, hash: hash) {
    case .kept(let value): return value
    case .recursive:
      try reportRecursion(key, as: Failure.self)
      return try load()
    case .load(let ticket):
      let value: Value
      do throws(Failure) {
        value = try load()
      } catch {
        discard(ticket, of: key, hash: hash, after: error)
        throw error
      }
      store(value, for: key, hash: hash, from: ticket)
      return value
    }
  }

  /// The next step of a synchronous call that found no fresh value.
  @frozen
  @usableFromInline
  enum SyncStart {
    case kept(Value)
    case load(LoadTicket)
    /// The call runs inside a load of its own key.
    case recursive
  }

  @inlinable
  @inline(never)
  func begin(_ key: Key, hash: UInt32) -> SyncStart {
    dropExpired(key, hash: hash)
    let now = lifetime?.now() ?? .min
    let thread = currentThread()
    // The entry of asynchronous loads that do not run around this call. Finding that out takes no lock of the cache.
    var outside: UInt64 = 0
    while true {
      var unclear: UInt64 = 0
      let start: SyncStart? = state.withLock { state in
        // Another thread may have stored a value since the first lookup.
        if let value = state.hit(key, hash: hash, by: keyHash, now: now) { return .kept(value) }
        if let index = state.loads.index(of: key, hash: hash, by: keyHash) {
          if state.loads[index].isLoaded(on: thread) { return .recursive }
          if state.loads[index].sharedCount > 0, state.loads[index].id != outside {
            unclear = state.loads[index].id
            return nil
          }
        }
        state.misses &+= 1
        return .load(state.begin(key, hash: hash, by: keyHash, on: thread))
      }
      if let start { return start }
      if isAroundCaller(unclear) { return .recursive }
      outside = unclear
    }
  }

  /// Ends a load that failed.
  @inlinable
  @inline(never)
  func discard<Failure: Error>(_ ticket: LoadTicket, of key: Key, hash: UInt32, after error: Failure) {
    let outcome = CallOutcome(throwing: error)
    _ = state.withLock { state in
      state.ended.add(outcome, taking: nil)
      return state.end(ticket, of: key, hash: hash, by: keyHash, on: currentThread())
    }
  }

  @inlinable
  @inline(never)
  func store(_ value: Value, for key: Key, hash: UInt32, from ticket: LoadTicket) {
    let (now, deadline) = lifespan()
    let (eviction, _): (Eviction<Key, Value>?, Key?) = state.withLock { state in
      state.ended.add(.success, taking: nil)
      let (isCurrent, released) = state.end(ticket, of: key, hash: hash, by: keyHash, on: currentThread())
      guard isCurrent else { return (nil, released) }
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      let eviction = state.store(value, for: key, hash: hash, by: keyHash, now: now, deadline: deadline)
      return (eviction, released)
    }
    notify(eviction)
  }
}

// MARK: - Recursion

extension MemoCache {
  /// Whether an asynchronous load of the entry with this ID runs around the calling code (M8).
  @usableFromInline
  func isAroundCaller(_ id: UInt64) -> Bool {
    LoadScope.isCaller(inside: ObjectIdentifier(self), id: id)
  }

  /// Throws ``RecursiveLoadError`` if the failure type can hold it. If not, the call computes without the cache, and
  /// this method counts the miss.
  @usableFromInline
  @inline(never)
  func reportRecursion<Failure: Error>(_ key: Key, as type: Failure.Type) throws(Failure) {
    if let error = RecursiveLoadError.thrown(cache: name, key: key, redactingKey: redactsKeys, as: type) { throw error }
    state.withLock { $0.misses &+= 1 }
  }
}
