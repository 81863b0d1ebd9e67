/// A hash table whose entries are linked in the order of their use. ``LRUCache`` and ``MemoCache`` store their entries
/// in it.
///
/// One block of memory holds the entries, which are linked by their indices. A second block holds the first link of
/// each chain, which is the list of the entries whose hashes end in the same bits. So an entry needs no allocation, and
/// a lookup touches two places in memory.
///
/// No choice of keys makes a chain long: an entry that finds its chain full goes to a second set of chains, whose hash
/// is that of `Hasher`. A table grows and shrinks in steps: see `Moving`.
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
    @usableFromInline var hash: UInt32
    /// The link to the next entry of the chain: its index plus 1, or 0.
    @usableFromInline var next: UInt32 = 0
    /// The neighbours in the order of use.
    @usableFromInline var newer: UInt32 = .max
    @usableFromInline var older: UInt32 = .max
    /// The neighbours in the order in which values were stored.
    @usableFromInline var later: UInt32 = .max
    @usableFromInline var earlier: UInt32 = .max

    @inlinable
    init(key: consuming Key, value: consuming Value, hash: UInt32) {
      self.key = key
      self.value = value
      self.hash = hash
    }
  }

  @usableFromInline var room: Room
  @usableFromInline var moving = Moving()
  @usableFromInline var limit: Int
  /// Whether the table knows which entry was stored first. Only entries that expire need that.
  @usableFromInline let isOrderedByStoring: Bool
  /// Whether the table has chains by `Hasher`.
  @usableFromInline var isHardened = false
  @usableFromInline var count = 0
  @usableFromInline var newest: UInt32 = .max
  @usableFromInline var oldest: UInt32 = .max
  @usableFromInline var latest: UInt32 = .max
  @usableFromInline var earliest: UInt32 = .max
  /// How entries are ranked by the frequency of their use. Nil if they are in the order of their use.
  @usableFromInline var ranking: UnsafeMutablePointer<EntryRanking>?
  /// The hits that read the table without the lock that guards it. Nil if there are none.
  @usableFromInline var readers: TableReaders<Key, Value>?

  /// Creates an empty table. It grows with its entries, up to `limit` entries.
  @inlinable
  init(
    limit: Int = mostCacheEntries,
    isOrderedByStoring: Bool = false,
    isRanked: Bool = false,
    readers: TableReaders<Key, Value>? = nil
  ) {
    requireCacheCapacity(limit)
    self.limit = limit
    self.isOrderedByStoring = isOrderedByStoring
    self.readers = readers
    ranking = isRanked ? EntryRanking.make() : nil
    room = Room(capacity: 0, isMarked: isRanked)
  }

  /// Destroys the entries and frees the memory.
  @inlinable
  func destroy() {
    moving.nodes?.deinitialize(count: moving.unmoved)
    (room.nodes + moving.unmoved).deinitialize(count: count &- moving.unmoved)
    moving.free()
    room.free()
    EntryRanking.free(ranking)
  }

  /// Returns a table with its own memory, and with the same entries in the same order. Not of a ranked table.
  @inlinable
  func copy(by keys: KeyHash<Key>) -> Self {
    var copy = self
    copy.room = Room(capacity: room.capacity, isMarked: false)
    copy.moving = Moving()
    copy.isHardened = false
    for index in 0..<count { (copy.room.nodes + index).initialize(to: node(at: index).pointee) }
    for index in 0..<count { copy.chain(index, by: keys) }
    return copy
  }
}

/// The most entries of a cache. An index takes 32 bits, and two of its values have another meaning.
@inlinable
var mostCacheEntries: Int { 2_147_483_646 }

/// Stops the program if no cache can have this capacity.
func requireCapacity(_ capacity: Int, isWeighed: Bool) {
  guard isWeighed else { return requireCacheCapacity(capacity) }
  require(capacity >= 0, "The capacity of a cache must not be negative; it was \(capacity).")
  require(capacity <= 1 << 62, "The capacity of a cache must not exceed a weight of 2^62; it was \(capacity).")
}

/// Stops the program if no cache can have this many entries.
@inlinable
func requireCacheCapacity(_ capacity: Int) {
  require(capacity >= 0, "The capacity of a cache must not be negative; it was \(capacity).")
  require(
    capacity <= mostCacheEntries,
    "The capacity of a cache must not exceed 2,147,483,646; it was \(capacity)."
  )
}

// MARK: - Lookup

