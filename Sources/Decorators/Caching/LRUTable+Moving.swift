import PlatformC

extension LRUTable {
  /// The memory of a table.
  @frozen
  @usableFromInline
  struct Room {
    @usableFromInline let nodes: UnsafeMutablePointer<Node>
    @usableFromInline let capacity: Int
    /// The first link of each chain by the hash of ``KeyHash``.
    @usableFromInline let heads: UnsafeMutablePointer<UInt32>
    @usableFromInline let mask: Int
    /// The first link of each chain by `Hasher`.
    @usableFromInline var hardenedHeads: UnsafeMutablePointer<UInt32>?
    /// The marks of the entries of a ranked table.
    @usableFromInline let marks: EntryMarks?

    @inlinable
    init(capacity: Int, isMarked: Bool) {
      let count = Self.chainCount(for: capacity)
      nodes = .allocate(capacity: capacity)
      marks = isMarked ? EntryMarks(capacity: capacity) : nil
      self.capacity = capacity
      heads = allocateLinks(count)
      mask = count &- 1
    }

    /// The smallest power of two such that there are at least two chains for each entry.
    @inlinable
    static func chainCount(for capacity: Int) -> Int {
      1 << (Int.bitWidth &- (max(2 &* capacity, 4) &- 1).leadingZeroBitCount)
    }

    @inlinable
    func free() {
      nodes.deallocate()
      marks?.free()
      freeLinks(heads, mask &+ 1)
      freeLinks(hardenedHeads, mask &+ 1)
    }
  }

  /// The move of the entries to a larger or a smaller room. Each change and each hit moves a few of them, so that no
  /// single one takes long.
  ///
  /// Two things move, each from its end: the nodes, in the order of their indices, and the chains. A node keeps its
  /// index. The entries below `unmoved` are still in the former block, and the chains below `unsplit` still begin in
  /// the former heads.
  @frozen
  @usableFromInline
  struct Moving {
    @usableFromInline var isUnderWay = false
    @usableFromInline var unmoved = 0
    @usableFromInline var unsplit = 0
    @usableFromInline var mask = 0
    @usableFromInline var nodes: UnsafeMutablePointer<Node>?
    @usableFromInline var heads: UnsafeMutablePointer<UInt32>?
    @usableFromInline var hardenedHeads: UnsafeMutablePointer<UInt32>?
    @usableFromInline var marks: EntryMarks?
    /// The bytes of `nodes` and `heads` that the system may still hold.
    @usableFromInline var nodeBytes = 0
    @usableFromInline var headBytes = 0

    @inlinable
    init() {}

    @inlinable
    init(_ count: Int, from room: Room) {
      isUnderWay = true
      unmoved = count
      unsplit = room.mask &+ 1
      mask = room.mask
      nodes = room.nodes
      heads = room.heads
      hardenedHeads = room.hardenedHeads
      marks = room.marks
      nodeBytes = room.capacity &* MemoryLayout<Node>.stride
      headBytes = unsplit &* MemoryLayout<UInt32>.stride
    }

    /// Gives the memory back that the move has left so far. Freeing hundreds of megabytes at once would take long.
    @inlinable
    mutating func giveBack() {
      returnPages(of: nodes, from: unmoved &* MemoryLayout<Node>.stride, to: &nodeBytes)
      returnPages(of: heads, from: unsplit &* MemoryLayout<UInt32>.stride, to: &headBytes)
    }

    @inlinable
    func free() {
      nodes?.deallocate()
      marks?.free()
      freeLinks(heads, mask &+ 1)
      freeLinks(hardenedHeads, mask &+ 1)
    }
  }

  /// The number of entries to make room for when `full` entries do not suffice.
  @inlinable
  static func capacity(after full: Int, limit: Int) -> Int {
    min(limit, max(8, full * 2))
  }

  @inlinable
  @inline(never)
  mutating func grow(by keys: KeyHash<Key>) {
    beginMoving(to: Self.capacity(after: room.capacity, limit: limit), by: keys)
  }

