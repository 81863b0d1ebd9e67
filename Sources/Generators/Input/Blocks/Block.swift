/// Memory that lines point into. It is written again only while no line refers to it.
@usableFromInline
final class Block: @unchecked Sendable {
  /// That of memory pages: the system copies from page to page up to four times as fast as to an address 16 bytes off.
  private static let alignment = 4096

  @usableFromInline let base: UnsafeMutablePointer<UInt8>
  let capacity: Int
  /// The offset of its first byte in the stream. Like the origin, it is set before anything refers to the block, so that
  /// lines need no exclusivity check to read it.
  @exclusivity(unchecked) @usableFromInline var offset: Int
  /// Where its bytes were read.
  @exclusivity(unchecked) @usableFromInline var origin: BlockOrigin?

  /// Whether each line in it comes after its place in the stream, because the block is no copy of the stream.
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

/// Where the bytes of a block were read.
@usableFromInline
final class BlockOrigin: Sendable {
  @usableFromInline let name: String
  /// The file, if it is a regular one whose bytes are used as they are.
  let file: FileIdentity?
  /// For a followed file, when it had last been written to at the time of reading, in nanoseconds since 1970.
  let modified: Int64?
  /// The first bytes of the file, for blocks near its start where it is followed.
  let head: [UInt8]

  init(name: String, file: FileIdentity? = nil, modified: Int64? = nil, head: [UInt8] = []) {
    self.name = name
    self.file = file
    self.modified = modified
    self.head = head
  }
}

/// Some of the bytes of a block: those that its reader hands over.
struct BlockSlice: Sendable {
  let block: Block
  let range: Range<Int>
  /// The number of its first line, for the first slice of a source, and for all slices of sources that alternate.
  var firstNumber: Int?
  /// The CSV records that have been found in them.
  var records: CSVTable?

  var bytes: UnsafeBufferPointer<UInt8> { block.bytes(range) }
}
