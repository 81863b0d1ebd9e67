internal import PlatformC

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
  ///   - generator: Where the randomness comes from: three draws for each element that comes into the sample, of which
  ///     there are about `count · ln(n / count)` in a sequence of *n*.
  /// - Complexity: Memory for `count` elements, O(1) for each element, and next to nothing for one that does not come into the sample (Li's
  ///   algorithm L, 1994).
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
  ///   - generator: Where the randomness comes from: three draws for each element that comes into the sample, of which
  ///     there are about `count · ln(n / count)` in a sequence of *n*.
  /// - Throws: What the sequence throws; cancellation is up to it.
  /// - Complexity: Memory for `count` elements, O(1) for each element, and next to nothing for one that does not come into the sample (Li's
  ///   algorithm L, 1994).
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
  /// How many elements to pass over before the next one that comes into the sample.
  @usableFromInline var passed = 0
  /// The largest of `count` random numbers that the elements of the sample would have drawn, if each element drew one and
  /// those with the smallest were the sample.
  private var largest = 1.0

  @usableFromInline
  init(count: Int) {
    require(count >= 0, "A sample has 0 or more elements, not \(count).")
    self.count = count
  }

  @inlinable
  mutating func add(_ element: Element, using generator: inout some RandomNumberGenerator) {
    guard elements.count == count else {
      elements.append(element)
      return elements.count == count ? choose(using: &generator) : ()
    }
    guard passed == 0 else {
      passed &-= 1
      return
    }
    guard count > 0 else { return }
    elements[Int.random(in: 0..<count, using: &generator)] = element
    choose(using: &generator)
  }

  /// Draws how far it is to the next element of the sample.
  @usableFromInline
  mutating func choose(using generator: inout some RandomNumberGenerator) {
    largest *= exp(log(Self.draw(using: &generator)) / Double(count))
    let distance = log(Self.draw(using: &generator)) / log1p(-largest)
    passed = distance < Double(Int.max / 2) ? Int(distance) : .max
  }

  /// A number over 0 and below 1.
  private static func draw(using generator: inout some RandomNumberGenerator) -> Double {
    Double.random(in: Double.leastNormalMagnitude..<1, using: &generator)
  }
}
