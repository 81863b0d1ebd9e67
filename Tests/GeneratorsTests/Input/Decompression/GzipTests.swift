import CZlib
import Generators
import Testing

@Suite("Gzip")
struct GzipTests {
  private let text = Array((1...2_000).map { "line \($0) of some compressed text" }.joined(separator: "\n").utf8)

  @Test("Several members follow each other as one stream, cut anywhere")
  func members() throws {
    let parts = text.inChunks(of: 9_000)
    let bytes = Array(parts.map(\.gzipped).joined())
    for size in [1, 7, 1_000, 1_000_000] { #expect(try collect(bytes.inChunks(of: size)) == plainLines(text)) }
  }

  @Test("An empty file and an empty member have no lines")
  func empty() throws {
    #expect(try collect([[]]).isEmpty)
    #expect(try collect([[UInt8]().gzipped]).isEmpty)
    #expect(try collect([[UInt8]().gzipped + Array("a".utf8).gzipped]).map(\.bytes) == [[97]])
  }

  @Test("Cut off anywhere, everything before the cut is delivered and the error names the file")
  func truncated() throws {
    let bytes = text.gzipped
    for length in [2, 5, 9, 10, 11, 100, bytes.count / 2, bytes.count - 9, bytes.count - 8, bytes.count - 1] {
      try withTemporaryFile(Array(bytes[..<length])) { path in
        var read: [UInt8] = []
        let error = #expect(throws: ReadingError.self) {
          try withLines(at: path) { lines in
            for line in lines { read += Array(line.bytes) + [10] }
          }
        }
        #expect(error?.code == .truncatedData)
        #expect(error?.source == path)
        #expect(text.starts(with: read.dropLast()))
        if length >= bytes.count - 8 { #expect(read.dropLast().elementsEqual(text)) }
      }
    }
  }

  @Test("Damage is found by header, body, checksum and length, and told apart from a cut")
  func corrupt() throws {
    let bytes = text.gzipped
    for (position, reason) in [
      (3, "header"), (bytes.count / 2, ""), (bytes.count - 8, "checksum"), (bytes.count - 4, "length"),
    ] {
      var damaged = bytes
      damaged[position] ^= 0xE4
      let error = #expect(throws: ReadingError.self) { try collect([damaged]) }
      #expect(error?.code == .corruptData)
      #expect(error?.description.contains(reason) == true)
    }
  }

  @Test("A header may hold extra data, a name, a comment and a checksum of its own")
  func header() throws {
    let plain = text.gzipped
    let extras: [UInt8] = [3, 0, 1, 2, 3] + Array("name\0comment\0".utf8)
    let header = [0x1F, 0x8B, 8, 2 + 4 + 8 + 16] + plain[4..<10] + extras
    let checksum = header.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    let member = header + [UInt8(checksum & 0xFF), UInt8(checksum >> 8 & 0xFF)] + plain[10...]
    for size in [1, 10_000_000] {
      #expect(try collect(member.inChunks(of: size)) == plainLines(text))
      #expect(try collect((plain + member).inChunks(of: size)) == plainLines(text + text))
    }
    for position in [4, 13, 16, header.count, header.count + 1] {
      var damaged = member
      damaged[position] ^= 1
      let error = #expect(throws: ReadingError.self) { try collect([damaged]) }
      #expect(error?.code == .corruptData)
      #expect(error?.description.contains("header") == true)
    }
  }

  @Test("Output larger than a block comes out whole")
  func expansion() throws {
    let bytes = [UInt8](repeating: 10, count: 3_000_000)
    let counted = try withLines(of: bytes.gzipped) { $0.count(matching: "") }
    #expect(counted == LineTotals(lines: 3_000_000, matches: 3_000_000, bytes: 3_000_000))
  }
}
