/// Elements behind each other, seen by windows. More are added until the room is used up, and none is changed.
@usableFromInline
final class WindowBuffer<Element> {
  /// For a window of two a few more elements, and a large window is no reason to take its memory before there are
  /// elements for it.
  @inlinable static func firstCapacity(forWindowsOf size: Int) -> Int { capacity(keeping: Swift.min(size, 128) &- 1) }

  /// Room for as many elements as are kept and a few, so that each is moved once on average.
  @inlinable static func capacity(keeping kept: Int) -> Int { 2 * kept + 10 }

  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let limit: UnsafeMutablePointer<Element>
  /// Behind the last element. Only the iterators change it, one at a time, and a check at each would cost more than the
  /// rest.
  @exclusivity(unchecked) @usableFromInline final var end: UnsafeMutablePointer<Element>

  @inlinable
  @inline(never)
  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    limit = base + capacity
    end = base
  }

  @inlinable
  deinit {
    base.deinitialize(count: end - base)
    base.deallocate()
  }

  /// Makes `buffer` one with room that holds `kept` elements up to `end`: the same if nothing else sees it and they take
  /// up less than half of it.
  ///
  /// - Returns: Where the next element goes.
  @inlinable
  @inline(never)
  static func makeRoom(
    in buffer: inout WindowBuffer,
    keeping kept: Int,
    upTo end: UnsafeMutablePointer<Element>
  ) -> UnsafeMutablePointer<Element> {
    let start = end - kept
    if kept <= (buffer.limit - buffer.base) / 2, isKnownUniquelyReferenced(&buffer) {
      end.deinitialize(count: buffer.end - end)
      buffer.base.deinitialize(count: start - buffer.base)
      buffer.base.moveInitialize(from: start, count: kept)
    } else {
      let roomy = WindowBuffer(capacity: capacity(keeping: kept))
      withExtendedLifetime(buffer) { roomy.base.initialize(from: start, count: kept) }
      buffer = roomy
    }
    buffer.end = buffer.base + kept
    return buffer.end
  }
}
