extension Sequence {
  /// The elements in arrays whose costs add up to `limit` at most, in order.
  ///
  /// ```swift
  /// for batch in lines.chunks(ofCost: 1_048_576, atMost: 500, cost: { $0.bytes.count }) { try send(batch) }
  /// Array([3, 4, 2, 9, 1].chunks(ofCost: 7) { $0 })  // [[3, 4], [2], [9], [1]]
  /// ```
  ///
  /// A chunk is delivered as soon as its cost reaches the limit, and before an element that would take it over the limit.
  /// An element that costs more than the limit is a chunk of its own: none is left out. There is never an empty chunk.
  ///
  /// - Parameters:
  ///   - limit: What the elements of a chunk may cost together, in the unit of `cost`: at least 1.
  ///   - count: How many elements a chunk holds at most: at least 1. There is no such limit by default.
  ///   - cost: What an element costs, such as its bytes: 0 or more. It is asked once for each.
  /// - Complexity: One array for each chunk.
  @inlinable
  public func chunks(
    ofCost limit: Int,
    atMost count: Int = .max,
    cost: @escaping (Element) -> Int
  ) -> Shaped<Self, CostChunking<Element>> {
    Shaped(base: self, rule: CostChunking(limit: limit, count: count, cost: cost))
  }
}

extension AsyncSequence {
  /// The elements in arrays whose costs add up to `limit` at most, in order.
  ///
  /// ```swift
  /// for try await batch in lines.chunks(ofCost: 1_048_576, cost: { $0.bytes.count }) { try await send(batch) }
  /// ```
  ///
  /// A chunk is delivered as soon as its cost reaches the limit, and before an element that would take it over the limit.
  /// An element that costs more than the limit is a chunk of its own: none is left out. There is never an empty chunk.
  /// Where the sequence throws, the chunk begun comes first and the error after it (rule G8). Cancellation is up to the
  /// sequence.
  ///
  /// - Parameters:
  ///   - limit: What the elements of a chunk may cost together, in the unit of `cost`: at least 1.
  ///   - count: How many elements a chunk holds at most: at least 1. There is no such limit by default.
  ///   - cost: What an element costs, such as its bytes: 0 or more. It is asked once for each.
  /// - Complexity: One array for each chunk.
  @inlinable
  public func chunks(
    ofCost limit: Int,
    atMost count: Int = .max,
    cost: @escaping @Sendable (Element) -> Int
  ) -> AsyncShaped<Self, CostChunking<Element>> {
    AsyncShaped(base: self, rule: CostChunking(limit: limit, count: count, cost: cost))
  }
}

/// The rule of `chunks(ofCost:atMost:cost:)`.
public struct CostChunking<Element>: ShapingRule {
  @usableFromInline let limit: Int
  @usableFromInline let count: Int
  @usableFromInline let cost: (Element) -> Int
  @usableFromInline var chunk: [Element] = []
  @usableFromInline var total = 0
  /// The chunk before the one begun, if it has not been delivered.
  @usableFromInline var closed: [Element]?
  @usableFromInline var isFinished = false

  @inlinable
  init(limit: Int, count: Int, cost: @escaping (Element) -> Int) {
    require(limit >= 1, "The elements of a chunk cost 1 or more together, not \(limit).")
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
