/// A hash table whose entries are linked by recency: what ``LRUCache`` and ``MemoCache`` keep their entries in.
///
/// The entries lie side by side in one block of memory and are linked by their indices; a second block of slots leads
/// from a key's hash to its index. So nothing is allocated for an entry, and a lookup touches two places.
///
/// It is a bare handle: copies share the memory, and whoever owns it calls ``destroy()`` once.
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

  /// The hash in the upper half, the index + 1 in the lower; 0 where there is nothing.
  @usableFromInline typealias Slot = UInt64

  @usableFromInline var slots: UnsafeMutablePointer<Slot>
  @usableFromInline var slotMask: Int
  @usableFromInline var nodes: UnsafeMutablePointer<Node>
  @usableFromInline var nodeCapacity: Int
  @usableFromInline let limit: Int
  @usableFromInline var count = 0
  @usableFromInline var newest: UInt32 = .max
  @usableFromInline var oldest: UInt32 = .max

  /// Makes an empty table, which grows as entries come, to at most `limit` of them.
  @inlinable
  init(limit: Int = Self.mostEntries) {
    precondition(limit >= 0, "The capacity of a cache must not be negative; it was \(limit).")
    precondition(limit <= Self.mostEntries, "A cache holds at most 2,147,483,646 entries; its capacity was \(limit).")
    let slotCount = Self.slotCount(for: 0)
    self.limit = limit
    nodeCapacity = 0
    nodes = .allocate(capacity: 0)
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: 0, count: slotCount)
    slotMask = slotCount &- 1
  }

  /// Gives back the entries and the memory.
  @inlinable
  func destroy() {
    nodes.deinitialize(count: count)
    nodes.deallocate()
    slots.deallocate()
  }

  /// A table of its own with the same entries in the same order.
  @inlinable
  func copy() -> Self {
    var copy = self
    copy.nodes = .allocate(capacity: nodeCapacity)
    copy.nodes.initialize(from: nodes, count: count)
    copy.slots = .allocate(capacity: slotMask &+ 1)
    copy.slots.initialize(from: slots, count: slotMask &+ 1)
    return copy
  }

  /// What a table of 2 ^ 32 slots, of which at most half are taken, can be asked to hold.
  @inlinable
  static var mostEntries: Int { 2_147_483_646 }

  /// The fewest slots, a power of two, of which at most half are taken.
  @inlinable
  static func slotCount(for nodeCapacity: Int) -> Int {
    1 << (Int.bitWidth &- (max(2 &* nodeCapacity, 4) &- 1).leadingZeroBitCount)
  }
}

// MARK: - Lookup

extension LRUTable {
  /// The index of the key's entry, or nil. Nothing is promoted.
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

  /// The index of the first entry of that hash whose value is the one sought, or nil: the way to an entry whose key may
  /// be unequal to itself (NaN).
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

  /// Where the key of an entry is: at the very start of its node.
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
  /// Adds the most recent entry; the key must not be there.
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

  /// Puts a new entry, the most recent one, in the place of the oldest, which is given back; the key must not be there.
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

  /// Takes the entry out; the last one moves to its index.
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

  /// For how many entries to make room next.
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

  /// Where the slot of an entry is. The key is not asked, so that a key unequal to itself (NaN) is found too.
  @inlinable
  func position(of index: Int) -> Int {
    let slot = Slot(nodes[index].hash) << 32 | Slot(index &+ 1)
    var position = Int(nodes[index].hash) & slotMask
    while slots[position] != slot { position = (position &+ 1) & slotMask }
    return position
  }

  /// Empties the slot of an entry, and moves back what linear probing had pushed beyond it.
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
