/// Results by their place in the output, of which only the next one can be taken: a ring that grows with the distance
/// from it to the furthest.
@usableFromInline
struct ResultQueue<Output: Sendable> {
  @usableFromInline var ring: [Output?] = []
  /// The place of the next result.
  @usableFromInline var first = 0
  /// Behind the furthest result.
  @usableFromInline var end = 0

  @inlinable
  init() {}

  @inlinable
  mutating func append(_ output: Output) { insert(output, at: end) }

  @inlinable
  mutating func insert(_ output: Output, at place: Int) {
    if place - first >= ring.count { grow(for: place - first + 1) }
    ring[place & (ring.count - 1)] = output
    end = Swift.max(end, place + 1)
  }

  @inlinable
  mutating func popFirst() -> Output? {
    guard first < end, let output = ring[first & (ring.count - 1)].take() else { return nil }
    first += 1
    return output
  }

  @inlinable
  mutating func grow(for count: Int) {
    var size = Swift.max(8, ring.count)
    while size < count { size *= 2 }
    var larger = [Output?](repeating: nil, count: size)
    for place in first..<end { larger[place & (size - 1)] = ring[place & (ring.count - 1)] }
    ring = larger
  }
}
