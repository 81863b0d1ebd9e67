extension Sequence {
  /// Returns neighboring elements with equal keys in arrays, each with its key, in order.
  ///
  /// ```swift
  /// for (level, entries) in log.runs(by: \.level) { print(level, entries.count) }
  /// [1, 3, 2, 4, 5].runs(by: { $0 % 2 })  // (1, [1, 3]) · (0, [2, 4]) · (1, [5])
  /// ```
  ///
  /// Only neighbors are grouped, as in Python's `itertools.groupby`, so a key can come again.
  ///
  /// - Parameters:
  ///   - key: Returns the key of an element. It is called once for each element.
  ///   - limit: The most elements in a run, at least 1, so that memory is bounded. A longer run is delivered in several
  ///     pieces. The default is no limit.
  /// - Complexity: One array for each run.
  @inlinable
  public func runs<Key: Equatable>(
    by key: @escaping (Element) -> Key,
    limit: Int = .max
  ) -> TransformedSequence<Self, RunGrouping<Element, Key>> {
    TransformedSequence(base: self, transform: RunGrouping(limit: limit, key: key))
  }
}

extension AsyncSequence {
  /// Returns neighboring elements with equal keys in arrays, as ``Swift/Sequence/runs(by:limit:)`` does.
  ///
  /// When the sequence throws, the run that was begun comes first and then the error (rule G8). Cancellation is up to
  /// the sequence.
  ///
  /// - Parameters:
  ///   - key: Returns the key of an element. It is called once for each element.
  ///   - limit: The most elements in a run, at least 1. The default is no limit.
  @inlinable
  public func runs<Key: Equatable>(
    by key: @escaping @Sendable (Element) -> Key,
    limit: Int = .max
  ) -> AsyncTransformedSequence<Self, RunGrouping<Element, Key>> {
    AsyncTransformedSequence(base: self, transform: RunGrouping(limit: limit, key: key))
  }
}

/// The rule of `runs(by:limit:)`.
public struct RunGrouping<Element, Key: Equatable>: StreamTransform {
  @usableFromInline let limit: Int
  @usableFromInline let key: (Element) -> Key
  /// The key of the run that is begun; nil if it has no elements.
  @usableFromInline var runKey: Key?
  @usableFromInline var run: [Element] = []
  /// How many elements the previous run had. Room for as many is made at once, which is at most twice what all runs need.
  @usableFromInline var previousCount = 0
  /// A complete run that is not delivered yet.
  @usableFromInline var closed: (key: Key, elements: [Element])?

  @inlinable
  init(limit: Int, key: @escaping (Element) -> Key) {
    require(limit >= 1, "A run holds 1 or more elements, not \(limit).")
    self.limit = limit
    self.key = key
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let key = key(element)
    if let runKey, runKey == key {
      run.append(element)
    } else {
      finish()
      runKey = key
      run.reserveCapacity(previousCount)
      run.append(element)
    }
  }

  @inlinable
  public mutating func next() -> (key: Key, elements: [Element])? {
    if run.count >= limit { finish() }
    guard closed != nil else { return nil }
    return closed.take()
  }

  @inlinable
  public mutating func finish() {
    guard let key = runKey.take() else { return }
    closed = (key, run)
    previousCount = run.count
    run = []
  }
}
