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
    guard let index = values.index(of: key, hash: hash, by: keys) else { return nil }
    let node = values.node(at: index)
    guard node.pointee.value.deadline > now else { return nil }
    let value = node.pointee.value.value
    values.promote(index, by: keys)
    hits &+= 1
    return value
  }

  /// Removes the value of the key if it is expired at `now`, and returns it.
  @inlinable
  mutating func takeExpired(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Eviction<Key, Value>? {
    guard let index = values.index(of: key, hash: hash, by: keys), values[index].deadline <= now else { return nil }
    let expired = values.remove(at: index, by: keys)
    return Eviction(key: expired.key, value: expired.value.value, cause: .expired)
  }

  /// Stores a value that expires at `deadline`, and returns the entry that leaves the cache. If there is no room, an
  /// expired entry leaves, or the least recently used one if none is expired.
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
    guard capacity > 0, keys.canFind(key) else { return nil }
    let entry = Entry(value: value, deadline: deadline)
    if let index = values.index(of: key, hash: hash, by: keys) {
      values.promote(index, by: keys)
      if values.isOrderedByStoring { values.renew(index) }
      let node = values.node(at: index)
      let former = node.pointee.value
      node.pointee.value = entry
      return Eviction(
        key: node.pointee.key,
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
    let former = values.replace(at: expired ?? Int(values.oldest), with: key, entry, hash: hash, by: keys)
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

// MARK: - Loads

/// A synchronous load. It lives on the stack of the thread that runs it.
@frozen
@usableFromInline
struct SyncLoad {
  @usableFromInline let thread: UInt
  /// Whether the cache may store the result.
  @usableFromInline var isCurrent = true
  @usableFromInline var next: UnsafeMutablePointer<SyncLoad>?

  @inlinable
  init(thread: UInt) {
    self.thread = thread
  }
}

/// The loads of one key that are in flight.
@usableFromInline
struct KeyLoads<Key: Hashable & Sendable, Value: Sendable> {
  @usableFromInline var sync: UnsafeMutablePointer<SyncLoad>?
  /// The newest asynchronous load.
  @usableFromInline var shared: SharedLoad<Key, Value>?

  @inlinable
  init(sync: UnsafeMutablePointer<SyncLoad>? = nil, shared: SharedLoad<Key, Value>? = nil) {
    self.sync = sync
    self.shared = shared
  }

  @inlinable
  var isEmpty: Bool { sync == nil && shared == nil }

  /// Whether the calling code runs inside one of these loads (M8).
  @usableFromInline
  func areAroundCaller(on thread: UInt) -> Bool {
    var sync = sync
    while let load = sync {
      if load.pointee.thread == thread { return true }
      sync = load.pointee.next
    }
    return sequence(first: shared, next: { $0?.older }).contains { $0?.scope.isAroundCaller ?? false }
  }

  /// Marks these loads as outdated: the cache does not store their results, and new calls do not join them (M3).
  @usableFromInline
  func supersede() {
    var sync = sync
    while let load = sync {
      load.pointee.isCurrent = false
      sync = load.pointee.next
    }
    var shared = shared
    while let load = shared {
      load.isCurrent = false
      shared = load.older
    }
  }

  @inlinable
  func contains(_ load: UnsafeMutablePointer<SyncLoad>) -> Bool {
    var sync = sync
    while let candidate = sync {
      if candidate == load { return true }
      sync = candidate.pointee.next
    }
    return false
  }

  @usableFromInline
  func contains(_ load: SharedLoad<Key, Value>) -> Bool {
    var shared = shared
    while let candidate = shared {
      if candidate === load { return true }
      shared = candidate.older
    }
    return false
  }

  @inlinable
  mutating func remove(_ load: UnsafeMutablePointer<SyncLoad>) {
    if sync == load {
      sync = load.pointee.next
      return
    }
    var before = sync
    while let candidate = before, candidate.pointee.next != load { before = candidate.pointee.next }
    before?.pointee.next = load.pointee.next
  }

  @usableFromInline
  mutating func remove(_ load: SharedLoad<Key, Value>) {
    if shared === load {
      shared = load.older
      return
    }
    var before = shared
    while let candidate = before, candidate.older !== load { before = candidate.older }
    before?.older = load.older
  }
}

extension MemoState {
  /// Registers a synchronous load of the key.
  @inlinable
  mutating func begin(_ load: UnsafeMutablePointer<SyncLoad>, of key: Key, hash: UInt32, by keys: KeyHash<Key>) {
    if let index = loads.index(of: key, hash: hash, by: keys) {
      load.pointee.next = loads[index].sync
      loads[index].sync = load
    } else {
      loads.append(key, KeyLoads(sync: load), hash: hash, by: keys)
    }
  }

  /// Removes a synchronous load. Returns the key, because it may hold the last reference to a user's object, which must
  /// not be released inside the lock.
  @inlinable
  mutating func end(
    _ load: UnsafeMutablePointer<SyncLoad>,
    of key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>
  ) -> Key? {
    guard let index = loads.index(ofHash: hash, of: key, where: { $0.contains(load) }) else { return nil }
    loads[index].remove(load)
    return loads[index].isEmpty ? loads.remove(at: index, by: keys).key : nil
  }

  @usableFromInline
  mutating func begin(_ load: SharedLoad<Key, Value>, by keys: KeyHash<Key>) {
    if let index = loads.index(of: load.key, hash: load.hash, by: keys) {
      load.older = loads[index].shared
      loads[index].shared = load
    } else {
      loads.append(load.key, KeyLoads(shared: load), hash: load.hash, by: keys)
    }
  }

  @usableFromInline
  mutating func end(_ load: SharedLoad<Key, Value>, by keys: KeyHash<Key>) -> Key? {
    guard let index = loads.index(ofHash: load.hash, of: load.key, where: { $0.contains(load) }) else { return nil }
    loads[index].remove(load)
    return loads[index].isEmpty ? loads.remove(at: index, by: keys).key : nil
  }

  /// Marks the loads of the key as outdated.
  @inlinable
  mutating func supersedeLoads(of key: Key, hash: UInt32, by keys: KeyHash<Key>) {
    if let index = loads.index(of: key, hash: hash, by: keys) { loads[index].supersede() }
  }

  /// The keys of the entries, and those of the loads in flight that have no entry.
  mutating func keys(by keys: KeyHash<Key>) -> [Key] {
    var known: [Key] = []
    var loading: [Key] = []
    known.reserveCapacity(values.count)
    values.forEach { key, _ in known.append(key) }
    loads.forEach { key, _ in loading.append(key) }
    for key in loading where values.index(of: key, hash: keys(key), by: keys) == nil { known.append(key) }
    return known
  }

  func supersedeAllLoads() {
    for index in 0..<loads.count { loads[index].supersede() }
  }
}
