/// Makes lines of bytes that are not together in the input, with their place in it.
///
/// Each line's place is in its block right before its bytes: the offset of its first byte, and the offset and the
/// number of the line to go on with.
///
/// It belongs to one iterator. Copies of that share it, so that no line is written over.
final class PlacedLineWriter {
  private static let capacity = 65_536

  private var block: Block?
  private var used = 0

  /// The line of `bytes`.
  ///
  /// - Parameters:
  ///   - first: The line of the input with which it begins.
  ///   - next: Where to go on after it.
  func line(
    _ bytes: UnsafeBufferPointer<UInt8>,
    from first: Line,
    next: LinePosition,
    _ isTruncated: Bool
  ) -> Line {
    let size = LinePlace.size + bytes.count
    let block = room(for: size, of: first.block.origin)
    let place = LinePlace(offset: first.offset, nextOffset: next.offset, nextNumber: next.number)
    let room = block.room(from: used)
    room.storeBytes(of: place, as: LinePlace.self)
    if !bytes.isEmpty { room[LinePlace.size...].copyBytes(from: bytes) }
    defer { used += size }
    return Line(
      block: block,
      start: used + LinePlace.size,
      count: bytes.count,
      number: first.number,
      lineEnd: 1,
      isTruncated: isTruncated
    )
  }

  private func room(for size: Int, of origin: BlockOrigin?) -> Block {
    if let block, block.origin === origin, used + size <= block.capacity { return block }
    used = 0
    // Nothing refers to a block any more whose lines are gone.
    if isKnownUniquelyReferenced(&block), let block, size <= block.capacity {
      block.origin = origin
      return block
    }
    let block = Block(capacity: max(size, Self.capacity), hasPlaces: true)
    block.origin = origin
    self.block = block
    return block
  }
}

/// The place in the input of a line that was put together from parts.
@usableFromInline
struct LinePlace: BitwiseCopyable {
  static var size: Int { MemoryLayout<LinePlace>.size }

  @usableFromInline var offset: Int
  @usableFromInline var nextOffset: Int
  @usableFromInline var nextNumber: Int
}

extension Line {
  /// The place before the line's bytes, if its block has places.
  @usableFromInline
  var place: LinePlace? {
    guard block.hasPlaces else { return nil }
    return UnsafeRawPointer(block.base + Int(start) - LinePlace.size).loadUnaligned(as: LinePlace.self)
  }

  /// Where the line begins.
  var position: LinePosition { LinePosition(offset: offset, number: number, file: block.origin?.file) }

  /// The line without its first `count` bytes, at the same number.
  func dropping(_ count: Int) -> Line? {
    guard !block.hasPlaces else { return nil }
    return Line(
      block: block,
      start: Int(start) + count,
      count: bytes.count - count,
      number: number,
      lineEnd: numberAndEnd & 3,
      isTruncated: isTruncated
    )
  }
}
