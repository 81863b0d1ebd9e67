extension Sequence {
  /// Returns the elements of this sorted sequence and of another one, sorted.
  ///
  /// ```swift
  /// for entry in frontend.merged(withSorted: backend, by: { $0.time < $1.time }) { … }
  /// Array([1, 4, 6].merged(withSorted: [2, 3, 7], by: <))  // [1, 2, 3, 4, 6, 7]
  /// ```
  ///
  /// If two elements are equal, the one of this sequence comes first. One element of each sequence is held. Sequences
  /// that are not sorted lose nothing: the lesser of the two elements that come next is delivered each time. For more
  /// than two sequences of one type, use ``Swift/Sequence/mergedSorted(by:)``.
  ///
  /// - Parameters:
  ///   - other: A sequence that is sorted in the same order.
  ///   - areInIncreasingOrder: Whether the first of two elements comes before the second.
  /// - Complexity: One comparison for each element.
  @inlinable
  public func merged<Other: Sequence<Element>>(
    withSorted other: Other,
    by areInIncreasingOrder: @escaping (Element, Element) -> Bool
  ) -> Merged<Self, Other> {
    Merged(first: self, second: other, precedes: areInIncreasingOrder)
  }
}

extension AsyncSequence {
  /// Returns the elements of this sorted sequence and of another one, as ``Swift/Sequence/merged(withSorted:by:)``
  /// does.
  ///
  /// No element is delivered before the next element of the other sequence is known. When one sequence throws, the
  /// element that is held of the other one comes first and then the error, and both have ended. Cancellation is up to
  /// the sequences.
  ///
  /// - Parameters:
  ///   - other: A sequence that is sorted in the same order.
  ///   - areInIncreasingOrder: Whether the first of two elements comes before the second.
  @inlinable
  public func merged<Other: AsyncSequence>(
    withSorted other: Other,
    by areInIncreasingOrder: @escaping @Sendable (Element, Element) -> Bool
  ) -> AsyncMerged<Self, Other> where Other.Element == Element, Other.Failure == Failure {
    AsyncMerged(first: self, second: other, precedes: areInIncreasingOrder)
  }
}

/// The elements of two sorted sequences, sorted. `merged(withSorted:by:)` returns it.
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

/// The elements of two sorted asynchronous sequences, sorted. `merged(withSorted:by:)` returns it.
public struct AsyncMerged<First: AsyncSequence, Second: AsyncSequence>: AsyncSequence
where First.Element == Second.Element, First.Failure == Second.Failure {
  public typealias Element = First.Element
  public typealias Failure = First.Failure

  @usableFromInline let first: First
  @usableFromInline let second: Second
  @usableFromInline let precedes: @Sendable (First.Element, First.Element) -> Bool

  @inlinable
  init(first: First, second: Second, precedes: @escaping @Sendable (First.Element, First.Element) -> Bool) {
    self.first = first
    self.second = second
    self.precedes = precedes
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(first: first.peekable(), second: second.peekable(), precedes: precedes)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var first: AsyncPeekable<First.AsyncIterator>
    @usableFromInline var second: AsyncPeekable<Second.AsyncIterator>
    @usableFromInline let precedes: @Sendable (First.Element, First.Element) -> Bool
    @usableFromInline var failure: First.Failure?
    @usableFromInline var isFinished = false

    @inlinable
    init(
      first: AsyncPeekable<First.AsyncIterator>,
      second: AsyncPeekable<Second.AsyncIterator>,
      precedes: @escaping @Sendable (First.Element, First.Element) -> Bool
    ) {
      self.first = first
      self.second = second
      self.precedes = precedes
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(First.Failure) -> First.Element? {
      if let failure = failure.take() { throw failure }
      guard !isFinished else { return nil }
      do {
        guard let left = try await first.peek(isolation: actor) else { return try await second.next(isolation: actor) }
        guard let right = try await second.peek(isolation: actor) else { return try await first.next(isolation: actor) }
        return precedes(right, left) ? try await second.next(isolation: actor) : try await first.next(isolation: actor)
      } catch {
        isFinished = true
        guard let held = first.peeked.take() ?? second.peeked.take() else { throw error }
        failure = error
        return held
      }
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(First.Failure) -> First.Element? { try await next(isolation: nil) }
  }
}

extension AsyncMerged: Sendable where First: Sendable, Second: Sendable {}
