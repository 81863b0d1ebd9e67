extension Sequence where Element: Sequence {
  /// Returns the elements of these sorted sequences, sorted.
  ///
  /// ```swift
  /// for entry in [frontend, backend, database].mergedSorted(by: { $0.time < $1.time }) { … }
  /// Array([[1, 4, 7], [2, 5], [3, 6]].mergedSorted(by: <))  // [1, 2, 3, 4, 5, 6, 7]
  /// ```
  ///
  /// If elements are equal, the one of the earlier sequence comes first. One element of each sequence is held. A
  /// sequence is asked for its next element when its previous one has been delivered and another one is wanted.
  /// Sequences that are not sorted lose nothing: the least of the elements that come next is delivered each time. For
  /// two sequences of different types, use ``Swift/Sequence/merged(withSorted:by:)``.
  ///
  /// - Parameter areInIncreasingOrder: Whether the first of two elements comes before the second.
  /// - Complexity: About log₂ *k* comparisons for each element of *k* sequences.
  @inlinable
  public func mergedSorted(
    by areInIncreasingOrder: @escaping (Element.Element, Element.Element) -> Bool
  ) -> MergedSorted<Element> {
    MergedSorted(streams: Array(self), precedes: areInIncreasingOrder)
  }
}

extension Sequence where Element: AsyncSequence {
  /// Returns the elements of these sorted asynchronous sequences, sorted, as the form for sequences does.
  ///
  /// ```swift
  /// let logs = paths.map { AsyncLines(at: $0) }
  /// for try await line in logs.mergedSorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) { … }
  /// ```
  ///
  /// No element is delivered before the next elements of all other sequences are known. The sequences are asked one
  /// after the other. When one throws, the others are not asked again: the elements that are held of them come first,
  /// sorted, and then the error, and all have ended. Cancellation is up to the sequences.
  ///
  /// - Parameter areInIncreasingOrder: Whether the first of two elements comes before the second.
  @inlinable
  public func mergedSorted(
    by areInIncreasingOrder: @escaping @Sendable (Element.Element, Element.Element) -> Bool
  ) -> AsyncMergedSorted<Element> {
    AsyncMergedSorted(streams: Array(self), precedes: areInIncreasingOrder)
  }
}

/// The elements of any number of sorted sequences, sorted. `mergedSorted(by:)` returns it.
public struct MergedSorted<Base: Sequence>: Sequence {
  public typealias Element = Base.Element

  @usableFromInline let streams: [Base]
  @usableFromInline let precedes: (Base.Element, Base.Element) -> Bool

  @inlinable
  init(streams: [Base], precedes: @escaping (Base.Element, Base.Element) -> Bool) {
    self.streams = streams
    self.precedes = precedes
  }

  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(streams: streams.map { $0.makeIterator() }, precedes: precedes)
  }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var streams: [Base.Iterator]
    @usableFromInline var tournament: MergeTournament<Base.Element>
    @usableFromInline var hasBegun = false

    @inlinable
    init(streams: [Base.Iterator], precedes: @escaping (Base.Element, Base.Element) -> Bool) {
      self.streams = streams
      tournament = MergeTournament(streams: streams.count, precedes: precedes)
    }

    @inlinable
    public mutating func next() -> Base.Element? {
      if let stream = tournament.taken {
        tournament.replaceTaken(with: streams[stream].next())
      } else if !hasBegun {
        hasBegun = true
        for stream in streams.indices {
          if let element = streams[stream].next() { tournament.add(element, of: stream) }
        }
        tournament.begin()
      }
      return tournament.takeFirst()
    }
  }
}

extension MergedSorted: LazySequenceProtocol where Base: LazySequenceProtocol {}

/// The elements of any number of sorted asynchronous sequences, sorted. `mergedSorted(by:)` returns it.
public struct AsyncMergedSorted<Base: AsyncSequence>: AsyncSequence {
  public typealias Element = Base.Element
  public typealias Failure = Base.Failure

  @usableFromInline let streams: [Base]
  @usableFromInline let precedes: @Sendable (Base.Element, Base.Element) -> Bool

  @inlinable
  init(streams: [Base], precedes: @escaping @Sendable (Base.Element, Base.Element) -> Bool) {
    self.streams = streams
    self.precedes = precedes
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(streams: streams.map { $0.makeAsyncIterator() }, precedes: precedes)
  }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var streams: [Base.AsyncIterator]
    @usableFromInline var tournament: MergeTournament<Base.Element>
    @usableFromInline var hasBegun = false
    /// Whether a stream has thrown. After that, none is asked again.
    @usableFromInline var hasFailed = false
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(streams: [Base.AsyncIterator], precedes: @escaping @Sendable (Base.Element, Base.Element) -> Bool) {
      self.streams = streams
      tournament = MergeTournament(streams: streams.count, precedes: precedes)
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Base.Element? {
      do {
        try await askStreams(isolation: actor)
      } catch {
        hasFailed = true
        failure = error
        tournament.replaceTaken(with: nil)
      }
      if let element = tournament.takeFirst() { return element }
      if let failure = failure.take() { throw failure }
      return nil
    }

    /// Returns the next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }

    /// Asks the streams whose next element is needed and not held.
    @inlinable
    mutating func askStreams(isolation actor: isolated (any Actor)?) async throws(Base.Failure) {
      if let stream = tournament.taken {
        tournament.replaceTaken(with: hasFailed ? nil : try await streams[stream].next(isolation: actor))
      } else if !hasBegun {
        hasBegun = true
        defer { tournament.begin() }
        for stream in streams.indices {
          if let element = try await streams[stream].next(isolation: actor) { tournament.add(element, of: stream) }
        }
      }
    }
  }
}

extension AsyncMergedSorted: Sendable where Base: Sendable {}
