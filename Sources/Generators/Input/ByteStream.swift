/// The bytes of a source as its reader wants them: decompressed where they are gzip or zstd.
///
/// Both are recognised by their first bytes, not by a name (RFC 1952, section 2.3.1; RFC 8878, section 3.1).
final class ByteStream {
  private enum Format {
    case undecided
    case plain
    case gzip(GzipDecoder)
    case zstd(ZstdDecoder)
    case ended
  }

  let name: String
  /// Where its reader wants to begin.
  let position: LinePosition
  /// What its bytes are of. Known once the first have been read.
  private(set) var origin: BlockOrigin?
  private var followed: FollowedSource?
  private var source: any ByteSource
  private var format = Format.undecided
  /// What has been read to decide on the format, where that is not enough yet.
  private var start: [UInt8] = []

  /// - Parameter position: Where to begin. The byte before it, if there is one, is read too, to see whether it ends a
  ///   line.
  init(_ source: any ByteSource, from position: LinePosition = .start) {
    name = source.name
    self.source = source
    self.position = position
    startOffset = max(0, position.offset - 1)
    startsInsideLine = position.offset > 0
  }

  /// The bytes of a file that is followed, from the start offset on and as they are.
  init(following source: FollowedSource, from position: LinePosition) {
    name = source.name
    self.source = source
    self.position = position
    startOffset = max(0, position.offset - 1)
    startsInsideLine = position.offset > 0
    format = .plain
    followed = source
  }

  /// Whether it reads a regular file, and so never waits for who writes it.
  var isOfRegularFile: Bool { (source as? FileSource)?.isRegular ?? false }

  /// Where the first byte that it gives stands in the input. Known once that has been read.
  private(set) var startOffset: Int
  /// Whether what comes before the first line feed belongs to a line before the position. Known like the offset.
  private(set) var startsInsideLine: Bool

  /// Puts the next bytes at the start of `buffer`, of at least ``ZstdDecoder/magicCount`` bytes, and returns how many they
  /// are: 0 at the end, after an error and after ``close()``.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      let count =
        switch format {
        case .undecided: try readFirst(into: buffer)
        case .plain: try source.readChecked(into: buffer)
        case .gzip(let decoder): try decoder.read(into: buffer, from: &source)
        case .zstd(let decoder): try decoder.read(into: buffer, from: &source)
        case .ended: 0
        }
      if count == 0 { close() }
      if let followed, origin?.file != followed.identity { origin = BlockOrigin(name: name, file: followed.identity) }
      return count
    } catch let starved as Starved {
      throw starved
    } catch {
      close()
      throw error
    }
  }

  /// Lets go of the source: a file is closed.
  func close() {
    format = .ended
    (source as? FileSource)?.close()
  }

  private func readFirst(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    buffer.copyBytes(from: start)
    var read = buffer[..<start.count]
    while isUndecided(read) {
      let count = try source.readChecked(into: UnsafeMutableRawBufferPointer(rebasing: buffer[read.count...]))
      guard count > 0 else { break }
      read = buffer[..<(read.count + count)]
      start = Array(read.prefix(ZstdDecoder.magicCount))
    }
    start = []
    origin = BlockOrigin(name: name)
    if GzipHeader.isGzip(read) {
      let decoder = try GzipDecoder(name: name, start: read)
      format = .gzip(decoder)
      return try skipToStart(decoder.read(into: buffer, from: &source), buffer)
    }
    if ZstdDecoder.isZstd(read) {
      let decoder = try ZstdDecoder(name: name, start: read, library: .installed)
      format = .zstd(decoder)
      return try skipToStart(decoder.read(into: buffer, from: &source), buffer)
    }
    format = .plain
    guard let file = source as? FileSource else { return try skipToStart(read.count, buffer) }
    origin = BlockOrigin(name: name, file: file.identity(head: read))
    if startOffset >= ByteOrderMark.bytes.count, file.seek(to: startOffset) {
      return try source.readChecked(into: buffer)
    }
    return try skipToStart(read.count, buffer)
  }

  /// Where the first line begins behind a byte-order mark and the position is not behind that, begins with that line.
  /// Reads on until it can tell: `count` bytes are in `buffer`, and then as many as it returns.
  private func passByteOrderMark(_ count: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = count
    guard (1...ByteOrderMark.bytes.count).contains(position.offset) else { return count }
    while count > 0, count < ByteOrderMark.bytes.count, ByteOrderMark.mayBegin(buffer[..<count]) {
      let more = try readOn(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      // A mark cut off is a line, and the position is inside or behind it.
      guard more > 0 else { return 0 }
      count += more
    }
    if ByteOrderMark.begins(buffer[..<count]) {
      startOffset = ByteOrderMark.bytes.count
      startsInsideLine = false
    }
    return count
  }

  private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    switch format {
    case .gzip(let decoder): try decoder.read(into: buffer, from: &source)
    case .zstd(let decoder): try decoder.read(into: buffer, from: &source)
    default: try source.readChecked(into: buffer)
    }
  }

  private func isUndecided(_ start: UnsafeMutableRawBufferPointer.SubSequence) -> Bool {
    start.count < GzipHeader.magic.count && GzipHeader.magic.starts(with: start)
      || start.count < ZstdDecoder.magicCount && ZstdDecoder.mayBegin(with: start)
  }

  /// Reads on until the bytes before the start are behind, `count` of them being in `buffer`, and moves the first byte
  /// after them to the front.
  private func skipToStart(_ count: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = try passByteOrderMark(count, buffer)
    var left = startOffset
    while count > 0, left >= count {
      left -= count
      count = try readOn(into: buffer)
    }
    guard count > 0, left > 0 else { return count }
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[left..<count]))
    return count - left
  }
}
