/// Elements behind each other, seen by windows. More are added until the room is used up, and none is changed.
@usableFromInline
final class WindowBuffer<Element> {
  @usableFromInline static var smallestCapacity: Int { 256 }

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

  /// Makes `buffer` one with room that holds its last elements: the same if nothing else sees it and they take up less
  /// than half of it.
  @inlinable
  @inline(never)
  static func makeRoom(in buffer: inout WindowBuffer, keepingLast kept: Int) {
    let start = buffer.count.pointee - kept
    if kept <= buffer.capacity / 2, isKnownUniquelyReferenced(&buffer) {
      buffer.base.deinitialize(count: start)
      buffer.base.moveInitialize(from: buffer.base + start, count: kept)
    } else {
      let roomy = WindowBuffer(capacity: Swift.max(smallestCapacity, 4 * kept))
      roomy.base.initialize(from: buffer.base + start, count: kept)
      buffer = roomy
    }
    buffer.count.pointee = kept
  }
}
