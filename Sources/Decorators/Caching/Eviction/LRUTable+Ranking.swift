// Ranked tables: which entry leaves is decided by the frequency of use (EvictionPolicy.windowTinyLFU).
//
// A new entry enters the window, whose oldest entry is the candidate for the main part. There a hand passes over the
// entries from the oldest to the newest, takes their marks away and stops at one that has none, the victim. Of the
// candidate and the victim, the one that was used less often leaves. Marks that are taken away count in the sketch.

extension LRUTable {
  /// The most entries that an eviction looks at in each part. A longer search would hold the lock for too long, if all
  /// entries are marked.
  @inlinable
  static var longestSearch: Int { 32 }

  /// The index of the entry that leaves for want of room. The table is not empty.
  @inlinable
  @inline(__always)
  mutating func leaving() -> Int {
    ranking == nil ? Int(oldest) : leastFrequent()
  }

  @inlinable
  @inline(never)
  mutating func leastFrequent() -> Int {
    guard let ranking else { return Int(oldest) }
    exclude()
    ranking.pointee.sketch.period = 10 * count
    sampleHits(ranking)
    settleWindow(ranking, atMost: Self.longestSearch)
    guard
      ranking.pointee.windowCount >= ranking.pointee.climber.windowSize(of: count) || ranking.pointee.mainOldest == .max
    else { return victim(ranking) }
    let candidate = candidate(ranking)
    guard ranking.pointee.mainOldest != .max else { return candidate }
    let victim = victim(ranking)
    guard frequency(of: candidate, ranking) > frequency(of: victim, ranking) else { return candidate }
    moveToMain(candidate, ranking)
    return victim
  }

  /// The oldest entry of the window that was not used in it. Others start again as the newest.
  @inlinable
  mutating func candidate(_ ranking: UnsafeMutablePointer<EntryRanking>) -> Int {
    for _ in 0..<Self.longestSearch {
      let index = Int(oldest)
      guard takeMarks(of: index, ranking) else { break }
      unlinkRanked(index, ranking)
      linkAsNewest(index)
      ranking.pointee.windowCount &+= 1
    }
    return Int(oldest)
  }

  /// The entry at which the hand stops.
  @inlinable
  mutating func victim(_ ranking: UnsafeMutablePointer<EntryRanking>) -> Int {
    var link = ranking.pointee.hand == .max ? ranking.pointee.mainOldest : ranking.pointee.hand
    for _ in 0..<Self.longestSearch {
      guard takeMarks(of: Int(link), ranking) else { break }
      let newer = node(at: Int(link)).pointee.newer
      link = newer == .max ? ranking.pointee.mainOldest : newer
    }
    ranking.pointee.hand = link
    return Int(link)
  }

  /// Counts the marks of an entry in the sketch and takes them away. Returns whether it had any.
  @inlinable
  mutating func takeMarks(of index: Int, _ ranking: UnsafeMutablePointer<EntryRanking>) -> Bool {
    let marks = marks(at: index)
    let mark = marks[index]
    let uses = Int(mark & ~EntryMarks.isMainBit)
    guard uses > 0 else { return false }
    marks[index] = mark & EntryMarks.isMainBit
    ranking.pointee.sketch.add(node(at: index).pointee.hash, uses: uses)
    return true
  }

  @inlinable
  func frequency(of index: Int, _ ranking: UnsafeMutablePointer<EntryRanking>) -> Int {
    ranking.pointee.sketch.frequency(of: node(at: index).pointee.hash)
  }
}

// MARK: - Parts

extension LRUTable {
  /// The marks of the block that the entry is in.
  @inlinable
  @inline(__always)
  func marks(at index: Int) -> EntryMarks {
    index < moving.unmoved ? moving.marks.unsafelyUnwrapped : room.marks.unsafelyUnwrapped
  }

  @inlinable
  mutating func markUse(of index: Int, by keys: KeyHash<Key>) {
    marks(at: index).markUse(at: index)
    guard moving.isUnderWay else { return }
    exclude()
    move(by: keys)
  }

  /// Makes an entry that the list of the window has just got a new one.
  @inlinable
  mutating func enterWindow(_ index: Int) {
    guard let ranking else { return }
    marks(at: index)[index] = 0
    ranking.pointee.windowCount &+= 1
    if count > ranking.pointee.sketch.entries { ranking.pointee.sketch.grow() }
    ranking.pointee.sketch.add(node(at: index).pointee.hash)
    settleWindow(ranking, atMost: 4)
  }

  /// Makes an entry whose key and value have been replaced a new one of the window.
  @inlinable
  mutating func reenterWindow(_ index: Int, by keys: KeyHash<Key>) {
    guard let ranking else { return }
    unlinkRanked(index, ranking)
    linkAsNewest(index)
    enterWindow(index)
    if moving.isUnderWay { move(by: keys) }
  }

  /// Moves the oldest entries of a window that is too large to the main part.
  @inlinable
  mutating func settleWindow(_ ranking: UnsafeMutablePointer<EntryRanking>, atMost most: Int) {
    let size = ranking.pointee.climber.windowSize(of: count)
    for _ in 0..<most where ranking.pointee.windowCount > size { moveToMain(Int(oldest), ranking) }
  }

