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
  ///   the same key, directly or through other calls. If the failure type cannot hold that error, the program stops
  ///   with a message that names the cache and the key.
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
        _ = state.withLock { $0.end(marker, of: key, hash: hash, by: keyHash) }
        throw error
      }
      store(value, for: key, hash: hash, from: marker)
      return value
    }
  }

  /// The next step of a call that found no fresh value: return a value, report recursion, or load.
  @usableFromInline
  typealias Start = (value: Value?, isRecursive: Bool)

  @inlinable
  func begin(_ marker: UnsafeMutablePointer<SyncLoad>, of key: Key, hash: UInt32) -> Start {
    let now = lifetime?.now() ?? .min
    return state.withLock { state in
      // Another thread may have stored a value since the first lookup.
      if let value = state.hit(key, hash: hash, by: keyHash, now: now) { return (value, false) }
      if let index = state.loads.index(of: key, hash: hash, by: keyHash),
        state.loads[index].areAroundCaller(on: marker.pointee.thread)
      {
        return (nil, true)
      }
      state.misses &+= 1
      state.begin(marker, of: key, hash: hash, by: keyHash)
      return (nil, false)
    }
  }

  @inlinable
  func store(_ value: Value, for key: Key, hash: UInt32, from marker: UnsafeMutablePointer<SyncLoad>) {
    let (now, deadline) = lifespan()
    let (eviction, _): (Eviction<Key, Value>?, Key?) = state.withLock { state in
      let released = state.end(marker, of: key, hash: hash, by: keyHash)
      guard marker.pointee.isCurrent else { return (nil, released) }
      state.supersedeLoads(of: key, hash: hash, by: keyHash)
      let eviction =
        state.store(value, for: key, hash: hash, by: keyHash, capacity: capacity, now: now, deadline: deadline)
      return (eviction, released)
    }
    notify(eviction)
  }
}
