/// Contiguous memory for elements that windows show. Elements are added until it is full, and none is changed.
@usableFromInline
final class WindowBuffer<Element> {
  /// The capacity of the first buffer. A large window takes its memory only when there are elements for it.
  @inlinable static func firstCapacity(forWindowsOf size: Int) -> Int { capacity(keeping: Swift.min(size, 128) &- 1) }

  /// Room for twice the elements that are kept and a few more, so that each element is moved once on average.
  @inlinable static func capacity(keeping kept: Int) -> Int { 2 * kept + 10 }

  @usableFromInline let base: UnsafeMutablePointer<Element>
  @usableFromInline let limit: UnsafeMutablePointer<Element>
  /// The place after the last element. Only iterators change it, one at a time. An exclusivity check for each element
  /// would cost more than everything else.
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

  /// Makes room in `buffer` and keeps the last `kept` elements before `end`. It reuses the buffer if no window refers
  /// to it and the kept elements take less than half of it. Otherwise it makes a new one.
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