  @inlinable
  mutating func moveToMain(_ index: Int, _ ranking: UnsafeMutablePointer<EntryRanking>) {
    unlinkRanked(index, ranking)
    marks(at: index)[index] |= EntryMarks.isMainBit
    let link = UInt32(truncatingIfNeeded: index)
    let newest = ranking.pointee.mainNewest
    let node = node(at: index)
    node.pointee.newer = .max
    node.pointee.older = newest
    if newest == .max { ranking.pointee.mainOldest = link } else { self.node(at: Int(newest)).pointee.newer = link }
    ranking.pointee.mainNewest = link
  }

  /// Takes an entry out of the list of its part.
  @inlinable
  mutating func unlinkRanked(_ index: Int, _ ranking: UnsafeMutablePointer<EntryRanking>) {
    let node = node(at: index)
    let (newer, older) = (node.pointee.newer, node.pointee.older)
    let isMain = marks(at: index)[index] & EntryMarks.isMainBit != 0
    if newer != .max { self.node(at: Int(newer)).pointee.older = older }
    if older != .max { self.node(at: Int(older)).pointee.newer = newer }
    if isMain {
      if newer == .max { ranking.pointee.mainNewest = older }
      if older == .max { ranking.pointee.mainOldest = newer }
      if ranking.pointee.hand == UInt32(truncatingIfNeeded: index) { ranking.pointee.hand = newer }
    } else {
      if newer == .max { newest = older }
      if older == .max { oldest = newer }
      ranking.pointee.windowCount &-= 1
    }
  }

  /// Corrects what is known of an entry beside the table after it has got another index in its block.
  @inlinable
  mutating func relocateRanked(
    from source: Int,
    to target: Int,
    isNewest: Bool,
    isOldest: Bool,
    _ marks: EntryMarks,
    _ ranking: UnsafeMutablePointer<EntryRanking>
  ) {
    let link = UInt32(truncatingIfNeeded: target)
    marks[target] = marks[source]
    if marks[target] & EntryMarks.isMainBit != 0 {
      if isNewest { ranking.pointee.mainNewest = link }
      if isOldest { ranking.pointee.mainOldest = link }
      if ranking.pointee.hand == UInt32(truncatingIfNeeded: source) { ranking.pointee.hand = link }
    } else {
      if isNewest { newest = link }
      if isOldest { oldest = link }
    }
  }
}

// MARK: - Frequencies

extension LRUTable {
  /// Gives the memory of the sketch back if few entries are left. It forgets the frequencies.
  @inlinable
  mutating func shrinkSketch() {
    guard let ranking, count < ranking.pointee.sketch.entries / 8 else { return }
    ranking.pointee.sketch.free()
    ranking.pointee.sketch = FrequencySketch()
    while ranking.pointee.sketch.entries < count { ranking.pointee.sketch.grow() }
  }

  /// Counts an eviction, and now and then the hits since the last time. The stripes are in reach, because hits are
  /// excluded.
  @inlinable
  mutating func sampleHits(_ ranking: UnsafeMutablePointer<EntryRanking>) {
    ranking.pointee.climber.evictions &+= 1
    guard ranking.pointee.climber.evictions % 32 == 0 else { return }
    let hits = readers?.stripes.takeCounts() ?? 0
    ranking.pointee.uncountedHits &+= hits
    ranking.pointee.climber.hits &+= hits
    ranking.pointee.climber.climb(count: count)
  }

  /// The hits without the lock of the cache since the last time.
  mutating func takeHits() -> Int {
    guard let readers, let ranking else { return 0 }
    exclude()
    let hits = readers.stripes.takeCounts()
    ranking.pointee.climber.hits &+= hits
    defer { ranking.pointee.uncountedHits = 0 }
    return hits &+ ranking.pointee.uncountedHits
  }
}

// MARK: - Hits beside the lock

extension LRUTable {
  /// Waits until no hit reads the table, and lets none begin before ``readmit()``. Every method that changes what hits
  /// read calls it first.
  @inlinable
  @inline(__always)
  func exclude() {
    if let readers { readers.exclude() }
  }

  /// Lets hits read the table again.
  @inlinable
  @inline(__always)
  mutating func readmit() {
    if let readers, readers.isExcluding.pointee { publish(to: readers) }
  }

  @inlinable
  @inline(never)
  mutating func publish(to readers: TableReaders<Key, Value>) {
    let view = readers.view
    if moving.isUnderWay {
      if view.pointee != nil { view.pointee = nil }
    } else if let marks = room.marks, view.pointee?.nodes != room.nodes || view.pointee?.heads != room.heads {
      view.pointee = .init(nodes: room.nodes, heads: room.heads, mask: room.mask, marks: marks)
    }
    readers.isExcluding.pointee = false
    readers.stripes.unlockAll()
  }

  /// Empties the table, and returns one with its entries, which no hit reads any more.
  mutating func takeAll() -> Self {
    exclude()
    var removed = self
    self = Self(
      limit: limit,
      isOrderedByStoring: isOrderedByStoring,
      isRanked: ranking != nil,
      readers: readers
    )
    if let hits = removed.ranking?.pointee.uncountedHits { ranking?.pointee.uncountedHits = hits }
    removed.readers = nil
    return removed
  }

  /// Replaces the value of an entry and returns the former one.
  @inlinable
  mutating func exchange(_ value: consuming Value, at index: Int) -> Value {
    exclude()
    swap(&value, &node(at: index).pointee.value)
    return value
  }
}
