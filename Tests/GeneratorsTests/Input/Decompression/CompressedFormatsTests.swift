import DecoratorsTesting
import Generators
import Testing

@Suite("Compressed formats")
struct CompressedFormatsTests {
  private static let text = CompressedSample.text
  private static let sizes = [1, 2, 7, 1_000]

  @Test("Each format is recognised by content, whatever the name, sync and async", arguments: CompressedSample.all)
  func content(sample: CompressedSample) async throws {
    try sample.format.requireLibrary()
    try await withTemporaryFile(sample.bytes) { path in
      #expect(try withLines(at: path) { Array($0.map(PlainLine.init)) } == plainLines(Self.text))
      let asynchronous = try await collect(AsyncLines(at: path))
      #expect(asynchronous == plainLines(Self.text))
      #expect(try withLines(at: path) { $0.count(matching: "1").bytes } == Self.text.count)
    }
  }

  @Test("A position is one in the decompressed data", arguments: CompressedSample.all)
  func position(sample: CompressedSample) throws {
    try sample.format.requireLibrary()
    try withTemporaryFile(sample.bytes) { path in
      let first = try withLines(at: path) { lines in lines.first { _ in true }! }
      #expect(first.nextPosition.offset == 8)
      let rest = try withLines(at: path, from: first.nextPosition) { Array($0.map(PlainLine.init)) }
      #expect(rest == Array(plainLines(Self.text).dropFirst()))
    }
  }

  @Test("G6: members of all formats follow each other as one stream, with zeros between them, cut anywhere")
  func members() throws {
    for sample in CompressedSample.all { try sample.format.requireLibrary() }
    let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    for first in CompressedSample.all {
      for second in CompressedSample.all {
        for bytes in [
          first.bytes + second.bytes, first.bytes + [0, 0, 0, 0] + second.bytes + [0],
          skippable + first.bytes + skippable + second.bytes + skippable,
        ] {
          for size in Self.sizes {
            #expect(try collect(bytes.inChunks(of: size)) == plainLines(Self.text + Self.text), "\(first), \(second)")
          }
        }
      }
    }
  }

  @Test("Plain text that follows is text, to the end, cut anywhere", arguments: CompressedSample.all)
  func textAfterMember(sample: CompressedSample) async throws {
    try sample.format.requireLibrary()
    let long = Array(String(repeating: "a line that is longer than the sample, é\t\u{1B}[31m", count: 9).utf8)
    for text in ["plain 9\n", "x", "BA", "PK", "\n\n", "caf\u{E9}\nand more\0\u{1}", "7z"].map({ Array($0.utf8) }) + [
      long, long + [10, 0, 1, 2], [0xE9, 10],
    ] {
      for size in Self.sizes {
        let chunks = (sample.bytes + text).inChunks(of: size)
        #expect(try collect(chunks) == plainLines(Self.text + text), "\(text)")
        let totals = try await AsyncLines(of: AsyncChunkSource(chunks: chunks)).count(matching: "plain")
        #expect(totals == plainTotals(Self.text + text, [Array("plain".utf8)]))
      }
    }
  }

  @Test("Compressed data after text is text", arguments: CompressedSample.all)
  func memberAfterText(sample: CompressedSample) throws {
    try sample.format.requireLibrary()
    let rest = Array("text\n".utf8) + sample.bytes
    for size in Self.sizes {
      #expect(try collect((sample.bytes + rest).inChunks(of: size)) == plainLines(Self.text + rest))
    }
  }

  @Test("Anything else that follows is an error after all lines before it", arguments: CompressedSample.all)
  func garbageAfterMember(sample: CompressedSample) throws {
    try sample.format.requireLibrary()
    for garbage in [[1], [0, 1], [0x1F, 0x8B, 7], [0xFF, 0xFE, 0x41, 0], [65, 66, 0], [0x1F, 0x8C]] as [[UInt8]] {
      for size in Self.sizes {
        let (lines, error) = outcome((sample.bytes + garbage).inChunks(of: size))
        #expect(lines == plainLines(Self.text), "\(garbage)")
        #expect(error?.code == .corruptData, "\(garbage)")
        #expect(error?.description.contains("follows its \(sample.format.rawValue) data, after 17 bytes") == true)
      }
    }
    let (lines, error) = outcome([sample.bytes + [0x50, 0x4B, 3, 4, 1]])
    #expect(lines == plainLines(Self.text))
    #expect(error?.code == .unsupportedFormat)
  }

