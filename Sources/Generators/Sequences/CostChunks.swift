extension Sequence {
  /// Returns the elements in arrays whose total cost is at most `limit`, in order.
  ///
  /// ```swift
  /// for batch in lines.chunks(ofCost: 1_048_576, atMost: 500, cost: { $0.bytes.count }) { try send(batch) }
  /// Array([3, 4, 2, 9, 1].chunks(ofCost: 7) { $0 })  // [[3, 4], [2], [9], [1]]
  /// ```
  ///
  /// A chunk is delivered when its cost reaches the limit, or before an element that would exceed the limit. An element
  /// that costs more than the limit is a chunk of its own, so no element is left out. No chunk is empty.
  ///
  /// - Parameters:
  ///   - limit: The most that the elements of a chunk cost together, in the unit of `cost`, at least 1.
  ///   - count: The most elements in a chunk, at least 1. The default is no such limit.
  ///   - cost: Returns the cost of an element, such as its bytes, at least 0. It is called once for each element.
  /// - Complexity: One array for each chunk.
  @inlinable
  public func chunks(
    ofCost limit: Int,
    atMost count: Int = .max,
    cost: @escaping (Element) -> Int
  ) -> TransformedSequence<Self, CostChunking<Element>> {
    TransformedSequence(base: self, transform: CostChunking(limit: limit, count: count, cost: cost))
  }
}

extension AsyncSequence {
  /// Returns the elements in arrays by cost, as ``Swift/Sequence/chunks(ofCost:atMost:cost:)`` does.
  ///
  /// When the sequence throws, the chunk that was begun comes first and then the error (rule G8). Cancellation is up to
  /// the sequence.
  ///
  /// - Parameters:
  ///   - limit: The most that the elements of a chunk cost together, in the unit of `cost`, at least 1.
  ///   - count: The most elements in a chunk, at least 1. The default is no such limit.
  ///   - cost: Returns the cost of an element, such as its bytes, at least 0. It is called once for each element.
  @inlinable
  public func chunks(
    ofCost limit: Int,
    atMost count: Int = .max,
    cost: @escaping @Sendable (Element) -> Int
  ) -> AsyncTransformedSequence<Self, CostChunking<Element>> {
    AsyncTransformedSequence(base: self, transform: CostChunking(limit: limit, count: count, cost: cost))
  }
}

/// The rule of `chunks(ofCost:atMost:cost:)`.
public struct CostChunking<Element>: StreamTransform {
  @usableFromInline let limit: Int
  @usableFromInline let count: Int
  @usableFromInline let cost: (Element) -> Int
  @usableFromInline var chunk: [Element] = []
  @usableFromInline var total = 0
  /// A complete chunk that is not delivered yet.
  @usableFromInline var closed: [Element]?
  @usableFromInline var isFinished = false

  @inlinable
  init(limit: Int, count: Int, cost: @escaping (Element) -> Int) {
    require(limit >= 1, "The cost limit of a chunk is at least 1, not \(limit).")
    require(count >= 1, "A chunk holds 1 or more elements, not \(count).")
    self.limit = limit
    self.count = count
    self.cost = cost
  }

  @inlinable
  public mutating func add(_ element: Element) {
    let cost = cost(element)
    require(cost >= 0, "An element costs 0 or more, not \(cost).")
    if cost > limit &- total, !chunk.isEmpty { closed = takeChunk() }
    chunk.append(element)
    total &+= cost
  }

  @inlinable
  public mutating func next() -> [Element]? {
    if let chunk = closed.take() { return chunk }
    guard total >= limit || chunk.count >= count || isFinished && !chunk.isEmpty else { return nil }
    return takeChunk()
  }

  @inlinable
  public mutating func finish() { isFinished = true }

  @inlinable
  mutating func takeChunk() -> [Element] {
    let taken = chunk
    chunk = []
    if !isFinished { chunk.reserveCapacity(taken.count) }
    total = 0
    return taken
  }
}
