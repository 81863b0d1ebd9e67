import SystemPackage

/// A compressed copy of a file that was followed, or is to be read in its order.
struct ArchivedFile {
  let path: FilePath

  /// Whether it begins as the file of a position, has the position, and the same bytes before it.
  ///
  /// - Complexity: Decompresses up to the position.
  func holds(_ position: LinePosition) -> Bool {
    guard let file = position.file else { return false }
    var head: [UInt8] = []
    var preceding: [UInt8] = []
    var offset = 0
    let precedingCount = position.preceding?.count ?? 0
    let isRead: Void? = try? forEachChunk { slice in
      if head.count < file.head.count { head += slice.prefix(file.head.count - head.count) }
      if head.count >= file.head.count, Fingerprint(head) != file.head { return false }
      let before = slice.prefix(max(0, position.offset - offset))
      preceding = Array((preceding + Array(before.suffix(precedingCount))).suffix(precedingCount))
      offset += slice.count
      return offset < max(position.offset, file.head.count)
    }
    guard isRead != nil, offset >= position.offset,
      head.count < file.head.count ? position.isKnownFromStart : Fingerprint(head) == file.head
    else { return false }
    return position.preceding.map { Fingerprint(preceding) == $0 } ?? true
  }

  /// Its first bytes as a file's identity has them.
  ///
  /// - Throws: ``ReadingError`` where not one can be read.
  func head() throws -> [UInt8] {
    var head: [UInt8] = []
    do {
      try forEachChunk { slice in
        head += slice.prefix(FileIdentity.headSize - head.count)
        return head.count < FileIdentity.headSize
      }
    } catch {
      if head.isEmpty { throw error }
    }
    return head
  }

  /// The decompressed bytes from `offset` on.
  func source(from offset: Int) throws -> DecodedSource {
    // A decoded source begins one byte before its offset, to see whether a line ends there.
    let position = offset == 0 ? LinePosition.start : LinePosition(offset: offset + 1)
    return DecodedSource(try FileSource(path: path), from: position)
  }

  /// Calls `body` with the decompressed bytes until it returns false.
  private func forEachChunk(_ body: (UnsafeMutableRawBufferPointer) -> Bool) throws {
    let source = try source(from: 0)
    defer { source.close() }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: BlockPool.standardSize, alignment: 4_096)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      guard count > 0, body(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count])) else { return }
    }
  }
}
