/// The bytes of a source from a position on, decompressed and converted to UTF-8.
final class DecodedSource {
  let name: String
  /// Where its reader begins.
  let position: LinePosition
  /// Where its bytes are read. Known once the first bytes have been read.
  private(set) var origin: BlockOrigin?
  /// Whether the origin has the identity of the file, which only lines and records need. Set before the first read.
  var identifiesFile = true
  private let file: FileSource?
  private let text: DecodedText
  private var isAtStart = true
  private var isClosed = false

  /// - Parameters:
  ///   - source: Where the bytes come from.
  ///   - position: Where to begin. The byte before it, if there is one, is read too, to see whether it ends a line.
  ///   - encoding: How the text is written.
  init(_ source: any ByteSource, from position: LinePosition = .start, encoding: TextEncoding = .detected) {
    name = source.name
    file = source as? FileSource
    text = DecodedText(source, encoding)
    self.position = position
    startOffset = max(0, position.offset - 1)
    startsInsideLine = position.offset > 0
  }

  /// Whether it reads a regular file, and so never waits for a writer.
  var isOfRegularFile: Bool { file?.isRegular ?? false }

  /// If the source gives the bytes of a regular file as they are: the file, its size when it was opened, and the offset of
  /// the next byte. Known once the first bytes have been read.
  var plainFile: (file: PlainFile, size: Int, next: Int)? {
    guard let file, file.isRegular, !isAtStart, text.isPlain else { return nil }
    return (file.plain, file.sizeAtOpening, startOffset + givenCount)
  }
  /// How many bytes it has given.
  private var givenCount = 0

  /// The offset in the input of the first byte that it gives. Known once that byte has been read.
  private(set) var startOffset: Int
  /// Whether what comes before the first line feed belongs to a line before the position. Known like the offset.
  private(set) var startsInsideLine: Bool

  /// Puts the next bytes at the start of `buffer`, of at least ``minimumRoom`` bytes, and returns how many they are: 0
  /// at the end, after an error and after ``close()``.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !isClosed else { return 0 }
    do {
      let count = isAtStart ? try readFirst(into: buffer) : try text.read(into: buffer)
      givenCount += count
      if count == 0 { close() }
      return count
    } catch let starved as Starved {
      throw starved
    } catch {
      close()
      throw error
    }
  }

  /// Room for what is needed to recognise compression and encoding, and to convert a character.
  static let minimumRoom = max(CompressedFormat.recognitionLength, minimumRoomForDecoding)

  /// Lets go of the source: a file is closed.
  func close() {
    isClosed = true
    file?.close()
  }

  private func readFirst(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try text.read(into: buffer)
    isAtStart = false
    let isIdentified = identifiesFile && text.isPlain
    origin = BlockOrigin(name: name, file: isIdentified ? file?.identity(head: buffer[..<count]) : nil)
    // After the mark at its start, a plain file is not read before the position.
    if text.isPlain, startOffset >= max(ByteOrderMark.bytes.count, count), file?.seek(to: startOffset) == true {
      return try text.read(into: buffer)
    }
    return try skipToStart(count, buffer)
  }

  /// Begins with the first line if the input has a byte-order mark and the position is not after that mark. Reads on until
  /// it can tell: `count` bytes are in `buffer`, and then as many as it returns.
  private func passByteOrderMark(_ count: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = count
    guard (1...ByteOrderMark.bytes.count).contains(position.offset) else { return count }
    while count > 0, count < ByteOrderMark.bytes.count, ByteOrderMark.mayBegin(buffer[..<count]) {
      let more = try text.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
      // An incomplete mark is a line, and the position is inside it or after it.
      guard more > 0 else { return 0 }
      count += more
    }
    if ByteOrderMark.begins(buffer[..<count]) {
      startOffset = ByteOrderMark.bytes.count
      startsInsideLine = false
    }
    return count
  }

  /// Reads on past the bytes before the start, of which `count` are in `buffer`, and moves the first byte after them to the
  /// front.
  private func skipToStart(_ count: Int, _ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var count = try passByteOrderMark(count, buffer)
    var left = startOffset
    while count > 0, left >= count {
      left -= count
      count = try text.read(into: buffer)
    }
    guard count > 0, left > 0 else { return count }
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[left..<count]))
    return count - left
  }
}
