extension Sequence {
  /// `count` elements taken at random, each with the same chance, in one pass over a sequence whose length nobody knows.
  ///
  /// ```swift
  /// let some = try withLines(at: path) { lines in lines.map(\.string).sample(20, using: &generator) }
  /// ```
  ///
  /// They come in no particular order. With a generator that is seeded the same sequence gives the same sample.
  ///
  /// - Parameters:
  ///   - count: How many, if there are so many: 0 or more.
  ///   - generator: Where the randomness comes from: one draw for each element after the first `count`.
  /// - Complexity: Memory for `count` elements, O(1) for each element (Vitter's algorithm R).
  @inlinable
  public func sample(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Element] {
    var reservoir = Reservoir<Element>(count: count)
    for element in self { reservoir.add(element, using: &generator) }
    return reservoir.elements
  }
}

extension AsyncSequence {
  /// `count` elements taken at random, each with the same chance, in one pass over a sequence whose length nobody knows.
  ///
  /// ```swift
  /// let some = try await AsyncLines(at: path).sample(20, using: &generator)
  /// ```
  ///
  /// They come in no particular order. With a generator that is seeded the same sequence gives the same sample.
  ///
  /// - Parameters:
  ///   - count: How many, if there are so many: 0 or more.
  ///   - generator: Where the randomness comes from: one draw for each element after the first `count`.
  /// - Throws: What the sequence throws; cancellation is up to it.
  /// - Complexity: Memory for `count` elements, O(1) for each element (Vitter's algorithm R).
  @inlinable
  public func sample(
    _ count: Int,
    using generator: inout some RandomNumberGenerator,
    isolation actor: isolated (any Actor)? = #isolation
  ) async throws(Failure) -> [Element] {
    var reservoir = Reservoir<Element>(count: count)
    var iterator = makeAsyncIterator()
    while let element = try await iterator.next(isolation: actor) { reservoir.add(element, using: &generator) }
    return reservoir.elements
  }
}

/// A sample of what has come so far.
@usableFromInline
struct Reservoir<Element> {
  @usableFromInline let count: Int
  @usableFromInline var elements: [Element] = []
  @usableFromInline var added = 0

  @inlinable
  init(count: Int) {
    precondition(count >= 0, "A sample has 0 or more elements, not \(count).")
    self.count = count
  }

  @inlinable
  mutating func add(_ element: Element, using generator: inout some RandomNumberGenerator) {
    added &+= 1
    guard elements.count == count else { return elements.append(element) }
    guard count > 0 else { return }
    let place = Int.random(in: 0..<added, using: &generator)
    if place < count { elements[place] = element }
  }
}
