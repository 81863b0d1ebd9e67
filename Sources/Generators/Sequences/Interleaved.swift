extension Sequence {
  /// An element of this sequence, one of the other, and so on by turns.
  ///
  /// ```swift
  /// Array([1, 3, 5, 7].interleaved(with: [2, 4]))  // [1, 2, 3, 4, 5, 7]
  /// ```
  ///
  /// When one has ended, the rest of the other follows: none is left out.
  @inlinable
  public func interleaved<Other: Sequence<Element>>(with other: Other) -> Interleaved<Self, Other> {
    Interleaved(first: self, second: other)
  }
}

/// The elements of two sequences by turns. `interleaved(with:)` makes it.
public struct Interleaved<First: Sequence, Second: Sequence<First.Element>>: Sequence {
  @usableFromInline let first: First
  @usableFromInline let second: Second

  @inlinable
  init(first: First, second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(first: first.makeIterator(), second: second.makeIterator()) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var first: First.Iterator
    @usableFromInline var second: Second.Iterator
    @usableFromInline var turn = Turn()

    @inlinable
    init(first: First.Iterator, second: Second.Iterator) {
      self.first = first
      self.second = second
    }

    @inlinable
    public mutating func next() -> First.Element? {
      while let side = turn.side {
        if let element = side == .first ? first.next() : second.next() {
          turn.pass()
          return element
        }
        turn.end()
      }
      return nil
    }
  }
}

extension Interleaved: LazySequenceProtocol where First: LazySequenceProtocol {}
extension Interleaved: Sendable where First: Sendable, Second: Sendable {}

/// Whose turn it is of two, until both have ended.
@usableFromInline
struct Turn: Sendable {
  @usableFromInline
  enum Side: Sendable {
    case first
    case second
  }

  /// Nil when both have ended.
  @usableFromInline var side: Side? = .first
  @usableFromInline var oneHasEnded = false

  @inlinable init() {}

  @inlinable
  mutating func pass() {
    if !oneHasEnded { side = side == .first ? .second : .first }
  }

  /// The one whose turn it was has ended.
  @inlinable
  mutating func end() {
    if oneHasEnded {
      side = nil
    } else {
      pass()
      oneHasEnded = true
    }
  }
}
