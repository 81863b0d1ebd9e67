/// A format of compressed data that can be read. Each is recognised by its first bytes, not by a name.
package enum CompressedFormat: String, CaseIterable, Sendable {
  /// RFC 1952.
  case gzip
  /// RFC 8878.
  case zstd
  /// The .xz file format, version 1.2.
  case xz
  case bzip2
  /// LZ4 frame format, version 1.6.
  case lz4
  /// A frame of zstd or lz4 that holds no text, as pzstd puts it before others (RFC 8878, section 3.1.2).
  case skippableFrame = "zstd or lz4"

  /// How data of the format begins: one range of values for each byte.
  fileprivate var signatures: [Signature] {
    switch self {
    case .gzip: [Signature(0x1F, 0x8B, 8)]
    case .zstd: [Signature(0x28, 0xB5, 0x2F, 0xFD)]
    case .xz: [Signature(0xFD, 0x37, 0x7A, 0x58, 0x5A, 0)]
    case .bzip2:
      // After the level, the first block or, in an empty stream, the end of all blocks.
      [[0x31, 0x41, 0x59, 0x26, 0x53, 0x59], [0x17, 0x72, 0x45, 0x38, 0x50, 0x90]].map { (block: [UInt8]) in
        Signature(bytes: [0x42...0x42, 0x5A...0x5A, 0x68...0x68, 0x31...0x39] + block.map { $0...$0 })
      }
    case .lz4: [Signature(0x04, 0x22, 0x4D, 0x18)]
    case .skippableFrame: [Signature(bytes: [0x50...0x5F, 0x2A...0x2A, 0x4D...0x4D, 0x18...0x18])]
    }
  }

  /// What the first bytes of data tell.
  enum Recognition {
    case compressed(CompressedFormat)
    case unsupported(UnsupportedFormat)
    /// It is neither, or the data ends before it could be.
    case neither
    /// There are too few bytes yet.
    case undecided
  }

  /// How many bytes are enough to recognise every format.
  static let recognitionLength = 10

  private static let allSignatures = allCases.flatMap { format in format.signatures.map { ($0, format) } }

  /// - Parameters:
  ///   - start: The first bytes.
  ///   - isWhole: Whether there are no more.
  static func recognise(_ start: some Collection<UInt8>, isWhole: Bool) -> Recognition {
    for (signature, format) in allSignatures where signature.begins(start) { return .compressed(format) }
    for format in UnsupportedFormat.all where format.signature.begins(start) { return .unsupported(format) }
    // A gzip file may have been cut off after the two bytes that are enough for it.
    if isWhole, start.elementsEqual(GzipHeader.magic.prefix(2)) { return .compressed(.gzip) }
    let isUndecided = !isWhole && (formatCutShort(start) != nil || UnsupportedFormat.mayBegin(start))
    return isUndecided ? .undecided : .neither
  }

  /// The format of data that ends inside its signature.
  static func formatCutShort(_ start: some Collection<UInt8>) -> CompressedFormat? {
    allSignatures.first { $0.0.mayBegin(start) }?.1
  }

  /// A decoder for one member after the other.
  ///
  /// - Throws: ``ReadingError`` of code `missingLibrary` if the system has no library for it.
  func makeDecoder(for source: String) throws -> any MemberDecoder {
    switch self {
    case .gzip: GzipDecoder()
    case .zstd: ZstdDecoder(try ZstdFunctions.installed.orMissing(.zstd, source))
    case .xz: XZDecoder(try XZFunctions.installed.orMissing(.xz, source))
    case .bzip2: Bzip2Decoder(try Bzip2Functions.installed.orMissing(.bzip2, source))
    case .lz4: LZ4Decoder(try LZ4Functions.installed.orMissing(.lz4, source))
    case .skippableFrame: SkippableFrameDecoder()
    }
  }
}

extension Optional {
  fileprivate func orMissing(_ format: CompressedFormat, _ source: String) throws -> Wrapped {
    guard let self else { throw ReadingError.missingLibrary(for: format, source: source) }
    return self
  }
}

/// A format of compressed data that is recognised, so that an error can say what to do with it, but not read.
struct UnsupportedFormat: Sendable {
  /// The name with its article.
  let name: String
  let advice: String
  fileprivate let signature: Signature

  fileprivate init(_ name: String, _ advice: String, _ signature: Signature) {
    (self.name, self.advice, self.signature) = (name, advice, signature)
  }

  static let all = [
    UnsupportedFormat("a zip archive", "Extract it first: unzip -p.", Signature(0x50, 0x4B, 3, 4)),
    UnsupportedFormat("an empty zip archive", "There is nothing in it to read.", Signature(0x50, 0x4B, 5, 6)),
    UnsupportedFormat("a 7z archive", "Extract it first: 7z x -so.", Signature(0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C)),
    UnsupportedFormat("a RAR archive", "Extract it first: unrar p.", Signature(0x52, 0x61, 0x72, 0x21, 0x1A, 7)),
    UnsupportedFormat("data of compress (.Z)", "Decompress it first: gzip -dc.", Signature(0x1F, 0x9D)),
    UnsupportedFormat("lzip data", "Decompress it first: lzip -dc.", Signature(0x4C, 0x5A, 0x49, 0x50, 1)),
    UnsupportedFormat(
      "lzop data",
      "Decompress it first: lzop -dc.",
      Signature(0x89, 0x4C, 0x5A, 0x4F, 0, 0x0D, 0x0A, 0x1A, 0x0A)
    ),
    UnsupportedFormat(
      "data of the old lzma format",
      "Decompress it first: xz --format=lzma -dc.",
      Signature(bytes: [0x5D...0x5D, 0...0, 0...0, 1...0xC0, 0...0])
    ),
    UnsupportedFormat(
      "zstd data of a version before 0.8",
      "Decompress it first: zstd -dc.",
      Signature(bytes: [0x22...0x27, 0xB5...0xB5, 0x2F...0x2F, 0xFD...0xFD])
    ),
    UnsupportedFormat("lz4 data of the legacy format", "Decompress it first: lz4 -dc.", Signature(2, 0x21, 0x4C, 0x18)),
    UnsupportedFormat(
      "snappy data",
      "Decompress it first: snzip -dc.",
      Signature(0xFF, 6, 0, 0, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59)
    ),
  ]

  static func mayBegin(_ start: some Collection<UInt8>) -> Bool { all.contains { $0.signature.mayBegin(start) } }
}

/// The bytes at the start of a format: a range of values for each.
private struct Signature: Sendable {
  let bytes: [ClosedRange<UInt8>]

  init(bytes: [ClosedRange<UInt8>]) { self.bytes = bytes }

  init(_ bytes: UInt8...) { self.bytes = bytes.map { $0...$0 } }

  func begins(_ start: some Collection<UInt8>) -> Bool {
    start.count >= bytes.count && zip(bytes, start).allSatisfy { $0.contains($1) }
  }

  /// Whether the bytes are the first ones of the signature, but not all.
  func mayBegin(_ start: some Collection<UInt8>) -> Bool {
    start.count < bytes.count && zip(bytes, start).allSatisfy { $0.contains($1) }
  }
}
