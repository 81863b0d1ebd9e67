/// What a cache with ``CacheRules`` knows of its entries beside their values, and the errors that it keeps.
///
/// The table of the values holds for each entry only the time until which a hit has nothing else to do. So hits cost
/// the same with and without rules, and only a call after that time looks here. It is unchecked, because the lock of
/// the cache guards it.
@usableFromInline
final class EntryLedger<Key: Hashable & Sendable>: @unchecked Sendable {
  @usableFromInline var terms = LRUTable<Key, EntryTerms<Key>>()
  /// The kept errors. They leave in the order in which they were stored.
  @usableFromInline var errors: LRUTable<Key, KeptError>
  /// A heap of the entries that expire. The first one cannot be used any more before the others. It holds no references,
  /// because counting them would cost more than the rest: `terms` holds the entries.
  @usableFromInline var expiring: [Place] = []
  /// The weight of all entries.
  @usableFromInline var weight = 0
  /// Whether the capacity is a weight.
  @usableFromInline let isWeighed: Bool

  init(isWeighed: Bool, capacity: Int) {
    self.isWeighed = isWeighed
    errors = LRUTable(limit: Self.errorCapacity(for: capacity, isWeighed: isWeighed))
  }

  deinit {
    terms.destroy()
    errors.destroy()
  }

  /// The most errors that a cache keeps. Nobody knows what an error weighs.
  static func errorCapacity(for capacity: Int, isWeighed: Bool) -> Int { isWeighed ? min(capacity, 1_024) : capacity }
}

/// The terms of an entry that is in the cache. Times are nanoseconds since the cache was made.
@usableFromInline
final class EntryTerms<Key> {
  @usableFromInline let key: Key
  @usableFromInline let hash: UInt32
  @usableFromInline var weight: Int
  @usableFromInline var freshUntil: Int64
  @usableFromInline var usableUntil: Int64
  /// When the value may be loaded again.
  @usableFromInline var retryAt: Int64
  /// The place in the heap, or -1.
  @usableFromInline var place = -1

  @inlinable
  init(key: Key, hash: UInt32, _ stored: StoredTerms) {
    self.key = key
    self.hash = hash
    weight = stored.weight
    freshUntil = stored.freshUntil
    usableUntil = stored.usableUntil
    retryAt = .min
  }
}

/// An error that a cache keeps.
@frozen
@usableFromInline
struct KeptError {
  @usableFromInline let error: any Error
  /// From when it is forgotten.
  @usableFromInline let deadline: Int64

  @inlinable
  init(error: any Error, deadline: Int64) {
    self.error = error
    self.deadline = deadline
  }
}

// MARK: - Terms

extension EntryLedger {
  @inlinable
  func terms(of key: Key, hash: UInt32, by keys: KeyHash<Key>) -> EntryTerms<Key>? {
    terms.index(of: key, hash: hash, by: keys).map { terms[$0] }
  }

  @inlinable
  func isFresh(_ key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> Bool {
    terms(of: key, hash: hash, by: keys).map { $0.freshUntil > now } == true
  }

  /// Adds the terms of an entry. There are none for its key.
  @inlinable
  func add(_ stored: StoredTerms, for key: Key, hash: UInt32, by keys: KeyHash<Key>) {
    let added = EntryTerms(key: key, hash: hash, stored)
    terms.append(key, added, hash: hash, by: keys)
    weight += added.weight
    if added.usableUntil != .max { insert(added) }
  }

  /// Gives an entry new terms.
  @inlinable
  func renew(_ entry: EntryTerms<Key>, to stored: StoredTerms) {
    weight += stored.weight - entry.weight
    entry.weight = stored.weight
    entry.freshUntil = stored.freshUntil
    entry.usableUntil = stored.usableUntil
    entry.retryAt = .min
    if entry.usableUntil == .max {
      remove(entry)
    } else if entry.place < 0 {
      insert(entry)
    } else {
      move(entry)
    }
  }

  /// Removes the terms of an entry that leaves the cache. The caller holds its key.
  @inlinable
  func remove(_ key: Key, hash: UInt32, by keys: KeyHash<Key>) {
    guard let index = terms.index(of: key, hash: hash, by: keys) else { return }
    let removed = terms.remove(at: index, by: keys).value
    weight -= removed.weight
    remove(removed)
  }
}

// MARK: - Errors

extension EntryLedger {
  /// The error of the key, if it is still kept.
  @inlinable
  func error(of key: Key, hash: UInt32, by keys: KeyHash<Key>, now: Int64) -> (any Error)? {
    guard errors.count > 0, let index = errors.index(of: key, hash: hash, by: keys) else { return nil }
    let kept = errors[index]
    return kept.deadline > now ? kept.error : nil
  }

