extension Sequence {
  /// Returns an element of this sequence, an element of the other one, and so on in turn.
  ///
  /// ```swift
  /// Array([1, 3, 5, 7].interleaved(with: [2, 4]))  // [1, 2, 3, 4, 5, 7]
  /// ```
  ///
  /// When one sequence has ended, the rest of the other one follows, so no element is left out.
  ///
  /// - Parameter other: The sequence that has the second turn.
  @inlinable
  public func interleaved<Other: Sequence<Element>>(with other: Other) -> Interleaved<Self, Other> {
    Interleaved(first: self, second: other)
  }
}

extension AsyncSequence {
  /// Returns the elements of this sequence and of another one in turn, as ``Swift/Sequence/interleaved(with:)`` does.
  ///
  /// ```swift
  /// for try await job in urgent.interleaved(with: ordinary) { … }
  /// ```
  ///
  /// Each turn waits for its element, so the order is always the same. If you want elements as they come, use `merge`
  /// of swift-async-algorithms. When one sequence throws, both have ended. Cancellation is up to the sequences.
  ///
  /// - Parameter other: The sequence that has the second turn.
  @inlinable
  public func interleaved<Other: AsyncSequence>(
    with other: Other
  ) -> AsyncInterleaved<Self, Other> where Other.Element == Element, Other.Failure == Failure {
    AsyncInterleaved(first: self, second: other)
  }
}

/// The elements of two sequences in turn. `interleaved(with:)` returns it.
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

/// The elements of two asynchronous sequences in turn. `interleaved(with:)` returns it.
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

    /// Returns the next element, or nil at the end.
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

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(First.Failure) -> First.Element? { try await next(isolation: nil) }
  }
}

extension AsyncInterleaved: Sendable where First: Sendable, Second: Sendable {}

/// Which of two sequences has the turn, until both have ended.
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

  /// The sequence that has the turn has ended.
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