  /// Gives memory back if the table uses less than an eighth of it.
  @inlinable
  mutating func shrink(by keys: KeyHash<Key>) {
    guard room.capacity > 64, count < room.capacity / 8 else { return }
    beginMoving(to: room.capacity / 4, by: keys)
    if ranking != nil { shrinkSketch() }
  }

  @inlinable
  mutating func beginMoving(to capacity: Int, by keys: KeyHash<Key>) {
    while moving.isUnderWay { move(by: keys) }
    moving = Moving(count, from: room)
    room = Room(capacity: capacity, isMarked: ranking != nil)
    if isHardened { room.hardenedHeads = allocateLinks(room.mask &+ 1) }
    // A small table moves at once.
    while moving.isUnderWay, count <= 1024 { move(by: keys) }
  }

  /// Moves a few entries and chains. Before the new room is full, all have moved.
  @inlinable
  @inline(never)
  mutating func move(by keys: KeyHash<Key>) {
    for _ in 0..<min(4, moving.unmoved) {
      moving.unmoved &-= 1
      (room.nodes + moving.unmoved).moveInitialize(from: moving.nodes.unsafelyUnwrapped + moving.unmoved, count: 1)
      if let marks = moving.marks { room.marks.unsafelyUnwrapped[moving.unmoved] = marks[moving.unmoved] }
    }
    for _ in 0..<min(moving.mask > room.mask ? 64 : 16, moving.unsplit) {
      moving.unsplit &-= 1
      var link = moving.heads.unsafelyUnwrapped[moving.unsplit]
      while link != 0 {
        let index = Int(link) &- 1
        link = node(at: index).pointee.next
        chain(index, by: keys)
      }
      guard isHardened else { continue }
      link = moving.hardenedHeads.unsafelyUnwrapped[moving.unsplit]
      while link != 0 {
        let node = node(at: Int(link) &- 1)
        let head = hardenedHead(of: node.pointee.key)
        (link, node.pointee.next, head.pointee) = (node.pointee.next, head.pointee, link)
      }
    }
    moving.giveBack()
    if moving.unmoved == 0, moving.unsplit == 0 {
      moving.free()
      moving = Moving()
    }
  }
}

// MARK: - Memory

/// Returns memory for links, all 0.
///
/// A large block comes from the system, which hands out zeros page by page when they are first used. `calloc` may take
/// memory that was used before instead, and clearing a large block takes long.
@usableFromInline
func allocateLinks(_ count: Int) -> UnsafeMutablePointer<UInt32> {
  let size = count * MemoryLayout<UInt32>.stride
  let memory =
    size < largeBlock
    ? calloc(1, size) : mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | CInt(MAP_ANON), -1, 0)
  guard let memory, memory != MAP_FAILED else {
    fatalError("There is not enough memory for the \(count) chains of a cache. Give it a smaller capacity.")
  }
  return memory.bindMemory(to: UInt32.self, capacity: count)
}

@usableFromInline
func freeLinks(_ links: UnsafeMutablePointer<UInt32>?, _ count: Int) {
  guard let links else { return }
  let size = count * MemoryLayout<UInt32>.stride
  if size < largeBlock { free(links) } else { munmap(links, size) }
}

/// The size in bytes from which a block comes from the system.
private let largeBlock = 1 << 20

/// Gives a megabyte of a block back to the system if there is as much between the two offsets, and lowers the upper one.
/// The block still has to be freed, and its contents there are lost.
@usableFromInline
func returnPages(of block: UnsafeMutableRawPointer?, from start: Int, to end: inout Int) {
  let size = 1 << 20
  guard let block, end - start >= size else { return }
  end -= size
  #if os(Linux)
    // No system has larger pages than 64 KiB.
    let first = (block + end).alignedUp(toMultipleOf: 65_536)
    madvise(first, (block + end + size - first) & ~65_535, CInt(MADV_DONTNEED))
  #endif
}
