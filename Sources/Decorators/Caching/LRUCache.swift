/// A bounded dictionary that forgets the entry not used for longest: a plain value, without a lock.
///
/// ```swift
/// var pages = LRUCache<Int, String>(capacity: 2)
/// pages.insert("one", for: 1)
/// pages.insert("two", for: 2)
/// pages.value(for: 1)            // "one", and 1 is the most recent again
/// pages.insert("three", for: 3)  // evicts 2
/// ```
///
/// Looking up, inserting and removing take constant time; a copy shares its storage until one of the two is changed, and
/// a lookup is a change, since it makes the entry the most recent. Iteration goes from the most to the least recent entry.
///
/// A key that is not equal to itself, such as `Double.nan`, is never found again; its entries age out like others, so
/// that the capacity holds (M12).
public struct LRUCache<Key: Hashable, Value> {
  /// The most entries it holds. Zero keeps nothing, and still counts misses (M9).
  public let capacity: Int

  @usableFromInline var storage: Storage
  @usableFromInline var hits = 0
  @usableFromInline var misses = 0
  @usableFromInline var evictions = 0

  /// Makes an empty cache.
  ///
  /// - Parameter capacity: The most entries it holds, from 0 to 2,147,483,646. Memory is taken as entries come.
  @inlinable
  public init(capacity: Int) {
    self.capacity = capacity
    storage = Storage(table: LRUTable(limit: capacity), keys: KeyHash())
  }

  /// The number of entries.
  @inlinable
  public var count: Int { storage.table.pointee.count }

  /// Whether there is no entry.
  @inlinable
  public var isEmpty: Bool { count == 0 }

  /// Hits, misses and evictions so far, and what is held now.
  @inlinable
  public var cacheInfo: CacheInfo {
    CacheInfo(hits: hits, misses: misses, evictions: evictions, count: count, capacity: capacity)
  }

  /// The value for the key, which becomes the most recent; counts a hit or a miss.
  @inlinable
  public mutating func value(for key: Key) -> Value? {
    guard let index = storage.index(of: key) else {
      misses &+= 1
      return nil
    }
    makeUnique()
    hits &+= 1
    storage.table.pointee.promote(index)
    return storage.table.pointee.nodes[index].value
  }

  /// The value for the key; neither recency nor a count changes.
  @inlinable
  public func peek(_ key: Key) -> Value? {
    storage.index(of: key).map { storage.table.pointee.nodes[$0].value }
  }

  /// Whether there is an entry for the key; neither recency nor a count changes.
  @inlinable
  public func contains(_ key: Key) -> Bool {
    storage.index(of: key) != nil
  }

  /// Keeps the value for the key, as the most recent entry.
  ///
  /// - Returns: The entry that had to go: the key's former one, or the least recent one when the cache was full.
  @inlinable
  @discardableResult
  public mutating func insert(_ value: Value, for key: Key) -> Eviction<Key, Value>? {
    if capacity == 0 { return nil }
    makeUnique()
    let hash = storage.keys(key)
    let table = storage.table
    if let index = table.pointee.index(of: key, hash: hash, by: storage.keys) {
      table.pointee.promote(index)
      let former = table.pointee.nodes[index].value
      table.pointee.nodes[index].value = value
      return Eviction(key: key, value: former, cause: .replaced)
    }
    if table.pointee.count < capacity {
      table.pointee.append(key, value, hash: hash)
      return nil
    }
    evictions &+= 1
    let oldest = table.pointee.replaceOldest(key, value, hash: hash)
    return Eviction(key: oldest.key, value: oldest.value, cause: .capacity)
  }

  /// Removes the entry of the key and gives its value, or nil where there is none.
  @inlinable
  @discardableResult
  public mutating func remove(_ key: Key) -> Value? {
    guard let index = storage.index(of: key) else { return nil }
    makeUnique()
    return storage.table.pointee.remove(at: index).value
  }

  /// Removes every entry; the counts of hits, misses and evictions stay.
  @inlinable
  public mutating func removeAll() {
    storage = Storage(table: LRUTable(limit: capacity), keys: storage.keys)
  }

  @inlinable
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&storage) {
      storage = Storage(table: storage.table.pointee.copy(), keys: storage.keys)
    }
  }
}

extension LRUCache {
  /// Owns the memory of a table.
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

// Storage is changed only while it is uniquely referenced.
extension LRUCache: @unchecked Sendable where Key: Sendable, Value: Sendable {}

extension LRUCache: Sequence {
  /// Goes through the entries from the most to the least recent; recency and counts stay.
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
      let node = storage.table.pointee.nodes + Int(upcoming)
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
