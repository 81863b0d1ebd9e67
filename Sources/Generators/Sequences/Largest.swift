extension Sequence {
  /// The `count` largest elements, the largest first.
  ///
  /// ```swift
  /// let slowest = try withLines(at: path) { lines in lines.map(Request.init).largest(10, by: { $0.time < $1.time }) }
  /// [3, 9, 1, 7].largest(2, by: <)  // [9, 7]
  /// ```
  ///
  /// Of equal elements those that came earlier are kept, and come earlier. For the smallest turn the order round.
  ///
  /// - Parameters:
  ///   - count: How many, if there are so many: 0 or more.
  ///   - areInIncreasingOrder: Whether the first of two elements is smaller than the second.
  /// - Complexity: Memory for `count` elements. One comparison for an element that is not among them, O(log `count`) for
  ///   one that is.
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
  /// The `count` largest elements, the largest first, of a sequence that ends.
  ///
  /// ```swift
  /// let slowest = try await requests.largest(10, by: { $0.time < $1.time })
  /// ```
  ///
  /// Of equal elements those that came earlier are kept, and come earlier. For the smallest turn the order round.
  ///
  /// - Parameters:
  ///   - count: How many, if there are so many: 0 or more.
  ///   - areInIncreasingOrder: Whether the first of two elements is smaller than the second.
  /// - Throws: What the sequence throws; cancellation is up to it.
  /// - Complexity: Memory for `count` elements. One comparison for an element that is not among them, O(log `count`) for
  ///   one that is.
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

/// The largest elements so far, in a heap with the one on top that is the first to go.
@usableFromInline
struct LargestElements<Element> {
  @usableFromInline let count: Int
  /// With the number of each, by which equal elements keep their order.
  @usableFromInline var heap: [(element: Element, number: Int)] = []
  @usableFromInline var added = 0

  @inlinable
  init(count: Int) {
    require(count >= 0, "The largest 0 or more are asked for, not \(count).")
    self.count = count
  }

  @inlinable
  mutating func add(_ element: Element, by precedes: (Element, Element) throws -> Bool) rethrows {
    added &+= 1
    if heap.count < count {
      heap.append((element, added))
      try siftUp(by: precedes)
    } else if count > 0, try precedes(heap[0].element, element) {
      heap[0] = (element, added)
      try siftDown(by: precedes)
    }
  }

  @inlinable
  func sorted(by precedes: (Element, Element) throws -> Bool) rethrows -> [Element] {
    try heap.sorted { try goes($1, before: $0, precedes) }.map(\.element)
  }

  /// Whether the first of two is the first to go: the smaller, and of equal ones the later.
  @inlinable
  func goes(
    _ left: (element: Element, number: Int),
    before right: (element: Element, number: Int),
    _ precedes: (Element, Element) throws -> Bool
  ) rethrows -> Bool {
    if try precedes(left.element, right.element) { return true }
    if try precedes(right.element, left.element) { return false }
    return left.number > right.number
  }

  @inlinable
  mutating func siftUp(by precedes: (Element, Element) throws -> Bool) rethrows {
    var index = heap.count - 1
    while index > 0, try goes(heap[index], before: heap[(index - 1) / 2], precedes) {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  @inlinable
  mutating func siftDown(by precedes: (Element, Element) throws -> Bool) rethrows {
    var index = 0
    while 2 * index + 1 < heap.count {
      var child = 2 * index + 1
      if child + 1 < heap.count, try goes(heap[child + 1], before: heap[child], precedes) { child += 1 }
      guard try goes(heap[child], before: heap[index], precedes) else { return }
      heap.swapAt(index, child)
      index = child
    }
  }
}
