/// A piece of memory that lines point into. It is written again only while no line refers to it.
@usableFromInline
final class Block: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// Where its first byte stands in the stream.
  @usableFromInline var offset: Int

  /// Memory at the start of a page: the kernel copies 5 times slower to an address that is odd by 16 bytes, as that of
  /// any large allocation is otherwise.
  init(capacity: Int, offset: Int = 0) {
    self.base = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 4096)
      .bindMemory(to: UInt8.self, capacity: capacity)
    self.capacity = capacity
    self.offset = offset
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func room(from start: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + start, count: capacity - start)
  }
}
