extension Sequence where Element: Hashable {
  /// Returns the elements without repetitions, as far as earlier elements are remembered.
  ///
  /// ```swift
  /// for address in requests.lazy.map(\.address).unique(remembering: 100_000) { … }
  /// Array([1, 2, 1, 3, 2].unique(remembering: 10))  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter count: How many different elements are remembered, at least 1. The last `count` elements are
  ///   remembered, and at most twice as many. An element that comes again counts as new among them. An element that has
  ///   been forgotten is delivered again.
  /// - Complexity: Memory for 2 · `count` elements at most.
  @inlinable
  public func unique(remembering count: Int) -> TransformedSequence<Self, UniqueFiltering<Element, Element>> {
    unique(remembering: count, by: { $0 })
  }
}

extension Sequence {
  /// Returns the elements without those whose key came before, as far as earlier keys are remembered.
  ///
  /// ```swift
  /// for event in events.unique(remembering: 100_000, by: \.id) { try handle(event) }
  /// ```
  ///
  /// - Parameters:
  ///   - count: How many different keys are remembered, at least 1. The last `count` keys are remembered, and at most
  ///     twice as many. A key that comes again counts as new among them. An element whose key has been forgotten is
  ///     delivered again.
  ///   - key: Returns the key of an element. It is called once for each element.
  /// - Complexity: Memory for 2 · `count` keys at most.
  @inlinable
  public func unique<Key: Hashable>(
    remembering count: Int,
    by key: @escaping (Element) -> Key
  ) -> TransformedSequence<Self, UniqueFiltering<Element, Key>> {
    TransformedSequence(base: self, transform: UniqueFiltering(count: count, key: key))
  }
}

extension AsyncSequence where Element: Hashable {
  /// Returns the elements without repetitions, as ``Swift/Sequence/unique(remembering:)`` does.
  ///
  /// Cancellation is up to the sequence.
  ///
  /// - Parameter count: How many different elements are remembered, at least 1.
  @inlinable
  public func unique(remembering count: Int) -> AsyncTransformedSequence<Self, UniqueFiltering<Element, Element>> {
    AsyncTransformedSequence(base: self, transform: UniqueFiltering(count: count, key: { $0 }))
  }
}

extension AsyncSequence {
  /// Returns the elements without those whose key came before, as ``Swift/Sequence/unique(remembering:by:)`` does.
  ///
  /// Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - count: How many different keys are remembered, at least 1.
  ///   - key: Returns the key of an element. It is called once for each element.
  @inlinable
  public func unique<Key: Hashable>(
    remembering count: Int,
    by key: @escaping @Sendable (Element) -> Key
  ) -> AsyncTransformedSequence<Self, UniqueFiltering<Element, Key>> {
    AsyncTransformedSequence(base: self, transform: UniqueFiltering(count: count, key: key))
  }
}

/// The rule of `unique(remembering:)`.
public struct UniqueFiltering<Element, Key: Hashable>: StreamTransform {
  @usableFromInline let count: Int
  @usableFromInline let key: (Element) -> Key
  /// The last keys, fewer than `count`, and the `count` keys before them. With two sets, forgetting costs nothing.
  @usableFromInline var recent: Set<Key> = []
  @usableFromInline var older: Set<Key> = []
  @usableFromInline var new: Element?

  @inlinable
  init(count: Int, key: @escaping (Element) -> Key) {
    require(count >= 1, "unique(remembering:) remembers 1 or more elements, not \(count).")
    self.count = count
    self.key = key
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let key = key(element)
    guard recent.insert(key).inserted else { return }
    if !older.contains(key) { new = element }
    guard recent.count == count else { return }
    older = recent
    recent = []
  }

  @inlinable
  public mutating func next() -> Element? { new.take() }
}
