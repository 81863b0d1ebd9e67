import DecoratorsTesting
import Generators
import Testing

/// Compressed bytes cut anywhere: in a header, between two members, inside a checksum.
@Suite("Partitions: gzip and zstd")
struct CompressedPartitionsTests {
  private static let parts = ["\u{FEFF}ab\r\n\r", "", "\ncd é", "\n\n", "last\r"].map { Array($0.utf8) }
  private static let text = Array(parts.joined())

  /// The bytes in reads of every size, and in random ones, give the text's lines, their counts and their records.
  private func check(_ bytes: [UInt8], of text: [UInt8] = text, seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let sizes = (1...bytes.count + 1).map { bytes.inChunks(of: $0) }
    let random = (0..<100).map { _ in
      bytes.inRandomChunks(upTo: .random(in: 2...40, using: &generator), using: &generator)
    }
    let expected = plainLines(text)
    for chunks in sizes + random {
      #expect(try collect(chunks) == expected, "\(chunks)")
      #expect(try await collect(AsyncLines(of: AsyncChunkSource(chunks: chunks))) == expected, "\(chunks)")
      let totals = try withLines(of: chunks) { $0.count(matching: "\r") }
      #expect(totals == plainTotals(text, [[13]]), "\(chunks)")
    }
  }

  @Test(
    "G6: every partition of several gzip members gives the same lines, with numbers and offsets, and the same counts"
  )
  func gzip() async throws {
    try await check(Array(Self.parts.map(\.gzipped).joined()), seed: 1)
    try await check(Array(Self.parts.map(\.gzipped).joined()) + [0, 0, 0], seed: 2)
    let plain = Array("\r\nplain\n".utf8)
    try await check(Array(Self.parts.map(\.gzipped).joined()) + plain, of: Self.text + plain, seed: 5)
  }

  @Test("G6: so does every partition of several zstd frames", .enabled(if: Zstd.isThere, Zstd.absence))
  func zstd() async throws {
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2]
    try await check(Array(Self.parts.map(Zstd.compress).joined()), seed: 3)
    try await check(skippable + Array(Self.parts.map { Zstd.compress($0) + skippable }.joined()), seed: 4)
  }

  @Test("G6: cut off in any place, gzip data gives the same lines and the same error in every partition")
  func cutOff() throws {
    let whole = Array(Self.parts.map(\.gzipped).joined())
    for length in 3..<whole.count {
      let bytes = Array(whole[..<length])
      let outcomes = [1, 2, 7, bytes.count].map { size in
        var lines: [PlainLine] = []
        var failure: (any Error)?
        do {
          try withLines(of: bytes.inChunks(of: size)) { for line in $0 { lines.append(PlainLine(line)) } }
        } catch {
          failure = error
        }
        return (lines, (failure as? ReadingError)?.code)
      }
      #expect(outcomes.allSatisfy { $0 == outcomes[0] }, "after \(length) bytes: \(outcomes)")
    }
  }
}
