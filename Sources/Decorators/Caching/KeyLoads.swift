/// The loads of one key that are in flight.
@frozen
@usableFromInline
struct KeyLoads<Key: Hashable & Sendable, Value: Sendable> {
  /// A number that no other entry of the cache has or had, so that a load finds its entry without comparing keys.
  @usableFromInline let id: UInt64
  /// Rises when the loads that are in flight become outdated (M3).
  @usableFromInline var generation: UInt64 = 0
  /// The thread of a synchronous load, or 0.
  @usableFromInline var thread: UInt = 0
  /// The threads of further synchronous loads. A first load needs no allocation.
  @usableFromInline var otherThreads: [UInt] = []
  /// The number of asynchronous loads.
  @usableFromInline var sharedCount = 0
  /// The newest asynchronous load, until it ends.
  @usableFromInline var shared: SharedLoad<Key, Value>?

  @inlinable
  init(id: UInt64) {
    self.id = id
  }

  @inlinable
  var isEmpty: Bool { thread == 0 && sharedCount == 0 }

  /// Whether one of the synchronous loads runs on the thread.
  @inlinable
  func isLoaded(on thread: UInt) -> Bool {
    self.thread == thread || otherThreads.contains(thread)
  }

  /// The asynchronous load that a new call joins.
  @inlinable
  var joinable: SharedLoad<Key, Value>? {
    guard let shared, shared.ticket.generation == generation, !shared.isCancelled else { return nil }
    return shared
  }

  @inlinable
  mutating func add(_ thread: UInt) {
    if self.thread == 0 { self.thread = thread } else { otherThreads.append(thread) }
  }

  @inlinable
  mutating func remove(_ thread: UInt) {
    if self.thread == thread {
      self.thread = otherThreads.popLast() ?? 0
    } else if let index = otherThreads.firstIndex(of: thread) {
      otherThreads.remove(at: index)
    }
  }
}

/// What a load remembers of the entry of its key.
@frozen
@usableFromInline
struct LoadTicket: Sendable {
  @usableFromInline let id: UInt64
  @usableFromInline let generation: UInt64

  @inlinable
  init(id: UInt64, generation: UInt64) {
    self.id = id
    self.generation = generation
  }
}

extension MemoState {
  /// Returns the index of the entry in `loads` for a load of the key that begins.
  @inlinable
  mutating func loadsIndex(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> Int {
    if let index = loads.index(of: key, hash: hash, by: keys) { return index }
    loadEntries &+= 1
    return loads.append(key, KeyLoads(id: loadEntries), hash: hash, by: keys)
  }

  /// Registers a synchronous load of the key that runs on the thread.
  @inlinable
  mutating func begin(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, on thread: UInt) -> LoadTicket {
    let index = loadsIndex(of: key, hash: hash, by: keys)
    loads[index].add(thread)
    return LoadTicket(id: loads[index].id, generation: loads[index].generation)
  }

  /// Removes a synchronous load of the key that runs on the thread.
  ///
  /// - Returns: Whether the cache may store the result, and the key of the entry if this was its last load. The key may
  ///   hold the last reference to a user's object, which must not be released inside the lock.
  @inlinable
  mutating func end(
    _ ticket: LoadTicket,
    of key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    on thread: UInt
  ) -> (isCurrent: Bool, released: Key?) {
    end(ticket, of: key, hash: hash, by: keys) { $0.remove(thread) }
  }

  /// Removes an asynchronous load. New calls do not join it any more, and the caller holds what is released.
  ///
  /// - Returns: The same as for a synchronous load.
  @inlinable
  mutating func end(_ load: SharedLoad<Key, Value>, by keys: KeyHash<Key>) -> (isCurrent: Bool, released: Key?) {
    end(load.ticket, of: load.key, hash: load.hash, by: keys) { loads in
      loads.sharedCount &-= 1
      if loads.shared === load { loads.shared = nil }
    }
  }

  @inlinable
  @inline(__always)
  mutating func end(
    _ ticket: LoadTicket,
    of key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    _ remove: (inout KeyLoads<Key, Value>) -> Void
  ) -> (isCurrent: Bool, released: Key?) {
    guard let index = loads.index(ofHash: hash, of: key, where: { $0.id == ticket.id }) else { return (false, nil) }
    remove(&loads[index])
    let isCurrent = loads[index].generation == ticket.generation
    return (isCurrent, loads[index].isEmpty ? loads.remove(at: index, by: keys).key : nil)
  }

  /// Marks the loads of the key as outdated: the cache does not store their results, and new calls do not join them
  /// (M3).
  @inlinable
  mutating func supersedeLoads(of key: Key, hash: UInt32, by keys: KeyHash<Key>) {
    if let index = loads.index(of: key, hash: hash, by: keys) { loads[index].generation &+= 1 }
  }

  func supersedeAllLoads() {
    for index in 0..<loads.count { loads[index].generation &+= 1 }
  }
}