  /// Keeps an error.
  ///
  /// - Returns: What leaves for it, to be released outside the lock.
  @inlinable
  func keep(_ error: KeptError, for key: Key, hash: UInt32, by keys: KeyHash<Key>) -> (key: Key, value: KeptError)? {
    let limit = errors.limit
    guard limit > 0, keys.canFind(key) else { return nil }
    let former = forget(key, hash: hash, by: keys)
    if errors.count >= limit {
      return errors.replace(at: Int(errors.oldest), with: key, error, hash: hash, by: keys)
    }
    errors.append(key, error, hash: hash, by: keys)
    return former
  }

  /// Removes the error of the key.
  ///
  /// - Returns: What was removed, to be released outside the lock.
  @inlinable
  func forget(_ key: Key, hash: UInt32, by keys: KeyHash<Key>) -> (key: Key, value: KeptError)? {
    guard errors.count > 0, let index = errors.index(of: key, hash: hash, by: keys) else { return nil }
    return errors.remove(at: index, by: keys)
  }
}

// MARK: - The heap

extension EntryLedger {
  /// An entry in the heap, with the time that orders it.
  @frozen
  @usableFromInline
  struct Place {
    @usableFromInline let time: Int64
    @usableFromInline unowned(unsafe) let entry: EntryTerms<Key>

    @inlinable
    init(_ entry: EntryTerms<Key>) {
      time = entry.usableUntil
      self.entry = entry
    }
  }

  /// The entry that cannot be used any more before the others, if it cannot be used at `now`.
  @inlinable
  func expired(at now: Int64) -> EntryTerms<Key>? {
    guard let first = expiring.first, first.time <= now else { return nil }
    return first.entry
  }

  @inlinable
  func insert(_ entry: EntryTerms<Key>) {
    expiring.append(Place(entry))
    rise(Place(entry), from: expiring.count - 1)
  }

  /// Moves an entry whose time has changed to its place.
  @inlinable
  func move(_ entry: EntryTerms<Key>) {
    let place = entry.place
    let isEarlier = Place(entry).time < expiring[place].time
    if isEarlier { rise(Place(entry), from: place) } else { sink(Place(entry), from: place) }
  }

  @inlinable
  func remove(_ entry: EntryTerms<Key>) {
    let place = entry.place
    guard place >= 0 else { return }
    entry.place = -1
    let last = expiring.removeLast()
    guard place < expiring.count else { return }
    if last.time < expiring[place].time { rise(last, from: place) } else { sink(last, from: place) }
  }

  /// Puts an entry in a place that is free, or in one nearer to the first.
  @inlinable
  func rise(_ moved: Place, from start: Int) {
    expiring.withUnsafeMutableBufferPointer { heap in
      var index = start
      while index > 0 {
        let parent = heap[(index - 1) / 2]
        guard moved.time < parent.time else { break }
        heap[index] = parent
        parent.entry.place = index
        index = (index - 1) / 2
      }
      heap[index] = moved
      moved.entry.place = index
    }
  }

  /// Puts an entry in a place that is free, or in one farther from the first.
  @inlinable
  func sink(_ moved: Place, from start: Int) {
    expiring.withUnsafeMutableBufferPointer { heap in
      var index = start
      while true {
        var child = 2 * index + 1
        guard child < heap.count else { break }
        if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
        guard heap[child].time < moved.time else { break }
        heap[index] = heap[child]
        heap[index].entry.place = index
        index = child
      }
      heap[index] = moved
      moved.entry.place = index
    }
  }
}
