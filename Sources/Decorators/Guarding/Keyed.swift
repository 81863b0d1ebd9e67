import DecoratorPrimitives

/// Objects with state by key, such as a circuit breaker for each host: made on demand, and bounded in number (A11).
///
/// ```swift
/// let breakers = Keyed(capacity: 1_000) { (host: String) in CircuitBreaker(named: "host \(host)") }
/// let page = try await breakers[host].run { try await client.get(host) }
/// ```
///
/// The first call of a key makes its object, and later ones get the same object. When the table is full, a new key
/// takes the place of one whose object is as good as new (``IdleCheckable``) and which nobody holds any more. So no key
/// can lose what its object has counted, and no key can get a fresh allowance by coming back. Keys that were not used
/// for the longest time leave first. If there is no such object, the new key is refused with a ``KeyedCapacityError``.
///
/// The table keeps to its bound under attack: for a new key it looks at 8 objects at most, from the least recently used
/// ones on. Those that are busy count as just used, so that the next new key looks at others. So in a table in which
/// almost all objects are busy, a few new keys can be refused although one object is idle.
///
/// **Concurrency.** Calls may come from any thread. `make` and the check for idleness run without a lock. If calls of
/// one new key come together, each may make an object; all of them get the one that is stored first.
///
/// **Cost.** A lookup takes constant time: a turn of a lock and of a hash table. An entry takes its key, its object and
/// 40 bytes.
public final class Keyed<Key: Hashable & Sendable, Object: AnyObject & IdleCheckable>: Sendable {
  @frozen
  @usableFromInline
  struct Entry {
    @usableFromInline var object: Object
    /// How often it was handed out, so that a call which has looked at it sees whether others have used it since.
    @usableFromInline var uses: UInt64 = 0
    /// Whether a new key is looking at the object without the lock. Nobody else replaces the entry meanwhile.
    @usableFromInline var isClaimed = false

    @inlinable
    init(object: Object) { self.object = object }
  }

  /// The most keys with an object.
  public let capacity: Int

  /// The name that errors show.
  public let name: String

  @usableFromInline let make: @Sendable (Key) -> Object
  @usableFromInline let keys = KeyHash<Key>()
  @usableFromInline let table: Locked<LRUTable<Key, Entry>>

  /// Makes an empty table.
  ///
  /// - Parameters:
  ///   - name: The name that errors show; by default module, file and line of this call.
  ///   - capacity: The most keys with an object, at least 1. Memory grows with the keys.
  ///   - fileID: The module and file of the default name.
  ///   - line: The line of the default name.
  ///   - make: Makes the object of a key. It may run on any thread that asks. The objects of a table should have the
  ///     same settings for a key whenever they are made.
  @inlinable
  public init(
    named name: String? = nil,
    capacity: Int,
    fileID: StaticString = #fileID,
    line: UInt = #line,
    _ make: @escaping @Sendable (Key) -> Object
  ) {
    require(capacity >= 1, "The capacity of a table of objects by key must be at least 1; it was \(capacity).")
    self.capacity = capacity
    self.name = name ?? "\(fileID):\(line)"
    self.make = make
    table = Locked(LRUTable(limit: capacity))
  }

  deinit { table.withLock { $0.destroy() } }

  /// How many keys have an object now.
  public var count: Int { table.withLock { $0.count } }

  /// The keys and their objects, from the most to the least recently used, for example to show the state of all.
  ///
  /// - Complexity: O(n), with the lock held.
  public var all: [(key: Key, object: Object)] {
    table.withLock { table in
      var all: [(key: Key, object: Object)] = []
      all.reserveCapacity(table.count)
      table.forEach { all.append(($0, $1.object)) }
      return all
    }
  }

  /// The object of a key, made now if the key has none.
  ///
  /// As long as you hold the object, the key keeps it.
  ///
  /// - Throws: ``KeyedCapacityError`` if the key has none, and no other key can give its place up.
  @inlinable
  public subscript(_ key: Key) -> Object {
    get throws {
      let hash = keys(key)
      let known = table.withLock { table in found(key, hash: hash, in: &table) }
      return try known ?? made(key, hash: hash)
    }
  }

  @inlinable @inline(__always)
  func found(_ key: Key, hash: UInt32, in table: inout LRUTable<Key, Entry>) -> Object? {
    guard let index = table.index(of: key, hash: hash, by: keys) else { return nil }
    table[index].uses &+= 1
    table.promote(index, by: keys)
    return table[index].object
  }
}

