extension AsyncSequence {
  /// An element of this sequence, one of the other, and so on by turns.
  ///
  /// ```swift
  /// for try await job in urgent.interleaved(with: ordinary) { … }
  /// ```
  ///
  /// Each turn waits for its element, so the order is always the same; who wants what comes first takes `merge` of
  /// swift-async-algorithms. When one has ended, the rest of the other follows. When one throws, both end. Cancellation is
  /// up to the sequences.
  @inlinable
  public func interleaved<Other: AsyncSequence>(
    with other: Other
  ) -> AsyncInterleaved<Self, Other> where Other.Element == Element, Other.Failure == Failure {
    AsyncInterleaved(first: self, second: other)
  }
}

/// The elements of two asynchronous sequences by turns. `interleaved(with:)` makes it.
public struct AsyncInterleaved<First: AsyncSequence, Second: AsyncSequence>: AsyncSequence
where First.Element == Second.Element, First.Failure == Second.Failure {
  public typealias Element = First.Element
  public typealias Failure = First.Failure

  @usableFromInline let first: First
  @usableFromInline let second: Second

  @inlinable
  init(first: First, second: Second) {
    self.first = first
    self.second = second
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(first: first.makeAsyncIterator(), second: second.makeAsyncIterator())
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var first: First.AsyncIterator
    @usableFromInline var second: Second.AsyncIterator
    @usableFromInline var turn = Turn()

    @inlinable
    init(first: First.AsyncIterator, second: Second.AsyncIterator) {
      self.first = first
      self.second = second
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(First.Failure) -> First.Element? {
      do {
        while let side = turn.side {
          let element =
            side == .first ? try await first.next(isolation: actor) : try await second.next(isolation: actor)
          if let element {
            turn.pass()
            return element
          }
          turn.end()
        }
        return nil
      } catch {
        turn.side = nil
        throw error
      }
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(First.Failure) -> First.Element? { try await next(isolation: nil) }
  }
}

extension AsyncInterleaved: Sendable where First: Sendable, Second: Sendable {}
