/// A bounded dictionary that evicts the least recently used entry. It is a plain value without a lock.
///
/// ```swift
/// var pages = LRUCache<Int, String>(capacity: 2)
/// pages.insert("one", for: 1)
/// pages.insert("two", for: 2)
/// pages.value(for: 1)            // "one"; 1 is now the most recent entry
/// pages.insert("three", for: 3)  // evicts 2
/// ```
///
/// Iteration goes from the most recent to the least recent entry.
///
/// A lookup never finds a key that is not equal to itself, such as `Double.nan`. So the cache does not store such an
/// entry (M12).
///
/// **Cost.** Lookup, insertion and removal take constant time. The memory grows and shrinks with the entries, in small
/// steps. Copies share their storage until one of them changes. A lookup is a change, because it makes the entry the most
/// recent one.
public struct LRUCache<Key: Hashable, Value> {
  /// The most entries that the cache holds. A cache of capacity zero keeps nothing, but still counts misses (M9).
  public let capacity: Int

  @usableFromInline var storage: Storage
  @usableFromInline var hits = 0
  @usableFromInline var misses = 0
  @usableFromInline var evictions = 0

  /// Creates an empty cache.
  ///
  /// - Parameter capacity: The most entries that the cache holds, from 0 to 2,147,483,646. Memory grows with the
  ///   entries.
  @inlinable
  public init(capacity: Int) {
    self.capacity = capacity
    storage = Storage(table: LRUTable(limit: capacity), keys: KeyHash())
  }

  /// The number of entries.
  @inlinable
  public var count: Int { storage.table.pointee.count }

  /// The keys of the entries, from the most recent to the least recent.
  ///
  /// - Complexity: O(n) for n entries.
  @inlinable
  public var keys: [Key] { map(\.key) }

  /// Whether the cache has no entries.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// The hits, misses and evictions so far, and the number of entries now.
  @inlinable
  public var cacheInfo: CacheInfo {
    CacheInfo(hits: hits, misses: misses, evictions: evictions, count: count, capacity: capacity)
  }

  /// Returns the value for the key, or nil if there is none. Counts a hit or a miss. A hit makes the entry the most
  /// recent one.
  @inlinable
  public mutating func value(for key: Key) -> Value? {
    guard let index = storage.index(of: key) else {
      misses &+= 1
      return nil
    }
    makeUnique()
    hits &+= 1
    storage.table.pointee.promote(index, by: storage.keys)
    return storage.table.pointee[index]
  }

  /// Returns the value for the key, or nil if there is none. It changes neither the recency of the entry nor the
  /// counts.
  @inlinable
  public func peek(_ key: Key) -> Value? {
    storage.index(of: key).map { storage.table.pointee[$0] }
  }

  /// Whether there is an entry for the key. It changes neither the recency of the entry nor the counts.
  @inlinable
  public func contains(_ key: Key) -> Bool {
    storage.index(of: key) != nil
  }

  /// Stores the value for the key and makes the entry the most recent one.
  ///
  /// - Returns: The entry that left the cache, or nil. It is the former entry of the key, or the least recent entry if
  ///   the cache was full.
  @inlinable
  @discardableResult
  public mutating func insert(_ value: Value, for key: Key) -> Eviction<Key, Value>? {
    guard capacity > 0, storage.keys.canFind(key) else { return nil }
    makeUnique()
    let hash = storage.keys(key)
    let table = storage.table
    if let index = table.pointee.index(of: key, hash: hash, by: storage.keys) {
      table.pointee.promote(index, by: storage.keys)
      let node = table.pointee.node(at: index)
      let former = node.pointee.value
      node.pointee.value = value
      return Eviction(key: node.pointee.key, value: former, cause: .replaced)
    }
    if table.pointee.count < capacity {
      table.pointee.append(key, value, hash: hash, by: storage.keys)
      return nil
    }
    evictions &+= 1
    let oldest =
      table.pointee.replace(at: Int(table.pointee.oldest), with: key, value, hash: hash, by: storage.keys)
    return Eviction(key: oldest.key, value: oldest.value, cause: .capacity)
  }

  /// Removes the entry of the key and returns its value, or nil if there is none.
  @inlinable
  @discardableResult
  public mutating func remove(_ key: Key) -> Value? {
    guard let index = storage.index(of: key) else { return nil }
    makeUnique()
    return storage.table.pointee.remove(at: index, by: storage.keys).value
  }

  /// Removes all entries and frees their memory. The counts of hits, misses and evictions stay.
  @inlinable
  public mutating func removeAll() {
    storage = Storage(table: LRUTable(limit: capacity), keys: storage.keys)
  }

  /// Removes the entries whose keys satisfy the condition.
  ///
  /// ```swift
  /// pages.removeAll { $0 > 100 }
  /// ```
  ///
  /// - Parameter condition: Returns whether to remove the entry of this key.
  /// - Throws: What `condition` throws, unchanged. Then the cache is as before.
  /// - Complexity: O(n) for n entries.
  @inlinable
  public mutating func removeAll<Failure: Error>(
    where condition: (Key) throws(Failure) -> Bool
  ) throws(Failure) {
    var removed: [Key] = []
    for (key, _) in self where try condition(key) { removed.append(key) }
    for key in removed { remove(key) }
  }

  /// Sets the counts of hits, misses and evictions to zero. The entries stay.
  @inlinable
  public mutating func resetCounts() {
    (hits, misses, evictions) = (0, 0, 0)
  }

  @inlinable
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) {
      storage = Storage(table: storage.table.pointee.copy(by: storage.keys), keys: storage.keys)
    }
  }
}

extension LRUCache {
  /// The owner of a table's memory.
  @usableFromInline
  final class Storage {
    @usableFromInline let keys: KeyHash<Key>
    @usableFromInline let table: UnsafeMutablePointer<LRUTable<Key, Value>>

    @inlinable
    init(table: LRUTable<Key, Value>, keys: KeyHash<Key>) {
      self.keys = keys
      self.table = .allocate(capacity: 1)
      self.table.initialize(to: table)
    }

    @inlinable
    func index(of key: Key) -> Int? {
      table.pointee.index(of: key, hash: keys(key), by: keys)
    }

    @inlinable
    deinit {
      table.pointee.destroy()
      table.deallocate()
    }
  }
}

// The cache changes its storage only while it is the only owner.
extension LRUCache: @unchecked Sendable where Key: Sendable, Value: Sendable {}

extension LRUCache: Sequence {
  /// Iterates over the entries from the most recent to the least recent. It changes neither recency nor counts.
  public struct Iterator: IteratorProtocol {
    @usableFromInline let storage: Storage
    @usableFromInline var upcoming: UInt32

    @inlinable
    init(_ storage: Storage) {
      self.storage = storage
      upcoming = storage.table.pointee.newest
    }

    @inlinable
    public mutating func next() -> (key: Key, value: Value)? {
      guard upcoming != .max else { return nil }
      let node = storage.table.pointee.node(at: Int(upcoming))
      upcoming = node.pointee.older
      return (node.pointee.key, node.pointee.value)
    }
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(storage) }

  @inlinable
  public var underestimatedCount: Int { count }
}

extension LRUCache: CustomStringConvertible {
  /// The entries, most recent first: `[3: "three", 1: "one"]`.
  public var description: String {
    isEmpty ? "[:]" : "[" + map { "\($0.key): \(String(reflecting: $0.value))" }.joined(separator: ", ") + "]"
  }
}
