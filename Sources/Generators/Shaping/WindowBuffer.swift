/// Elements behind each other, seen by windows. More are added until the room is used up, and none is changed.
@usableFromInline
final class WindowBuffer<Element> {
  /// For a window of two a few more elements, and a large window is no reason to take its memory before there are
  /// elements for it.
  @inlinable static func firstCapacity(forWindowsOf size: Int) -> Int { capacity(keeping: Swift.min(size, 128) &- 1) }

  /// Room for as many elements as are kept and a few, so that each is moved once on average.
  @inlinable static func capacity(keeping kept: Int) -> Int { 2 * kept + 10 }

  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let capacity: Int
  /// How many elements there are. It is apart, so that changing it is a plain store.
  @usableFromInline let count: UnsafeMutablePointer<Int>

  @usableFromInline
  init(capacity: Int) {
    base = .allocate(capacity: capacity)
    self.capacity = capacity
    count = .allocate(capacity: 1)
    count.initialize(to: 0)
  }

  deinit {
    base.deinitialize(count: count.pointee)
    base.deallocate()
    count.deallocate()
  }

  /// Makes `buffer` one with room that holds `kept` elements up to `end`: the same if nothing else sees it and they take
  /// up less than half of it.
  @inlinable
  @inline(never)
  static func makeRoom(in buffer: inout WindowBuffer, keeping kept: Int, upTo end: Int) {
    let start = end - kept
    if kept <= buffer.capacity / 2, isKnownUniquelyReferenced(&buffer) {
      buffer.base.deinitialize(count: start)
      buffer.base.moveInitialize(from: buffer.base + start, count: kept)
    } else {
      let roomy = WindowBuffer(capacity: capacity(keeping: kept))
      withExtendedLifetime(buffer) { roomy.base.initialize(from: $0.base + start, count: kept) }
      buffer = roomy
    }
    buffer.count.pointee = kept
  }
}
