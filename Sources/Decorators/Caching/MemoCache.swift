public import DecoratorPrimitives

/// A bounded, thread-safe cache of what a function computed, asked for and filled in one step.
///
/// ```swift
/// let users = MemoCache<String, User>(capacity: 256, named: "users")
/// let user = try await users.value(for: id) { try await database.user(id) }
/// users.invalidate(id)
/// ```
///
/// Only values are kept: an error, cancellation included, is thrown to whoever asked, and the next call tries again
/// (M1). The entry not used for longest makes room (M9). The lock is never held while code of the user's runs (M7),
/// save for the `==` of keys, which therefore must not use the cache.
///
/// A hit costs a hash, a lock and a few steps through memory; it allocates nothing.
public final class MemoCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// What the cache is called in errors; by default module, file and line of where it was made.
  public let name: String

  /// The most values it keeps. Zero keeps none: every call computes and counts a miss, save that asynchronous calls which
  /// ask while a load of the key runs still share it, as hits (M4, M9).
  public let capacity: Int

  /// How long a value is kept from the moment it was computed; nil is for as long as there is room.
  public let timeToLive: Duration?

  @usableFromInline let lifetime: Lifetime?
  @usableFromInline let onEviction: (@Sendable (Key, Value, EvictionCause) -> Void)?
  @usableFromInline let keys = KeyHash<Key>()
  @usableFromInline let state: Locked<MemoState<Key, Value>>

  /// Makes an empty cache.
  ///
  /// - Parameters:
  ///   - capacity: The most values it keeps, from 0 to 2,147,483,646; 128 by default. Memory is taken as values come.
  ///   - timeToLive: How long a value is kept, more than zero. A value is fresh while its age is less, and expired as soon
  ///     as its age is as much. Nil, the default, sets no limit, and the clock is never read (M10).
  ///   - name: What the cache is called in errors; by default the place of this call.
  ///   - clock: What the age is measured on. It is read when a value is looked up and when one is stored; nothing waits
  ///     on it, so an expired value that nobody asks for stays until its room is needed.
  ///   - onEviction: Called with each entry that leaves the cache, and why, by the call that made it leave and outside the
  ///     lock: it may use the cache.
  public init(
    capacity: Int = 128,
    timeToLive: Duration? = nil,
    named name: String? = nil,
    clock: some Clock<Duration> = ContinuousClock(),
    onEviction: (@Sendable (_ key: Key, _ value: Value, _ cause: EvictionCause) -> Void)? = nil,
    fileID: StaticString = #fileID,
    line: UInt = #line
  ) {
    state = Locked(MemoState(values: LRUTable(limit: capacity)))
    self.name = name ?? SourceLocation(fileID: "\(fileID)", line: line).description
    self.capacity = capacity
    self.timeToLive = timeToLive
    self.onEviction = onEviction
    lifetime = timeToLive.map { Lifetime($0, on: clock) }
  }

  deinit {
    let (values, loads) = state.withLock { ($0.values, $0.loads) }
    values.destroy()
    loads.destroy()
  }
}

// MARK: - Looking

extension MemoCache {
  /// The value for the key if there is a fresh one; neither recency nor a count changes, and nothing is computed (M9).
  @inlinable
  public func peek(_ key: Key) -> Value? {
    let hash = keys(key)
    let now = lifetime?.now() ?? .min
    return state.withLock { state in
      guard
        let index = state.values.index(of: key, hash: hash, by: keys), state.values.nodes[index].value.deadline > now
      else { return nil }
      return state.values.nodes[index].value.value
    }
  }

  /// Hits, misses and evictions so far, and what is held now.
  public var cacheInfo: CacheInfo {
    state.withLock { state in
      CacheInfo(
        hits: state.hits,
        misses: state.misses,
        evictions: state.evictions,
        count: state.values.count,
        capacity: capacity
      )
    }
  }
}

// MARK: - Changing

extension MemoCache {
  /// Keeps a value that was not computed through the cache, as the key's most recent.
  ///
  /// Loads of the key that run now are not stored any more; their callers still get what they return (M3).
  @inlinable
  public func insert(_ value: Value, for key: Key) {
    let hash = keys(key)
    let (now, deadline) = lifespan()
    let eviction = state.withLock { state in
      state.supersedeLoads(of: key, hash: hash, by: keys)
      return state.store(value, for: key, hash: hash, by: keys, capacity: capacity, now: now, deadline: deadline)
    }
    notify(eviction)
  }

  /// Forgets the value of the key.
  ///
  /// A load of the key that runs now still gives its result to those who wait for it, but it is not stored, and calls
  /// that come later start a fresh load (M3).
  public func invalidate(_ key: Key) {
    let hash = keys(key)
    let eviction: Eviction<Key, Value>? = state.withLock { state in
      state.supersedeLoads(of: key, hash: hash, by: keys)
      guard let index = state.values.index(of: key, hash: hash, by: keys) else { return nil }
      let removed = state.values.remove(at: index)
      return Eviction(key: removed.key, value: removed.value.value, cause: .invalidated)
    }
    notify(eviction)
  }

  /// Forgets every value, as ``invalidate(_:)`` does one; the counts of hits, misses and evictions stay.
  public func removeAll() {
    let removed = state.withLock { state in
      state.supersedeAllLoads()
      defer { state.values = LRUTable(limit: capacity) }
      return state.values
    }
    if let onEviction {
      var index = removed.newest
      while index != .max {
        let node = removed.nodes[Int(index)]
        onEviction(node.key, node.value.value, .invalidated)
        index = node.older
      }
    }
    removed.destroy()
  }
}

// MARK: - Parts of several

extension MemoCache {
  @inlinable
  func notify(_ eviction: Eviction<Key, Value>?) {
    if let eviction, let onEviction { onEviction(eviction.key, eviction.value, eviction.cause) }
  }

  /// Takes out the value of the key if it is expired, before anything is said to be loading: the listener may ask for it.
  @inlinable
  func dropExpired(_ key: Key, hash: UInt32) {
    guard let now = lifetime?.now() else { return }
    notify(state.withLock { $0.takeExpired(key, hash: hash, by: keys, now: now) })
  }

  /// This moment, and the one from which a value made now is expired; without a time to live the clock is not read.
  @inlinable
  func lifespan() -> (now: Int64, deadline: Int64) {
    guard let lifetime else { return (.min, .max) }
    let deadline = lifetime.deadline
    return (deadline &- lifetime.nanoseconds, deadline)
  }

  /// The fresh value for the key, counted as a hit.
  @inlinable
  @inline(__always)
  func hit(_ key: Key, hash: UInt32) -> Value? {
    let now = lifetime == nil ? .min : lifetime.unsafelyUnwrapped.now()
    return state.withLock { $0.hit(key, hash: hash, by: keys, now: now) }
  }
}
