extension Sequence {
  /// The elements of this sorted sequence and of another one, sorted.
  ///
  /// ```swift
  /// for entry in frontend.merged(withSorted: backend, by: { $0.time < $1.time }) { … }
  /// Array([1, 4, 6].merged(withSorted: [2, 3, 7], by: <))  // [1, 2, 3, 4, 6, 7]
  /// ```
  ///
  /// Of equal elements those of this sequence come first. One element of each is held. What is not sorted is merged none
  /// the less, each time with the lesser of the two elements that come next; none is left out.
  ///
  /// - Parameters:
  ///   - other: A sequence that is sorted too.
  ///   - areInIncreasingOrder: Whether the first of two elements goes before the second: the order in which both are
  ///     sorted.
  @inlinable
  public func merged<Other: Sequence<Element>>(
    withSorted other: Other,
    by areInIncreasingOrder: @escaping (Element, Element) -> Bool
  ) -> Merged<Self, Other> {
    Merged(first: self, second: other, precedes: areInIncreasingOrder)
  }
}

/// The elements of two sorted sequences, sorted. `merged(withSorted:by:)` makes it.
public struct Merged<First: Sequence, Second: Sequence<First.Element>>: Sequence {
  @usableFromInline let first: First
  @usableFromInline let second: Second
  @usableFromInline let precedes: (First.Element, First.Element) -> Bool

  @inlinable
  init(first: First, second: Second, precedes: @escaping (First.Element, First.Element) -> Bool) {
    self.first = first
    self.second = second
    self.precedes = precedes
  }

  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(first: first.peekable(), second: second.peekable(), precedes: precedes)
  }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var first: Peekable<First.Iterator>
    @usableFromInline var second: Peekable<Second.Iterator>
    @usableFromInline let precedes: (First.Element, First.Element) -> Bool

    @inlinable
    init(
      first: Peekable<First.Iterator>,
      second: Peekable<Second.Iterator>,
      precedes: @escaping (First.Element, First.Element) -> Bool
    ) {
      self.first = first
      self.second = second
      self.precedes = precedes
    }

    @inlinable
    public mutating func next() -> First.Element? {
      guard let left = first.peek() else { return second.next() }
      guard let right = second.peek() else { return first.next() }
      return precedes(right, left) ? second.next() : first.next()
    }
  }
}

extension Merged: LazySequenceProtocol where First: LazySequenceProtocol {}
