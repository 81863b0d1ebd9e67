extension Sequence {
  /// Neighbours with the same key together, each run with its key, in order.
  ///
  /// ```swift
  /// for (level, entries) in log.runs(by: \.level) { print(level, entries.count) }
  /// [1, 3, 2, 4, 5].runs(by: { $0 % 2 })  // (1, [1, 3]) · (0, [2, 4]) · (1, [5])
  /// ```
  ///
  /// Only what stands next to each other is put together, as by Python's `itertools.groupby`: a key may come again.
  ///
  /// - Parameters:
  ///   - key: What the elements of a run have in common. It is asked once for each element.
  ///   - limit: How many elements a run holds at most, so that memory has a bound: at least 1. A longer run comes in
  ///     several, one after the other. There is no limit by default.
  /// - Complexity: One array for each run.
  @inlinable
  public func runs<Key: Equatable>(
    by key: @escaping (Element) -> Key,
    limit: Int = .max
  ) -> Runs<Self, Key> {
    require(limit >= 1, "A run holds 1 or more elements, not \(limit).")
    return Runs(base: self, limit: limit, key: key)
  }
}

/// Neighbours with the same key together. `runs(by:limit:)` makes it.
public struct Runs<Base: Sequence, Key: Equatable>: Sequence {
  @usableFromInline let base: Base
  @usableFromInline let limit: Int
  @usableFromInline let key: (Base.Element) -> Key

  @inlinable
  init(base: Base, limit: Int, key: @escaping (Base.Element) -> Key) {
    self.base = base
    self.limit = limit
    self.key = key
  }

  @inlinable
  public func makeIterator() -> Iterator { Iterator(base: base.makeIterator(), limit: limit, key: key) }

  public struct Iterator: IteratorProtocol {
    @usableFromInline var base: Base.Iterator
    @usableFromInline let limit: Int
    @usableFromInline let key: (Base.Element) -> Key
    /// The first element of the next run, which ended the last one.
    @usableFromInline var first: (key: Key, element: Base.Element)?
    @usableFromInline var isFinished = false

    @inlinable
    init(base: Base.Iterator, limit: Int, key: @escaping (Base.Element) -> Key) {
      self.base = base
      self.limit = limit
      self.key = key
    }

    @inlinable
    public mutating func next() -> (key: Key, elements: [Base.Element])? {
      guard let (key, first) = first.take() ?? read() else { return nil }
      var run = [first]
      while run.count < limit, let element = read() {
        guard element.key == key else {
          self.first = element
          break
        }
        run.append(element.element)
      }
      return (key, run)
    }

    /// The next element with its key, or nil at the end.
    @inlinable
    mutating func read() -> (key: Key, element: Base.Element)? {
      guard !isFinished else { return nil }
      guard let element = base.next() else {
        isFinished = true
        return nil
      }
      return (key(element), element)
    }
  }
}

extension Runs: LazySequenceProtocol where Base: LazySequenceProtocol {}
