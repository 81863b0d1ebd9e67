public import DecoratorPrimitives

/// Lets hits read a table without the lock of its cache.
///
/// Hits hold the lock of their processor. Whoever changes what hits read holds the lock of the cache and those of all
/// processors. The table itself takes them before its first change (`LRUTable.exclude()`), and the lock of the cache
/// returns them (``MemoLock``). So no caller can forget to.
///
/// Hits do not read the table but a view of it, because the table is a value that the holder of the cache's lock may
/// change in other respects at any time.
///
/// It is an unmanaged handle, like the table. The cache owns it and destroys it last. It is unchecked, because the
/// locks guard its memory.
@frozen
@usableFromInline
struct TableReaders<Key: Hashable, Value>: @unchecked Sendable {
  @usableFromInline typealias Node = LRUTable<Key, Value>.Node

  /// What hits read of a table. Nil while the table moves to other memory; then hits take the lock of the cache.
  @frozen
  @usableFromInline
  struct View {
    @usableFromInline let nodes: UnsafeMutablePointer<Node>
    @usableFromInline let heads: UnsafeMutablePointer<UInt32>
    @usableFromInline let mask: Int
    @usableFromInline let marks: EntryMarks

    @inlinable
    init(nodes: UnsafeMutablePointer<Node>, heads: UnsafeMutablePointer<UInt32>, mask: Int, marks: EntryMarks) {
      self.nodes = nodes
      self.heads = heads
      self.mask = mask
      self.marks = marks
    }
  }

  @usableFromInline let stripes: LockStripes
  /// Guarded by the locks of the processors.
  @usableFromInline let view: UnsafeMutablePointer<View?>
  /// Whether this thread, which holds the lock of the cache, has taken the locks of the processors. Guarded by the lock
  /// of the cache.
  @usableFromInline let isExcluding: UnsafeMutablePointer<Bool>

  init() {
    stripes = LockStripes()
    // Nothing that is written often shares the lines of the view.
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 256 + MemoryLayout<View?>.size, alignment: 128)
    isExcluding = memory.initializeMemory(as: Bool.self, to: false)
    view = (memory + 128).initializeMemory(as: View?.self, to: nil)
  }

  /// Frees the memory. Nobody may use the table any more.
  func destroy() {
    isExcluding.deallocate()
    stripes.destroy()
  }

  /// Looks the key up, marks its entry as used, and counts a hit, unless `result` returns nil.
  ///
  /// - Returns: Nil if there is no such entry, and also if only a lookup under the lock of the cache could find it.
  @inlinable
  @inline(__always)
  func hit<Result>(
    _ key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    _ result: (UnsafeMutablePointer<Node>) -> Result?
  ) -> Result? {
    let stripe = stripes.lockOwn()
    defer { stripes.unlock(stripe) }
    guard let view = view.pointee else { return nil }
    var link = view.heads[Int(hash) & view.mask]
    while link != 0 {
      let index = Int(link) &- 1
      let node = view.nodes + index
      if node.pointee.hash == hash, keys.isEqual(LRUTable<Key, Value>.keyPointer(of: node), to: key) {
        guard let found = result(node) else { return nil }
        view.marks.markUse(at: index)
        stripe.pointee.count &+= 1
        return found
      }
      link = node.pointee.next
    }
    return nil
  }

  /// Waits until no hit reads the table, and lets none begin.
  @inlinable
  func exclude() {
    if isExcluding.pointee { return }
    stripes.lockAll()
    isExcluding.pointee = true
  }
}
