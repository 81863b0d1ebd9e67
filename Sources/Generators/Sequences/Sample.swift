internal import PlatformC

extension Sequence {
  /// Returns `count` random elements in one pass. Each element has the same chance, and the length need not be known.
  ///
  /// ```swift
  /// let some = try withLines(at: path) { lines in lines.map(\.string).sample(20, using: &generator) }
  /// ```
  ///
  /// The elements come in no particular order. With a seeded generator, the same sequence gives the same sample.
  ///
  /// - Parameters:
  ///   - count: The most elements that are returned, at least 0.
  ///   - generator: The source of randomness. It makes three draws for each element that enters the sample. In a
  ///     sequence of *n* elements these are about `count · ln(n / count)`.
  /// - Complexity: Memory for `count` elements. O(1) for each element that enters the sample, and a counter for each
  ///   other one (algorithm L of Kim-Hung Li, 1994).
  @inlinable
  public func sample(_ count: Int, using generator: inout some RandomNumberGenerator) -> [Element] {
    var reservoir = Reservoir<Element>(count: count)
    for element in self { reservoir.add(element, using: &generator) }
    return reservoir.elements
  }
}

extension AsyncSequence {
  /// Returns `count` random elements in one pass, as ``Swift/Sequence/sample(_:using:)`` does.
  ///
  /// - Parameters:
  ///   - count: The most elements that are returned, at least 0.
  ///   - generator: The source of randomness.
  ///   - actor: The actor of the caller. Do not pass it.
  /// - Throws: The error of the sequence. Cancellation is up to the sequence.
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

/// A sample of the elements so far.
@usableFromInline
struct Reservoir<Element> {
  @usableFromInline let count: Int
  @usableFromInline var elements: [Element] = []
  /// How many elements to skip before the next one that enters the sample.
  @usableFromInline var passed = 0
  /// Imagine that each element draws a random number and the elements with the smallest numbers are the sample. This is
  /// the largest number in the sample.
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

  /// Draws how many elements to skip.
  @usableFromInline
  mutating func choose(using generator: inout some RandomNumberGenerator) {
    largest *= exp(log(Self.draw(using: &generator)) / Double(count))
    let distance = log(Self.draw(using: &generator)) / log1p(-largest)
    passed = distance < Double(Int.max / 2) ? Int(distance) : .max
  }

  /// Returns a number greater than 0 and less than 1.
  private static func draw(using generator: inout some RandomNumberGenerator) -> Double {
    Double.random(in: Double.leastNormalMagnitude..<1, using: &generator)
  }
}
