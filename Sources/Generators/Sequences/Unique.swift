extension Sequence where Element: Hashable {
  /// The elements without those that were there before, as far as that is remembered.
  ///
  /// ```swift
  /// for address in requests.lazy.map(\.address).unique(remembering: 100_000) { … }
  /// Array([1, 2, 1, 3, 2].unique(remembering: 10))  // [1, 2, 3]
  /// ```
  ///
  /// - Parameter count: How many different elements are remembered: at least 1. The last so many are, whenever one was
  ///   there again counting anew, and at most twice as many. What has been forgotten is delivered again.
  /// - Complexity: Memory for 2 · `count` elements at most.
  @inlinable
  public func unique(remembering count: Int) -> Shaped<Self, UniqueFiltering<Element, Element>> {
    unique(remembering: count, by: { $0 })
  }
}

extension Sequence {
  /// The elements without those whose key was there before, as far as that is remembered.
  ///
  /// ```swift
  /// for event in events.unique(remembering: 100_000, by: \.id) { try handle(event) }
  /// ```
  ///
  /// - Parameters:
  ///   - count: How many different keys are remembered: at least 1. The last so many are, whenever one was there again
  ///     counting anew, and at most twice as many. An element whose key has been forgotten is delivered again.
  ///   - key: What makes an element the same as another. It is asked once for each.
  /// - Complexity: Memory for 2 · `count` keys at most.
  @inlinable
  public func unique<Key: Hashable>(
    remembering count: Int,
    by key: @escaping (Element) -> Key
  ) -> Shaped<Self, UniqueFiltering<Element, Key>> {
    Shaped(base: self, rule: UniqueFiltering(count: count, key: key))
  }
}

extension AsyncSequence where Element: Hashable {
  /// The elements without those that were there before, as far as that is remembered.
  ///
  /// ```swift
  /// for try await address in addresses.unique(remembering: 100_000) { … }
  /// ```
  ///
  /// Cancellation is up to the sequence.
  ///
  /// - Parameter count: How many different elements are remembered: at least 1. The last so many are, whenever one was
  ///   there again counting anew, and at most twice as many. What has been forgotten is delivered again.
  /// - Complexity: Memory for 2 · `count` elements at most.
  @inlinable
  public func unique(remembering count: Int) -> AsyncShaped<Self, UniqueFiltering<Element, Element>> {
    AsyncShaped(base: self, rule: UniqueFiltering(count: count, key: { $0 }))
  }
}

extension AsyncSequence {
  /// The elements without those whose key was there before, as far as that is remembered.
  ///
  /// ```swift
  /// for try await event in events.unique(remembering: 100_000, by: \.id) { try await handle(event) }
  /// ```
  ///
  /// Cancellation is up to the sequence.
  ///
  /// - Parameters:
  ///   - count: How many different keys are remembered: at least 1. The last so many are, whenever one was there again
  ///     counting anew, and at most twice as many. An element whose key has been forgotten is delivered again.
  ///   - key: What makes an element the same as another. It is asked once for each.
  /// - Complexity: Memory for 2 · `count` keys at most.
  @inlinable
  public func unique<Key: Hashable>(
    remembering count: Int,
    by key: @escaping @Sendable (Element) -> Key
  ) -> AsyncShaped<Self, UniqueFiltering<Element, Key>> {
    AsyncShaped(base: self, rule: UniqueFiltering(count: count, key: key))
  }
}

/// The rule of `unique(remembering:)`.
public struct UniqueFiltering<Element, Key: Hashable>: ShapingRule {
  @usableFromInline let count: Int
  @usableFromInline let key: (Element) -> Key
  /// The keys that came last, fewer than `count`, and the `count` before them: two sets, so that forgetting costs nothing.
  @usableFromInline var recent: Set<Key> = []
  @usableFromInline var older: Set<Key> = []
  @usableFromInline var new: Element?

  @inlinable
  init(count: Int, key: @escaping (Element) -> Key) {
    require(count >= 1, "To leave out what was there before, 1 or more is remembered, not \(count).")
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
