/// A piece of memory that lines point into. It is written again only while no line refers to it.
@usableFromInline
final class Block: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// Where its first byte stands in the stream.
  @usableFromInline var offset: Int

  init(capacity: Int, offset: Int = 0) {
    self.base = .allocate(capacity: capacity)
    self.capacity = capacity
    self.offset = offset
  }

  deinit { base.deallocate() }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func room(from start: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + start, count: capacity - start)
  }
}
