/// One element of each of several sorted streams, and which of them comes first: a tree whose leaves are the streams.
///
/// Each inner node keeps the loser of its match, and the winner goes on to the next node. When the element of the
/// overall winner has been replaced, only the matches on its path are played again. Of equal elements, the one of the
/// earlier stream wins.
@usableFromInline
struct MergeTournament<Element> {
  @usableFromInline let precedes: (Element, Element) -> Bool
  @usableFromInline var storage: MergeStorage<Element>
  /// The stream whose element comes first, if an element is held.
  @usableFromInline var winner = 0
  /// Whether that element has been taken.
  @usableFromInline var isTaken = false

  @inlinable
  init(streams count: Int, precedes: @escaping (Element, Element) -> Bool) {
    self.precedes = precedes
    storage = MergeStorage(streams: count)
  }

  /// The stream whose element has been taken and not replaced.
  @inlinable var taken: Int? { isTaken ? winner : nil }

  /// Holds the first element of a stream. Call it for all streams before ``begin()``.
  @inlinable
  mutating func add(_ element: Element, of stream: Int) {
    makeStorageUnique()
    storage.elements[stream] = element
  }

  /// Plays all matches from the leaves to the root. The leaves have the numbers after the inner nodes.
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

  /// Removes the element that comes first and returns it, or nil if none is held.
  @inlinable
  mutating func takeFirst() -> Element? {
    guard storage.count > 0 else { return nil }
    makeStorageUnique()
    let element = storage.elements[winner].take()
    isTaken = element != nil
    return element
  }

  /// Holds the element after the one that was taken, or nil if its stream has ended. Does nothing if none was taken.
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

  /// Gives a copy of an iterator its own storage.
  @inlinable
  mutating func makeStorageUnique() {
    if !isKnownUniquelyReferenced(&storage) { storage = MergeStorage(copying: storage) }
  }
}

/// The memory of a tournament. It is checked for sharing once for each element. Arrays would be checked for each match.
@usableFromInline
final class MergeStorage<Element> {
  @usableFromInline let count: Int
  /// The element that is held of each stream; nil if the stream has to be asked or has ended.
  @usableFromInline let elements: UnsafeMutablePointer<Element?>
  /// The loser at each inner node. The numbers start at 1.
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
