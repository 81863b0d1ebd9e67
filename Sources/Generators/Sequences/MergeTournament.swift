/// The elements held of sorted streams, one of each, and which of them goes first: a tree whose leaves are the streams.
///
/// Each inner node keeps the loser of the match there, and the winner goes on. When the element of the winner of all has
/// been replaced, only the matches on its way up are played again. Of equal elements that of the earlier stream goes first.
@usableFromInline
struct MergeTournament<Element> {
  @usableFromInline let precedes: (Element, Element) -> Bool
  @usableFromInline var storage: MergeStorage<Element>
  /// The stream whose element goes first, if it is held.
  @usableFromInline var winner = 0
  /// Whether that element has been taken.
  @usableFromInline var isTaken = false

  @inlinable
  init(streams count: Int, precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
    storage = MergeStorage(streams: count)
  }

  /// The stream whose element has been taken, which is to be replaced.
  @inlinable var taken: Int? { isTaken ? winner : nil }

  /// Holds the first element of a stream. All have been told of when ``begin()`` is called.
  @inlinable
  mutating func add(_ element: Element, of stream: Int) {
    makeStorageUnique()
    storage.elements[stream] = element
  }

  /// Plays all matches, from the leaves, which are numbered behind the inner nodes, to the root.
  @inlinable
  mutating func begin() {
    let count = storage.count
    guard count > 0 else { return }
    makeStorageUnique()
    var winners = Array(0..<count) + Array(0..<count)
    for node in stride(from: count - 1, to: 0, by: -1) {
      let (left, right) = (winners[2 * node], winners[2 * node + 1])
      let leftWins = goesFirst(left, before: right)
      winners[node] = leftWins ? left : right
      storage.losers[node] = leftWins ? right : left
    }
    winner = winners[1]
  }

  /// The element that goes first, or nil where none is held. It is not held any more.
  @inlinable
  mutating func takeFirst() -> Element? {
    guard storage.count > 0 else { return nil }
    makeStorageUnique()
    let element = storage.elements[winner].take()
    isTaken = element != nil
    return element
  }

  /// Holds the element that comes after the one taken, if one was; nil where its stream has no more.
  @inlinable
  mutating func replaceTaken(with element: Element?) {
    guard isTaken else { return }
    makeStorageUnique()
    isTaken = false
    storage.elements[winner] = element
    let losers = storage.losers
    var winner = winner
    var node = (winner &+ storage.count) / 2
    while node > 0 {
      let loser = losers[node]
      if goesFirst(loser, before: winner) {
        losers[node] = winner
        winner = loser
      }
      node /= 2
    }
    self.winner = winner
  }

  @inlinable
  func goesFirst(_ stream: Int, before other: Int) -> Bool {
    guard let element = storage.elements[stream] else { return false }
    guard let otherElement = storage.elements[other] else { return true }
    return stream < other ? !precedes(otherElement, element) : precedes(element, otherElement)
  }

  /// Lets copies of an iterator go on apart.
  @inlinable
  mutating func makeStorageUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = MergeStorage(copying: storage) }
  }
}

/// What a tournament knows of its streams. It is looked at once an element whether it is shared, where arrays would be looked
/// at for each match.
@usableFromInline
final class MergeStorage<Element> {
  @usableFromInline let count: Int
  /// The element held of each stream; nil where its stream has to be asked, or has ended.
  @usableFromInline let elements: UnsafeMutablePointer<Element?>
  /// Who lost at each inner node; these are numbered from 1.
  @usableFromInline let losers: UnsafeMutablePointer<Int>

  @inlinable
  init(streams count: Int) {
    self.count = count
    elements = .allocate(capacity: count)
    elements.initialize(repeating: nil, count: count)
    losers = .allocate(capacity: count)
    losers.initialize(repeating: 0, count: count)
  }

  @inlinable
  init(copying other: MergeStorage) {
    count = other.count
    elements = .allocate(capacity: count)
    elements.initialize(from: other.elements, count: count)
    losers = .allocate(capacity: count)
    losers.initialize(from: other.losers, count: count)
  }

  @inlinable
  deinit {
    elements.deinitialize(count: count)
    elements.deallocate()
    losers.deallocate()
  }
}
