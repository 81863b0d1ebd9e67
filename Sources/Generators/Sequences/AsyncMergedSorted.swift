extension Sequence where Element: AsyncSequence {
  /// The elements of these sorted asynchronous sequences, sorted.
  ///
  /// ```swift
  /// let logs = paths.map { AsyncLines(at: $0) }
  /// for try await line in logs.mergedSorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) { … }
  /// ```
  ///
  /// Of equal elements those of an earlier sequence come first. One element of each is held, and none is delivered before
  /// those of all the others are known. A sequence is asked, one after the other, when its element has been delivered and
  /// a further one is wanted. What is not sorted is merged none the less, each time with the least of the elements that
  /// come next; none is left out.
  ///
  /// When one throws, the others are not asked any more: the elements held of them come first, sorted, and the error after
  /// them, and all have ended. Cancellation is up to the sequences.
  ///
  /// - Parameter areInIncreasingOrder: Whether the first of two elements goes before the second: the order in which all are
  ///   sorted.
  /// - Complexity: About log₂ *k* comparisons for each element of *k* sequences.
  @inlinable
  public func mergedSorted(
    by areInIncreasingOrder: @escaping @Sendable (Element.Element, Element.Element) -> Bool
  ) -> AsyncMergedSorted<Element> {
    AsyncMergedSorted(streams: Array(self), precedes: areInIncreasingOrder)
  }
}

/// The elements of any number of sorted asynchronous sequences, sorted. `mergedSorted(by:)` makes it.
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
    /// Whether a stream has thrown: none is asked after that.
    @usableFromInline var hasFailed = false
    @usableFromInline var failure: Base.Failure?

    @inlinable
    init(streams: [Base.AsyncIterator], precedes: @escaping @Sendable (Base.Element, Base.Element) -> Bool) {
      self.streams = streams
      tournament = MergeTournament(streams: streams.count, precedes: precedes)
    }

    /// The next element, or nil at the end.
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

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Base.Element? { try await next(isolation: nil) }

    /// Asks the streams of which no element is held and one is needed.
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
