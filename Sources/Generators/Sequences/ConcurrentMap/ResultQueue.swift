public import DequeModule

/// Results in the order of their positions. They can be added in any order, and only the next one can be taken.
///
/// It holds no more places than there are from the next result to the furthest one.
@usableFromInline
struct ResultQueue<Output: Sendable> {
  /// The results from `nextPosition` on; nil for a result that is not there yet.
  @usableFromInline var results = Deque<Output?>()
  @usableFromInline var nextPosition = 0

  @inlinable
  init() {}

  @inlinable
  mutating func append(_ output: Output) { results.append(output) }

  @inlinable
  mutating func insert(_ output: Output, at position: Int) {
    while results.count <= position - nextPosition { results.append(nil) }
    results[position - nextPosition] = output
  }

  @inlinable
  mutating func popFirst() -> Output? {
    guard let output = results.first ?? nil else { return nil }
    results.removeFirst()
    nextPosition += 1
    return output
  }
}
