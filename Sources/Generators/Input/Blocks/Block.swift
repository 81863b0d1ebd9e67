/// Memory that lines point into. It is written again only while no line refers to it.
@usableFromInline
final class Block: @unchecked Sendable {
  /// That of memory pages: the system copies from page to page up to four times as fast as to a place 16 bytes off.
  private static let alignment = 4096

  @usableFromInline let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// Where its first byte stands in the stream.
  @usableFromInline var offset: Int
  /// What its bytes are of. Set before anything refers to the block.
  @usableFromInline var origin: BlockOrigin?

  /// Whether each line in it stands behind its own place, because the block is no copy of the stream.
  @usableFromInline let hasPlaces: Bool

  init(capacity: Int, offset: Int = 0, hasPlaces: Bool = false) {
    // Small blocks share a page.
    let alignment = capacity < 4 * Self.alignment ? 16 : Self.alignment
    let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: alignment)
    base = memory.bindMemory(to: UInt8.self, capacity: capacity)
    self.capacity = capacity
    self.offset = offset
    self.hasPlaces = hasPlaces
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  func bytes(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  func room(from start: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base + start, count: capacity - start)
  }
}
