import Generators
import Glibc
import Testing

@Suite("Zstd", .enabled(if: Zstd.isThere, Zstd.absence))
struct ZstdTests {
  private let text = Array((1...5_000).map { "line \($0) of some compressed text" }.joined(separator: "\n").utf8)

  @Test("G6: several frames follow each other as one stream, cut anywhere, also after a skippable one")
  func frames() throws {
    let frames = Array(text.inChunks(of: 40_000).map(Zstd.compress).joined())
    let skippable: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    for bytes in [frames, skippable + frames, Zstd.compress([]) + frames + skippable] {
      for size in [1, 7, 1_000, 10_000_000] { #expect(try collect(bytes.inChunks(of: size)) == plainLines(text)) }
    }
  }

  @Test("Output larger than a block comes out whole, and as much as fills it exactly")
  func expansion() throws {
    for count in [256 * 1024, 512 * 1024, 3_000_000] {
      let totals = try withLines(of: Zstd.compress([UInt8](repeating: 10, count: count))) { $0.count(matching: "") }
      #expect(totals == LineTotals(lines: count, matches: count, bytes: count))
    }
  }

  @Test("An empty frame has no lines")
  func empty() throws { #expect(try collect([Zstd.compress([])]).isEmpty) }

  @Test("Cut off anywhere, everything before the cut is delivered and the error names the file")
  func truncated() throws {
    let bytes = Zstd.compress(text)
    for length in [4, 5, 9, 100, bytes.count / 2, bytes.count - 1] {
      try withTemporaryFile(Array(bytes[..<length])) { path in
        var read: [UInt8] = []
        let error = #expect(throws: ReadingError.self) {
          try withLines(at: path) { lines in for line in lines { read += Array(line.bytes) + [10] } }
        }
        #expect(error?.code == .truncatedData)
        #expect(error?.source == path)
        #expect(text.starts(with: read.dropLast()))
      }
    }
  }

  @Test("Damage is told apart from a cut")
  func corrupt() throws {
    let bytes = Zstd.compress(text)
    let positions = [bytes.count / 2, bytes.count - 1]
    let damaged = positions.map { position in
      var damaged = bytes
      damaged[position] ^= 0x5A
      return damaged
    }
    for bytes in damaged {
      let error = #expect(throws: ReadingError.self) { _ = try collect([bytes]) }
      #expect(error?.code == .corruptData)
    }
  }

  @Test("A frame of zstd 0.7 is an error after all lines before it")
  func oldFrame() throws {
    let old: [UInt8] = [0x27, 0xB5, 0x2F, 0xFD, 0x24, 0x99, 0xE9, 0xD8, 0x51]
    for size in [1, 10_000_000] {
      var lines: [PlainLine] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(of: (Zstd.compress(text) + old).inChunks(of: size)) {
          for line in $0 { lines.append(PlainLine(line)) }
        }
      }
      #expect(error?.code == .unsupportedFormat)
      #expect(lines == plainLines(text))
    }
  }
}
