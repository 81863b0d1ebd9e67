extension Sequence where Element: Sequence {
  /// The elements of these sorted sequences, sorted.
  ///
  /// ```swift
  /// for entry in [frontend, backend, database].mergedSorted(by: { $0.time < $1.time }) { … }
  /// Array([[1, 4, 7], [2, 5], [3, 6]].mergedSorted(by: <))  // [1, 2, 3, 4, 5, 6, 7]
  /// ```
  ///
  /// Of equal elements those of an earlier sequence come first. One element of each is held, and a sequence is asked for
  /// its next one when the one before has been delivered and a further one is wanted. What is not sorted is merged none
  /// the less, each time with the least of the elements that come next; none is left out. Sequences of two different types
  /// are merged by ``Swift/Sequence/merged(withSorted:by:)``.
  ///
  /// - Parameter areInIncreasingOrder: Whether the first of two elements goes before the second: the order in which all are
  ///   sorted.
  /// - Complexity: About log₂ *k* comparisons for each element of *k* sequences.
  @inlinable
  public func mergedSorted(
    by areInIncreasingOrder: @escaping (Element.Element, Element.Element) -> Bool
  ) -> MergedSorted<Element> {
    MergedSorted(streams: Array(self), precedes: areInIncreasingOrder)
  }
}

/// The elements of any number of sorted sequences, sorted. `mergedSorted(by:)` makes it.
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
