extension AsyncSequence {
  /// The elements of this sorted sequence and of another one, sorted.
  ///
  /// ```swift
  /// for try await entry in frontend.merged(withSorted: backend, by: { $0.time < $1.time }) { … }
  /// ```
  ///
  /// Of equal elements those of this sequence come first. One element of each is held, and none is delivered before that of
  /// the other is known. What is not sorted is merged none the less, each time with the lesser of the two elements that
  /// come next; none is left out. When one throws, the element held of the other comes first and the error after it, and
  /// both have ended. Cancellation is up to the sequences.
  ///
  /// - Parameters:
  ///   - other: A sequence that is sorted too.
  ///   - areInIncreasingOrder: Whether the first of two elements goes before the second: the order in which both are
  ///     sorted.
  @inlinable
  public func merged<Other: AsyncSequence>(
    withSorted other: Other,
    by areInIncreasingOrder: @escaping @Sendable (Element, Element) -> Bool
  ) -> AsyncMerged<Self, Other> where Other.Element == Element, Other.Failure == Failure {
    AsyncMerged(first: self, second: other, precedes: areInIncreasingOrder)
  }
}

/// The elements of two sorted asynchronous sequences, sorted. `merged(withSorted:by:)` makes it.
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

    /// The next element, or nil at the end.
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

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(First.Failure) -> First.Element? { try await next(isolation: nil) }
  }
}

extension AsyncMerged: Sendable where First: Sendable, Second: Sendable {}
