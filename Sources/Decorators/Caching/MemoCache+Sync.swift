extension MemoCache {
  /// The value for the key: the one that is kept, or else what `load` computes, which is then kept.
  ///
  /// ```swift
  /// let slug = slugs.value(for: title) { makeSlug(title) }  // no `try`: the closure does not throw
  /// ```
  ///
  /// `load` runs on the caller, at most once a call, and no lock is held: it may use the cache for other keys. Callers on
  /// several threads may compute the same key at the same time; then the value that is stored first stays (M13).
  ///
  /// - Parameters:
  ///   - key: What the value is kept under.
  ///   - load: Computes the value. It does not escape and may capture anything.
  /// - Returns: The value.
  /// - Throws: What `load` throws, unchanged; nothing is kept then. ``RecursiveLoadError`` if `load`, directly or not, asks
  ///   for the same key; where the failure type cannot hold it, the program stops with a sentence naming cache and key.
  /// - Complexity: O(1) for a hit.
  @inlinable
  public func value<Failure: Error>(
    for key: Key,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let hash = keys(key)
    if let value = hit(key, hash: hash) { return value }
    return try loaded(key, hash: hash, load)
  }

  @inlinable
  @inline(never)
  func loaded<Failure: Error>(
    _ key: Key,
    hash: UInt32,
    _ load: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var marker = SyncLoad(thread: currentThread())
    return try withUnsafeMutablePointer(to: &marker) { (marker) throws(Failure) in
      dropExpired(key, hash: hash)
      let start = begin(marker, of: key, hash: hash)
      if start.isRecursive { throw RecursiveLoadError(cache: name, key: key).thrown(as: Failure.self) }
      if let value = start.value { return value }
      let value: Value
      do throws(Failure) {
        value = try load()
      } catch {
        _ = state.withLock { $0.end(marker, hash: hash) }
        throw error
      }
      store(value, for: key, hash: hash, from: marker)
      return value
    }
  }

  /// How a call that found nothing goes on.
  @usableFromInline
  typealias Start = (value: Value?, isRecursive: Bool)

  @inlinable
  func begin(_ marker: UnsafeMutablePointer<SyncLoad>, of key: Key, hash: UInt32) -> Start {
    let now = lifetime?.now() ?? .min
    return state.withLock { state in
      // Another thread may have stored it in between.
      if let value = state.hit(key, hash: hash, by: keys, now: now) { return (value, false) }
      if let index = state.loads.index(of: key, hash: hash, by: keys),
        state.loads.nodes[index].value.areAroundCaller(on: marker.pointee.thread)
      {
        return (nil, true)
      }
      state.misses &+= 1
      state.begin(marker, of: key, hash: hash, by: keys)
      return (nil, false)
    }
  }

  @inlinable
  func store(_ value: Value, for key: Key, hash: UInt32, from marker: UnsafeMutablePointer<SyncLoad>) {
    let (now, deadline) = lifespan()
    let (eviction, _): (Eviction<Key, Value>?, Key?) = state.withLock { state in
      let released = state.end(marker, hash: hash)
      guard marker.pointee.isCurrent else { return (nil, released) }
      state.supersedeLoads(of: key, hash: hash, by: keys)
      let eviction =
        state.store(value, for: key, hash: hash, by: keys, capacity: capacity, now: now, deadline: deadline)
      return (eviction, released)
    }
    notify(eviction)
  }
}
