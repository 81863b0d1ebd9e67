extension Sequence {
  /// Returns the `count` largest elements, the largest first.
  ///
  /// ```swift
  /// let slowest = try withLines(at: path) { lines in lines.map(Request.init).largest(10, by: { $0.time < $1.time }) }
  /// [3, 9, 1, 7].largest(2, by: <)  // [9, 7]
  /// ```
  ///
  /// Of equal elements the earlier ones are kept, and they come first. For the smallest elements, reverse the order.
  ///
  /// - Parameters:
  ///   - count: The most elements that are returned, at least 0.
  ///   - areInIncreasingOrder: Whether the first of two elements is smaller than the second.
  /// - Complexity: Memory for `count` elements. One comparison for an element that is not among them, O(log `count`)
  ///   for one that is.
  @inlinable
  public func largest(
    _ count: Int,
    by areInIncreasingOrder: (Element, Element) throws -> Bool
  ) rethrows -> [Element] {
    var largest = LargestElements<Element>(count: count)
    for element in self { try largest.add(element, by: areInIncreasingOrder) }
    return try largest.sorted(by: areInIncreasingOrder)
  }
}

extension AsyncSequence {
  /// Returns the `count` largest elements of a sequence that ends, as ``Swift/Sequence/largest(_:by:)`` does.
  ///
  /// - Parameters:
  ///   - count: The most elements that are returned, at least 0.
  ///   - actor: The actor of the caller. Do not pass it.
  ///   - areInIncreasingOrder: Whether the first of two elements is smaller than the second.
  /// - Throws: The error of the sequence. Cancellation is up to the sequence.
  @inlinable
  public func largest(
    _ count: Int,
    isolation actor: isolated (any Actor)? = #isolation,
    by areInIncreasingOrder: (Element, Element) -> Bool
  ) async throws(Failure) -> [Element] {
    var largest = LargestElements<Element>(count: count)
    var iterator = makeAsyncIterator()
    while let element = try await iterator.next(isolation: actor) { largest.add(element, by: areInIncreasingOrder) }
    return largest.sorted(by: areInIncreasingOrder)
  }
}

/// The largest elements so far. The one that is replaced next is the first of the heap.
@usableFromInline
struct LargestElements<Element> {
  /// An element and its position, by which equal elements keep their order.
  @usableFromInline typealias Numbered = (element: Element, number: Int)

  @usableFromInline let count: Int
  @usableFromInline var heap = BinaryHeap<Numbered>()
  @usableFromInline var added = 0

  @inlinable
  init(count: Int) {
    require(count >= 0, "The number of largest elements is at least 0, not \(count).")
    self.count = count
  }

  @inlinable
  mutating func add(_ element: Element, by precedes: (Element, Element) throws -> Bool) rethrows {
    added &+= 1
    if heap.elements.count < count {
      try heap.insert((element, added), by: { try Self.isReplaced($0, before: $1, precedes) })
    } else if count > 0, try precedes(heap.elements[0].element, element) {
      try heap.replaceFirst(with: (element, added), by: { try Self.isReplaced($0, before: $1, precedes) })
    }
  }

  @inlinable
  func sorted(by precedes: (Element, Element) throws -> Bool) rethrows -> [Element] {
    try heap.elements.sorted { try Self.isReplaced($1, before: $0, precedes) }.map(\.element)
  }

  /// Whether the first of two elements is replaced first: the smaller one, and of equal ones the later one.
  @inlinable
  @inline(__always)
  static func isReplaced(
    _ left: Numbered,
    before right: Numbered,
    _ precedes: (Element, Element) throws -> Bool
  ) rethrows -> Bool {
    if try precedes(left.element, right.element) { return true }
    if try precedes(right.element, left.element) { return false }
    return left.number > right.number
  }
}