extension LRUTable {
  /// The index of the entry for the key, or nil. It does not change the recency of the entry.
  ///
  /// Like others here, it is mutating only because the compiler would otherwise copy the table for some of its calls.
  @inlinable
  @inline(__always)
  mutating func index(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> Int? {
    if moving.isUnderWay { return indexWhileMoving(of: key, hash: hash, by: keys) }
    let nodes = room.nodes
    var link = room.heads[Int(hash) & room.mask]
    while link != 0 {
      let node = nodes + (Int(link) &- 1)
      if node.pointee.hash == hash, keys.isEqual(Self.keyPointer(of: node), to: key) { return Int(link) &- 1 }
      link = node.pointee.next
    }
    return isHardened ? hardenedIndex(of: key, hash: hash, by: keys) : nil
  }

  @inlinable
  @inline(never)
  mutating func indexWhileMoving(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> Int? {
    firstIndex(from: head(of: hash), hash: hash) { keys.isEqual(Self.keyPointer(of: $0), to: key) }
      ?? (isHardened ? hardenedIndex(of: key, hash: hash, by: keys) : nil)
  }

  @inlinable
  @inline(never)
  mutating func hardenedIndex(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> Int? {
    firstIndex(from: hardenedHead(of: key), hash: hash) { keys.isEqual(Self.keyPointer(of: $0), to: key) }
  }

  /// The index of the first entry with the hash of this key whose value matches, or nil. It does not compare keys, so
  /// it also finds an entry whose key is not equal to itself (NaN).
  @inlinable
  mutating func index(ofHash hash: UInt32, of key: Key, where isSought: (Value) -> Bool) -> Int? {
    if let index = firstIndex(from: head(of: hash), hash: hash, where: { isSought($0.pointee.value) }) { return index }
    guard isHardened else { return nil }
    return firstIndex(from: hardenedHead(of: key), hash: hash) { isSought($0.pointee.value) }
  }

  @inlinable
  mutating func firstIndex(
    from head: UnsafeMutablePointer<UInt32>,
    hash: UInt32,
    where isSought: (UnsafeMutablePointer<Node>) -> Bool
  ) -> Int? {
    var link = head.pointee
    while link != 0 {
      let node = node(at: Int(link) &- 1)
      if node.pointee.hash == hash, isSought(node) { return Int(link) &- 1 }
      link = node.pointee.next
    }
    return nil
  }

  @inlinable
  @inline(__always)
  func node(at index: Int) -> UnsafeMutablePointer<Node> {
    index < moving.unmoved ? moving.nodes.unsafelyUnwrapped + index : room.nodes + index
  }

  /// The address of the key of an entry. The key is at the start of its node.
  @inlinable
  @inline(__always)
  static func keyPointer(of node: UnsafeMutablePointer<Node>) -> UnsafePointer<Key> {
    UnsafeRawPointer(node).assumingMemoryBound(to: Key.self)
  }

  @inlinable
  subscript(index: Int) -> Value {
    @inline(__always) get { node(at: index).pointee.value }
    @inline(__always) nonmutating _modify {
      exclude()
      yield &node(at: index).pointee.value
    }
  }

  /// Calls `body` with each entry, from the most recent to the least recent. In a ranked table, the order has no meaning.
  @inlinable
  func forEach(_ body: (Key, Value) -> Void) {
    forEach(from: newest, body)
    if let ranking { forEach(from: ranking.pointee.mainNewest, body) }
  }

  @inlinable
  func forEach(from newest: UInt32, _ body: (Key, Value) -> Void) {
    var link = newest
    while link != .max {
      let node = node(at: Int(link))
      body(node.pointee.key, node.pointee.value)
      link = node.pointee.older
    }
  }
}

// MARK: - Order of use and of storing

extension LRUTable {
  /// Makes the entry the most recent one, or marks it as used if the table is ranked.
  @inlinable
  @inline(__always)
  mutating func promote(_ index: Int, by keys: KeyHash<Key>) {
    let link = UInt32(truncatingIfNeeded: index)
    if moving.isUnderWay || ranking != nil { return promoteOtherwise(index, by: keys) }
    if newest == link { return }
    let nodes = room.nodes
    let node = nodes + index
    let (newer, older, former) = (node.pointee.newer, node.pointee.older, newest)
    node.pointee.newer = .max
    node.pointee.older = former
    nodes[Int(newer)].older = older
    if older == .max { oldest = newer } else { nodes[Int(older)].newer = newer }
    nodes[Int(former)].newer = link
    newest = link
  }

  /// Hits move entries too. Otherwise a table that no longer changes would keep both rooms.
  @inlinable
  @inline(never)
  mutating func promoteOtherwise(_ index: Int, by keys: KeyHash<Key>) {
    if ranking != nil { return markUse(of: index, by: keys) }
    unlink(index)
    linkAsNewest(index)
    move(by: keys)
  }

  @inlinable
  mutating func unlink(_ index: Int) {
    if let ranking { return unlinkRanked(index, ranking) }
    let node = node(at: index)
    let (newer, older) = (node.pointee.newer, node.pointee.older)
    if newer == .max { newest = older } else { self.node(at: Int(newer)).pointee.older = older }
    if older == .max { oldest = newer } else { self.node(at: Int(older)).pointee.newer = newer }
  }

  @inlinable
  mutating func linkAsNewest(_ index: Int) {
    let link = UInt32(truncatingIfNeeded: index)
    let node = node(at: index)
    node.pointee.newer = .max
    node.pointee.older = newest
    if newest == .max { oldest = link } else { self.node(at: Int(newest)).pointee.newer = link }
    newest = link
  }

  /// Makes the entry the one that was stored last.
  @inlinable
  mutating func renew(_ index: Int) {
    if latest == UInt32(truncatingIfNeeded: index) { return }
    unlinkFromStoring(index)
    linkAsLatest(index)
  }

  @inlinable
  mutating func unlinkFromStoring(_ index: Int) {
    let node = node(at: index)
    let (later, earlier) = (node.pointee.later, node.pointee.earlier)
    if later == .max { latest = earlier } else { self.node(at: Int(later)).pointee.earlier = earlier }
    if earlier == .max { earliest = later } else { self.node(at: Int(earlier)).pointee.later = later }
  }

  @inlinable
  mutating func linkAsLatest(_ index: Int) {
    let link = UInt32(truncatingIfNeeded: index)
    let node = node(at: index)
    node.pointee.later = .max
    node.pointee.earlier = latest
    if latest == .max { earliest = link } else { self.node(at: Int(latest)).pointee.later = link }
    latest = link
  }
}

// MARK: - Change

extension LRUTable {
  /// Adds an entry as the most recent one. The table must not contain the key.
  @inlinable
  @discardableResult
  mutating func append(_ key: consuming Key, _ value: consuming Value, hash: UInt32, by keys: KeyHash<Key>) -> Int {
    exclude()
    if count == room.capacity { grow(by: keys) }
    let index = count
    count &+= 1
    (room.nodes + index).initialize(to: Node(key: key, value: value, hash: hash))
    linkAsNewest(index)
    if ranking != nil { enterWindow(index) }
    if isOrderedByStoring { linkAsLatest(index) }
    chain(index, by: keys)
    if moving.isUnderWay { move(by: keys) }
    return index
  }

  /// Replaces an entry with a new one, which becomes the most recent one, and returns the former. The table must not
  /// contain the new key.
  @inlinable
  mutating func replace(
    at index: Int,
    with key: consuming Key,
    _ value: consuming Value,
    hash: UInt32,
    by keys: KeyHash<Key>
  ) -> (key: Key, value: Value) {
    exclude()
    let node = node(at: index)
    relink(UInt32(truncatingIfNeeded: index &+ 1), to: node.pointee.next, of: node)
    swap(&key, &node.pointee.key)
    swap(&value, &node.pointee.value)
    node.pointee.hash = hash
    chain(index, by: keys)
    if isOrderedByStoring { renew(index) }
    if ranking != nil { reenterWindow(index, by: keys) } else { promote(index, by: keys) }
    return (key, value)
  }

  /// Removes an entry and returns it. The last entry moves to its index.
  @inlinable
  mutating func remove(at index: Int, by keys: KeyHash<Key>) -> (key: Key, value: Value) {
    exclude()
    let node = node(at: index)
    relink(UInt32(truncatingIfNeeded: index &+ 1), to: node.pointee.next, of: node)
    unlink(index)
    if isOrderedByStoring { unlinkFromStoring(index) }
    let removed = node.move()
    count &-= 1
    var hole = index
    if hole < moving.unmoved {
      // Entries with the lowest indices are in the former block. Its last one fills the hole, and leaves one behind it.
      moving.unmoved &-= 1
      let block = moving.nodes.unsafelyUnwrapped
      if hole != moving.unmoved {
        relocate(from: moving.unmoved, block + moving.unmoved, to: hole, block + hole, moving.marks)
      }
      hole = moving.unmoved
    }
    if hole != count { relocate(from: count, room.nodes + count, to: hole, room.nodes + hole, room.marks) }
    if moving.isUnderWay { move(by: keys) } else { shrink(by: keys) }
    return (removed.key, removed.value)
  }

  /// Moves an entry to another index, and with it the links to the entry.
  @inlinable
  mutating func relocate(
    from source: Int,
    _ origin: UnsafeMutablePointer<Node>,
    to target: Int,
    _ destination: UnsafeMutablePointer<Node>,
    _ marks: EntryMarks?
  ) {
    relink(UInt32(truncatingIfNeeded: source &+ 1), to: UInt32(truncatingIfNeeded: target &+ 1), of: origin)
    destination.moveInitialize(from: origin, count: 1)
    let link = UInt32(truncatingIfNeeded: target)
    let (newer, older) = (destination.pointee.newer, destination.pointee.older)
    if newer != .max { node(at: Int(newer)).pointee.older = link }
    if older != .max { node(at: Int(older)).pointee.newer = link }
    if let ranking, let marks {
      relocateRanked(from: source, to: target, isNewest: newer == .max, isOldest: older == .max, marks, ranking)
    } else {
      if newer == .max { newest = link }
      if older == .max { oldest = link }
    }
    guard isOrderedByStoring else { return }
    let (later, earlier) = (destination.pointee.later, destination.pointee.earlier)
    if later == .max { latest = link } else { node(at: Int(later)).pointee.earlier = link }
    if earlier == .max { earliest = link } else { node(at: Int(earlier)).pointee.later = link }
  }
}