// MARK: - A new key

extension Keyed {
  /// What a new key finds.
  private enum Place {
    /// The key has an object after all, or has one now.
    case taken(Object)
    /// The entry at this index may be replaced if its object is idle.
    case claimed(Int, Unmanaged<Object>, uses: UInt64)
    case none
  }

  @usableFromInline @inline(never)
  func made(_ key: Key, hash: UInt32) throws -> Object {
    var object: Object?
    var steps = 8
    if count < capacity { object = make(key) }
    while true {
      switch place(for: key, object, hash: hash, steps: &steps) {
      case .taken(let object): return object
      case .none: throw postingRefusal(KeyedCapacityError(name: name, capacity: capacity))
      case .claimed(let index, let candidate, let uses):
        let isIdle = candidate._withUnsafeGuaranteedRef { $0.isIdle }
        if isIdle, object == nil { object = make(key) }
        if let object = replaced(at: index, isIdle: isIdle, uses: uses, with: object, for: key, hash: hash) {
          return object
        }
      }
    }
  }

  /// Stores the object if there is room. Otherwise it claims the least recently used entry whose object nobody holds.
  private func place(for key: Key, _ object: Object?, hash: UInt32, steps: inout Int) -> Place {
    table.withLock { table in
      if let known = found(key, hash: hash, in: &table) { return .taken(known) }
      if let object, table.count < capacity {
        table.append(key, Entry(object: object), hash: hash, by: keys)
        return .taken(object)
      }
      var link = table.oldest
      while steps > 0, link != .max {
        let index = Int(link)
        let node = table.node(at: index)
        link = node.pointee.newer
        // Entries are claimed only for a moment, one by each new key.
        if node.pointee.value.isClaimed { continue }
        steps -= 1
        if isKnownUniquelyReferenced(&node.pointee.value.object) {
          node.pointee.value.isClaimed = true
          return .claimed(index, .passUnretained(node.pointee.value.object), uses: node.pointee.value.uses)
        }
        table.promote(index, by: keys)
      }
      return .none
    }
  }

  /// Ends the claim of an entry. It is replaced if its object was idle and nobody has used it since.
  ///
  /// - Returns: The object of the key; `nil` if the entry was not replaced.
  private func replaced(
    at index: Int,
    isIdle: Bool,
    uses: UInt64,
    with object: Object?,
    for key: Key,
    hash: UInt32
  ) -> Object? {
    // What leaves the table is released after the lock.
    let (object, _) = table.withLock { table -> (Object?, (key: Key, value: Entry)?) in
      let node = table.node(at: index)
      node.pointee.value.isClaimed = false
      if let known = found(key, hash: hash, in: &table) { return (known, nil) }
      guard isIdle, let object, node.pointee.value.uses == uses,
        isKnownUniquelyReferenced(&node.pointee.value.object)
      else {
        table.promote(index, by: keys)
        return (nil, nil)
      }
      return (object, table.replace(at: index, with: key, Entry(object: object), hash: hash, by: keys))
    }
    return object
  }
}

/// The error of a call whose key has no object in a full ``Keyed``, because the objects of all other keys are in use.
///
/// It is a ``Rejection``: the call did not run. It does not show the key, which can be a secret.
public struct KeyedCapacityError: Rejection {
  /// The name of the table.
  public let name: String
  /// The most keys with an object.
  public let capacity: Int
  /// Not known: it depends on the calls of the other keys.
  public var retryAfter: Duration? { nil }

  /// Makes an error, for tests of code that handles it.
  ///
  /// - Parameters:
  ///   - name: The name of the table.
  ///   - capacity: The most keys with an object.
  public init(name: String, capacity: Int) {
    self.name = name
    self.capacity = capacity
  }
}

extension KeyedCapacityError: CustomStringConvertible {
  /// Which table is full, and what to do.
  public var description: String {
    """
    all \(capacity) keys of '\(LogText.escaped(name))' are in use, so the call of a new key was not made: \
    try again later, or make the table larger
    """
  }
}

extension Keyed: CustomStringConvertible {
  /// The settings as they read in source.
  public var description: String { "Keyed(named: \"\(LogText.escaped(name))\", capacity: \(capacity))" }
}
