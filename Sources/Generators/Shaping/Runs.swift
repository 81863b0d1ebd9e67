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
  ) -> Shaped<Self, RunGrouping<Element, Key>> {
    Shaped(base: self, rule: RunGrouping(limit: limit, key: key))
  }
}

extension AsyncSequence {
  /// Neighbours with the same key together, each run with its key, in order.
  ///
  /// ```swift
  /// for try await (level, entries) in log.runs(by: \.level) { print(level, entries.count) }
  /// ```
  ///
  /// Only what stands next to each other is put together, as by Python's `itertools.groupby`: a key may come again.
  /// Where the sequence throws, the run begun comes first and the error after it. Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - key: What the elements of a run have in common. It is asked once for each element.
  ///   - limit: How many elements a run holds at most, so that memory has a bound: at least 1. A longer run comes in
  ///     several, one after the other. There is no limit by default.
  /// - Complexity: One array for each run.
  @inlinable
  public func runs<Key: Equatable>(
    by key: @escaping @Sendable (Element) -> Key,
    limit: Int = .max
  ) -> AsyncShaped<Self, RunGrouping<Element, Key>> {
    AsyncShaped(base: self, rule: RunGrouping(limit: limit, key: key))
  }
}

/// The rule of `runs(by:limit:)`.
public struct RunGrouping<Element, Key: Equatable>: ShapingRule {
  public typealias Run = (key: Key, elements: [Element])

  @usableFromInline let limit: Int
  @usableFromInline let key: (Element) -> Key
  @usableFromInline var current: Key?
  @usableFromInline var elements: [Element] = []
  @usableFromInline var closed: Run?
  @usableFromInline var isFinished = false

  @inlinable
  init(limit: Int, key: @escaping (Element) -> Key) {
    precondition(limit >= 1, "A run holds 1 or more elements, not \(limit).")
    self.limit = limit
    self.key = key
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let key = key(element)
    if current != key {
      closed = takeRun()
      current = key
    }
    elements.append(element)
  }

  @inlinable
  public mutating func next() -> Run? {
    if let run = closed.take() { return run }
    return elements.count >= limit || isFinished ? takeRun() : nil
  }

  @inlinable
  public mutating func finish() { isFinished = true }

  @inlinable
  mutating func takeRun() -> Run? {
    guard let key = current else { return nil }
    let run = (key: key, elements: elements)
    current = nil
    elements = []
    return run
  }
}
