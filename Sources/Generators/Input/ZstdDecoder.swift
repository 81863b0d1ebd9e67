/// Decompresses zstd data of any number of frames (RFC 8878) through libzstd.
package final class ZstdDecoder {
  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`: where the bytes are, how many, and how many of them are done.
  private struct Buffer {
    var bytes: UnsafeMutableRawPointer?
    var size = 0
    var position = 0
  }

  /// How data begins that is zstd: with a frame, or with a skippable one, as pzstd writes it (the low half of its first
  /// byte is free).
  static let magicCount = 4
  private static let magic: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
  private static let skippableMagic: [UInt8] = [0x50, 0x2A, 0x4D, 0x18]

  private let name: String
  private let library: ZstdLibrary
  private let stream: OpaquePointer
  private let memory: UnsafeMutableRawBufferPointer
  private var input: Buffer
  private var holdsOutput = false
  private var isBetweenFrames = false
  private var failure: ReadingError?

  /// - Parameter start: The bytes read already.
  /// - Throws: ``ReadingError`` of code `zstdUnavailable` where there is no library.
  package init(
    name: String,
    start: some Collection<UInt8>,
    inputSize: Int = 128 * 1024,
    library: ZstdLibrary?
  ) throws {
    guard let library else {
      throw ReadingError(
        .zstdUnavailable,
        source: name,
        "it is zstd data, and there is no \(ZstdLibrary.names[0]) on this system to decompress it. Install the package "
          + "libzstd1 (Debian, Ubuntu) or libzstd (Fedora, Arch, Homebrew), or decompress it first: zstd -d."
      )
    }
    guard let stream = library.create() else { fatalError("libzstd has no memory left for a stream.") }
    self.name = name
    self.library = library
    self.stream = stream
    memory = .allocate(byteCount: max(inputSize, start.count), alignment: 64)
    memory.copyBytes(from: start)
    input = Buffer(bytes: memory.baseAddress, size: start.count)
  }

  deinit {
    _ = library.free(stream)
    memory.deallocate()
  }

  /// Whether data that begins with `start` is zstd, or may be, where there are not enough bytes yet.
  static func mayBegin(with start: some Collection<UInt8>) -> Bool {
    let start = start.prefix(magicCount)
    guard let first = start.first else { return true }
    return start.elementsEqual(magic.prefix(start.count))
      || first & 0xF0 == skippableMagic[0] && start.dropFirst().elementsEqual(skippableMagic[1..<start.count])
  }

  static func isZstd(_ start: some Collection<UInt8>) -> Bool { start.count >= magicCount && mayBegin(with: start) }

  /// Puts the next decompressed bytes at the start of `output` and returns how many they are: 0 at the end.
  ///
  /// It does not wait for more input while it has output to give; an error comes after all that precedes it.
  func read(into output: UnsafeMutableRawBufferPointer, from source: inout any ByteSource) throws -> Int {
    while true {
      if let failure { throw failure }
      if holdsOutput || input.position < input.size {
        let count = decompress(into: output)
        if count > 0 { return count }
      } else {
        input = Buffer(bytes: memory.baseAddress, size: try source.readChecked(into: memory))
        guard input.size > 0 else {
          guard isBetweenFrames else { throw truncated }
          return 0
        }
      }
    }
  }

  private func decompress(into output: UnsafeMutableRawBufferPointer) -> Int {
    var output = Buffer(bytes: output.baseAddress, size: output.count)
    let result = library.decompress(stream, &output, &input)
    guard library.isError(result) == 0 else {
      failure = corrupt(library.errorName(result).map { String(cString: $0) } ?? "error \(result)")
      // With an error the position means nothing: for frames of zstd 0.7 and before, it is the end of the buffer.
      return 0
    }
    isBetweenFrames = result == 0
    holdsOutput = output.position == output.size && !isBetweenFrames
    return output.position
  }

  private var truncated: ReadingError {
    ReadingError(
      .zstdTruncated,
      source: name,
      "its zstd data ends too early. What came before the cut was read; get a whole copy of it for the rest."
    )
  }

  private func corrupt(_ reason: String) -> ReadingError {
    ReadingError(
      .zstdCorrupt,
      source: name,
      "its zstd data cannot be decompressed: \(reason). What was decoded before was read; get an undamaged copy of it "
        + "for the rest."
    )
  }
}
