/// A hash table whose entries are linked in the order of their use. ``LRUCache`` and ``MemoCache`` store their entries
/// in it.
///
/// One block of memory holds the entries, which are linked by their indices. A second block holds the slots, which map
/// the hash of a key to the index of its entry. So an entry needs no allocation, and a lookup touches two places in
/// memory.
///
/// The table is an unmanaged handle. Copies share the memory, and the owner must call ``destroy()`` once.
@frozen
@usableFromInline
struct LRUTable<Key: Hashable, Value> {
  @frozen
  @usableFromInline
  struct Node {
    @usableFromInline var key: Key
    @usableFromInline var value: Value
    @usableFromInline let hash: UInt32
    @usableFromInline var newer: UInt32
    @usableFromInline var older: UInt32

    @inlinable
    init(key: Key, value: Value, hash: UInt32, newer: UInt32, older: UInt32) {
      self.key = key
      self.value = value
      self.hash = hash
      self.newer = newer
      self.older = older
    }
  }

  /// The upper half is the hash, the lower half is the index plus 1. An empty slot is 0.
  @usableFromInline typealias Slot = UInt64

  @usableFromInline var slots: UnsafeMutablePointer<Slot>
  @usableFromInline var slotMask: Int
  @usableFromInline var nodes: UnsafeMutablePointer<Node>
  @usableFromInline var nodeCapacity: Int
  @usableFromInline let limit: Int
  @usableFromInline var count = 0
  @usableFromInline var newest: UInt32 = .max
  @usableFromInline var oldest: UInt32 = .max

  /// Creates an empty table. It grows with its entries, up to `limit` entries.
  @inlinable
  init(limit: Int = Self.mostEntries) {
    require(limit >= 0, "The capacity of a cache must not be negative; it was \(limit).")
    require(limit <= Self.mostEntries, "The capacity of a cache must not exceed 2,147,483,646; it was \(limit).")
    let slotCount = Self.slotCount(for: 0)
    self.limit = limit
    nodeCapacity = 0
    nodes = .allocate(capacity: 0)
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    slotMask = slotCount &- 1
  }

  /// Destroys the entries and frees the memory.
  @inlinable
  func destroy() {
    nodes.deinitialize(count: count)
    nodes.deallocate()
    slots.deallocate()
  }

  /// Returns a table with its own memory, and with the same entries in the same order.
  @inlinable
  func copy() -> Self {
    var copy = self
    copy.nodes = .allocate(capacity: nodeCapacity)
    copy.nodes.initialize(from: nodes, count: count)
    copy.slots = .allocate(capacity: slotMask &+ 1)
    copy.slots.initialize(from: slots, count: slotMask &+ 1)
    return copy
  }

  /// The most entries of a table. It has at most 2 ^ 32 slots, and at most half of them are taken.
  @inlinable
  static var mostEntries: Int { 2_147_483_646 }

  /// The smallest power of two such that `nodeCapacity` entries take at most half of the slots.
  @inlinable
  static func slotCount(for nodeCapacity: Int) -> Int {
    1 << (Int.bitWidth &- (max(2 &* nodeCapacity, 4) &- 1).leadingZeroBitCount)
  }
}

// MARK: - Lookup

extension LRUTable {
  /// The index of the entry for the key, or nil. It does not change the recency of the entry.
  @inlinable
  @inline(__always)
  func index(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> Int? {
    var position = Int(hash) & slotMask
    while true {
      let slot = slots[position]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let index = Int(UInt32(truncatingIfNeeded: slot)) &- 1
        if keys.isEqual(keyPointer(at: index), to: key) { return index }
      }
      position = (position &+ 1) & slotMask
    }
  }

  /// The index of the first entry with this hash whose value matches, or nil. It does not compare keys, so it also
  /// finds an entry whose key is not equal to itself (NaN).
  @inlinable
  func index(hash: UInt32, where isSought: (Value) -> Bool) -> Int? {
    var position = Int(hash) & slotMask
    while true {
      let slot = slots[position]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == hash {
        let index = Int(UInt32(truncatingIfNeeded: slot)) &- 1
        if isSought(nodes[index].value) { return index }
      }
      position = (position &+ 1) & slotMask
    }
  }

  /// The address of the key of an entry. The key is at the start of its node.
  @inlinable
  @inline(__always)
  func keyPointer(at index: Int) -> UnsafePointer<Key> {
    UnsafeRawPointer(nodes + index).assumingMemoryBound(to: Key.self)
  }

  /// Makes the entry the most recent one.
  @inlinable
  @inline(__always)
  mutating func promote(_ index: Int) {
    if newest == UInt32(truncatingIfNeeded: index) { return }
    unlink(index)
    linkAsNewest(index)
  }