  @Test("A member that is cut off after its first bytes is an error, cut anywhere", arguments: CompressedSample.all)
  func cutMember(sample: CompressedSample) throws {
    for other in CompressedSample.all {
      try sample.format.requireLibrary()
      try other.format.requireLibrary()
      for length in 1..<other.bytes.count {
        let begin = Array(other.bytes[..<length])
        // Where the first bytes are letters and another format comes before them, they are text.
        let isText = length < other.recognised && other.format != sample.format && (0x20..<0x7F).contains(begin[0])
        for size in [1, 1_000] {
          let (lines, error) = outcome((sample.bytes + begin).inChunks(of: size))
          #expect(error?.code == (isText ? nil : .truncatedData), "\(other), \(length) bytes")
          #expect(lines.starts(with: plainLines(Self.text)))
        }
      }
    }
  }

  @Test("Cut off anywhere, what came before is delivered and the error names the file", arguments: CompressedSample.all)
  func truncated(sample: CompressedSample) throws {
    try sample.format.requireLibrary()
    for length in sample.recognised..<sample.bytes.count {
      try withTemporaryFile(Array(sample.bytes[..<length])) { path in
        var read: [UInt8] = []
        let error = #expect(throws: ReadingError.self) {
          try withLines(at: path) { lines in for line in lines { read += Array(line.bytes) + [10] } }
        }
        #expect(error?.code == .truncatedData)
        #expect(error?.source == path)
        #expect(error?.description.contains("its \(sample.format.rawValue) data ends too early") == true)
        #expect(Self.text.starts(with: read.dropLast()))
      }
    }
  }

  @Test("Damage is an error, or changes nothing", arguments: CompressedSample.all)
  func damaged(sample: CompressedSample) throws {
    try sample.format.requireLibrary()
    for place in (sample.format == .gzip ? 3 : sample.recognised)..<sample.bytes.count {
      for flip in [1, 0x80, 0xFF] as [UInt8] {
        var bytes = sample.bytes
        bytes[place] ^= flip
        let (lines, error) = outcome([bytes])
        guard let error else {
          #expect(lines == plainLines(Self.text), "byte \(place)")
          continue
        }
        #expect([.corruptData, .truncatedData].contains(error.code), "byte \(place): \(error)")
        #expect(error.description.contains(sample.format.rawValue))
      }
    }
  }

  private func outcome(_ chunks: [[UInt8]]) -> (lines: [PlainLine], error: ReadingError?) {
    var lines: [PlainLine] = []
    do {
      try withLines(of: chunks) { for line in $0 { lines.append(PlainLine(line)) } }
    } catch {
      return (lines, error as? ReadingError)
    }
    return (lines, nil)
  }

  @Test(
    "Without the library the error says what to install",
    arguments: [.zstd, .xz, .bzip2, .lz4] as [CompressedFormat]
  )
  func missingLibrary(format: CompressedFormat) {
    #expect(SystemLibrary(names: ["libnone.so.1"]) == nil)
    let error = ReadingError.missingLibrary(for: format, source: "app.log.1")
    #expect(error.code == .missingLibrary)
    #expect(error.source == "app.log.1")
    #expect(
      error.description.hasPrefix("Cannot read \"app.log.1\": it is \(format.rawValue) data, and there is no lib")
    )
    #expect(error.description.contains("Install the package lib"))
    #expect(error.description.hasSuffix("or decompress it first: \(format.rawValue) -dc."))
  }

  @Test(
    "Formats that are not read are named, with what to do",
    arguments: [
      ([0x50, 0x4B, 3, 4, 20, 0], "a zip archive"), ([0x50, 0x4B, 5, 6], "an empty zip archive"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"), ([0x1F, 0x9D, 0x90], "data of compress (.Z)"),
      ([0x52, 0x61, 0x72, 0x21, 0x1A, 7, 0], "a RAR archive"), ([0x4C, 0x5A, 0x49, 0x50, 1], "lzip data"),
      ([0x89, 0x4C, 0x5A, 0x4F, 0, 13, 10, 26, 10], "lzop data"),
      ([0x27, 0xB5, 0x2F, 0xFD, 0x24], "zstd data of a version before 0.8"),
      ([0x5D, 0, 0, 0x80, 0, 0xFF], "data of the old lzma format"),
      ([2, 0x21, 0x4C, 0x18, 9], "lz4 data of the legacy format"),
      ([0xFF, 6, 0, 0, 0x73, 0x4E, 0x61, 0x50, 0x70, 0x59], "snappy data"),
    ] as [([UInt8], String)]
  )
  func unsupported(bytes: [UInt8], name: String) {
    for size in [1, 100] {
      let (lines, error) = outcome(bytes.inChunks(of: size))
      #expect(lines.isEmpty)
      #expect(error?.code == .unsupportedFormat)
      #expect(error?.description.contains("it is \(name), ") == true)
    }
  }

  @Test(
    "Bytes that only begin like a format are lines like others, in reads of any size",
    arguments: [
      [0x1F], [0x1F, 0x8C], [0x1F, 0x8B, 7, 10], [0x28], [0x28, 0xB5, 0x2F], [0x28, 0xB5, 0x2F, 0xFC], [0x50, 0x2A],
      [0x5F, 0x2A, 0x4D, 0x19], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 1], [4, 0x22, 0x4D],
      Array("BZh9".utf8), Array("BZh91AY&S".utf8), Array("BZh0".utf8), Array("BZh9 is a magic number".utf8),
      Array("PK".utf8), Array("Rar!".utf8), Array("LZIP".utf8), [0x5D], [0x5D, 0, 0],
    ] as [[UInt8]]
  )
  func almost(bytes: [UInt8]) throws {
    for size in [1, 4, 100] { #expect(try collect(bytes.inChunks(of: size)) == plainLines(bytes)) }
    let block = [UInt8](repeating: UInt8(ascii: "A"), count: 1 << 20)
    let totals = try withLines(of: [bytes, block]) { $0.count(matching: "A") }
    #expect(totals.bytes == bytes.count + block.count)
  }

  @Test("What the commands compress is read, whatever their options", arguments: CompressionTool.all)
  func tools(tool: CompressionTool) throws {
    try tool.requireInstalled()
    var generator = SeededGenerator(seed: 7)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz \r\n\u{E9}".utf8) + [0, 0xFF]
    let line = Array(String(repeating: "a line that can be compressed well, ", count: 3).utf8) + [10]
    for options in [[]] + tool.options {
      for count in options.isEmpty ? [0, 1, 1_000, 270_000] : [1_000, 20_000] {
        // Halves that can be compressed badly and well.
        let text =
          [UInt8].random(count / 2, from: alphabet, using: &generator)
          + (0..<count - count / 2).map { line[$0 % line.count] }
        let bytes = try tool.compress(text, options)
        let expected = plainLines(text)
        for chunks in [[bytes], bytes.inRandomChunks(upTo: count > 1_000 ? 5_000 : 9, using: &generator)] {
          #expect(try collect(chunks) == expected, "\(options), \(count) bytes")
        }
        #expect(try collect([bytes + bytes]) == plainLines(text + text), "\(options), \(count) bytes")
      }
    }
  }

  @Test("Data that needs more memory than the limit is an error that says so")
  func memory() throws {
    let tool = CompressionTool.all[2]
    try tool.requireInstalled()
    let bytes = try tool.compress(Self.text, ["--lzma2=dict=512MiB"])
    let (lines, error) = outcome([bytes])
    #expect(lines.isEmpty)
    #expect(error?.code == .corruptData)
    #expect(error?.description.contains("more than 160 MiB") == true)
  }
}
