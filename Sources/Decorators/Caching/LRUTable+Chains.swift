// The chains of a table.
//
// A chain holds at most 16 entries. Random hashes practically never fill it: in a table of 2 billion entries, the
// longest chain has 13. An entry that finds its chain full joins the chain of its `hashValue`, which nobody can predict
// who does not know the seeds of `Hasher`. Keys that the cache hashes with `hashValue` anyway have no other chain.

extension LRUTable {
  /// The most entries of a chain by the hash of ``KeyHash``.
  @inlinable
  static var longestChain: Int { 16 }

  /// The first link of the chain of this hash.
  @inlinable
  @inline(__always)
  func head(of hash: UInt32) -> UnsafeMutablePointer<UInt32> {
    if moving.isUnderWay, Int(hash) & moving.mask < moving.unsplit {
      return moving.heads.unsafelyUnwrapped + (Int(hash) & moving.mask)
    }
    return room.heads + (Int(hash) & room.mask)
  }

  /// The first link of the chain of the key by `Hasher`. The table must be hardened.
  @inlinable
  mutating func hardenedHead(of key: Key) -> UnsafeMutablePointer<UInt32> {
    let hash = key.hashValue
    if moving.isUnderWay, hash & moving.mask < moving.unsplit {
      return moving.hardenedHeads.unsafelyUnwrapped + (hash & moving.mask)
    }
    return room.hardenedHeads.unsafelyUnwrapped + (hash & room.mask)
  }

  /// Adds an entry to its chain.
  @inlinable
  mutating func chain(_ index: Int, by keys: KeyHash<Key>) {
    let node = node(at: index)
    var head = head(of: node.pointee.hash)
    if head.pointee != 0, keys.isSeeded, isFull(head) {
      if !isHardened { harden() }
      head = hardenedHead(of: node.pointee.key)
    }
    node.pointee.next = head.pointee
    head.pointee = UInt32(truncatingIfNeeded: index &+ 1)
  }

  @inlinable
  mutating func isFull(_ head: UnsafeMutablePointer<UInt32>) -> Bool {
    var link = head.pointee
    for _ in 1..<Self.longestChain {
      link = node(at: Int(link) &- 1).pointee.next
      if link == 0 { return false }
    }
    return true
  }

  @inlinable
  @inline(never)
  mutating func harden() {
    isHardened = true
    room.hardenedHeads = allocateLinks(room.mask &+ 1)
    if moving.isUnderWay { moving.hardenedHeads = allocateLinks(moving.mask &+ 1) }
  }

  /// Replaces the link to an entry in the entry's chain.
  @inlinable
  mutating func relink(_ link: UInt32, to replacement: UInt32, of node: UnsafeMutablePointer<Node>) {
    if relink(link, to: replacement, from: head(of: node.pointee.hash)) { return }
    _ = relink(link, to: replacement, from: hardenedHead(of: node.pointee.key))
  }

  @inlinable
  mutating func relink(_ link: UInt32, to replacement: UInt32, from head: UnsafeMutablePointer<UInt32>) -> Bool {
    if head.pointee == link {
      head.pointee = replacement
      return true
    }
    var before = head.pointee
    while before != 0 {
      let node = node(at: Int(before) &- 1)
      if node.pointee.next == link {
        node.pointee.next = replacement
        return true
      }
      before = node.pointee.next
    }
    return false
  }
}