  @inlinable
  @inline(__always)
  mutating func unlink(_ index: Int) {
    let (newer, older) = (nodes[index].newer, nodes[index].older)
    if newer == .max { newest = older } else { nodes[Int(newer)].older = older }
    if older == .max { oldest = newer } else { nodes[Int(older)].newer = newer }
  }

  @inlinable
  @inline(__always)
  mutating func linkAsNewest(_ index: Int) {
    let link = UInt32(truncatingIfNeeded: index)
    nodes[index].newer = .max
    nodes[index].older = newest
    if newest == .max { oldest = link } else { nodes[Int(newest)].newer = link }
    newest = link
  }
}

// MARK: - Change

extension LRUTable {
  /// Adds an entry as the most recent one. The table must not contain the key.
  @inlinable
  @discardableResult
  mutating func append(_ key: consuming Key, _ value: consuming Value, hash: UInt32) -> Int {
    if count == nodeCapacity { grow() }
    let index = count
    count &+= 1
    (nodes + index).initialize(to: Node(key: key, value: value, hash: hash, newer: .max, older: .max))
    linkAsNewest(index)
    takeSlot(index, hash: hash)
    return index
  }

  /// Removes the oldest entry, returns it, and puts a new entry in its place as the most recent one. The table must not
  /// contain the new key.
  @inlinable
  mutating func replaceOldest(_ key: consuming Key, _ value: consuming Value, hash: UInt32) -> (key: Key, value: Value)
  {
    let index = Int(oldest)
    freeSlot(of: index)
    unlink(index)
    let evicted = (nodes + index).move()
    (nodes + index).initialize(to: Node(key: key, value: value, hash: hash, newer: .max, older: .max))
    linkAsNewest(index)
    takeSlot(index, hash: hash)
    return (evicted.key, evicted.value)
  }

  /// Removes an entry and returns it. The last entry moves to its index.
  @inlinable
  mutating func remove(at index: Int) -> (key: Key, value: Value) {
    freeSlot(of: index)
    unlink(index)
    let removed = (nodes + index).move()
    count &-= 1
    if index != count { moveNode(from: count, to: index) }
    return (removed.key, removed.value)
  }

  @inlinable
  mutating func moveNode(from source: Int, to target: Int) {
    let position = position(of: source)
    slots[position] = Slot(nodes[source].hash) << 32 | Slot(target &+ 1)
    (nodes + target).moveInitialize(from: nodes + source, count: 1)
    let link = UInt32(truncatingIfNeeded: target)
    let (newer, older) = (nodes[target].newer, nodes[target].older)
    if newer == .max { newest = link } else { nodes[Int(newer)].older = link }
    if older == .max { oldest = link } else { nodes[Int(older)].newer = link }
  }

  /// The number of entries to allocate when `full` entries do not suffice.
  @inlinable
  static func nodeCapacity(after full: Int, limit: Int) -> Int {
    min(limit, max(8, full * 2))
  }

  @inlinable
  mutating func grow() {
    let grown = Self.nodeCapacity(after: nodeCapacity, limit: limit)
    let slotCount = Self.slotCount(for: grown)
    let moved = UnsafeMutablePointer<Node>.allocate(capacity: grown)
    moved.moveInitialize(from: nodes, count: count)
    nodes.deallocate()
    slots.deallocate()
    nodes = moved
    nodeCapacity = grown
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    slotMask = slotCount &- 1
    for index in 0..<count { takeSlot(index, hash: nodes[index].hash) }
  }
}

// MARK: - Slots

extension LRUTable {
  @inlinable
  func takeSlot(_ index: Int, hash: UInt32) {
    var position = Int(hash) & slotMask
    while slots[position] != 0 { position = (position &+ 1) & slotMask }
    slots[position] = Slot(hash) << 32 | Slot(index &+ 1)
  }

  /// The position of the slot of an entry. It does not compare keys, so it also finds a key that is not equal to itself
  /// (NaN).
  @inlinable
  func position(of index: Int) -> Int {
    let slot = Slot(nodes[index].hash) << 32 | Slot(index &+ 1)
    var position = Int(nodes[index].hash) & slotMask
    while slots[position] != slot { position = (position &+ 1) & slotMask }
    return position
  }

  /// Empties the slot of an entry, and moves back the slots that linear probing had placed after it.
  @inlinable
  func freeSlot(of index: Int) {
    var hole = position(of: index)
    var next = (hole &+ 1) & slotMask
    while slots[next] != 0 {
      let home = Int(slots[next] >> 32) & slotMask
      if (next &- home) & slotMask >= (next &- hole) & slotMask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next &+ 1) & slotMask
    }
    slots[hole] = 0
  }
}
