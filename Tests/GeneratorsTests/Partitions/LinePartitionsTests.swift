import DecoratorsTesting
import Generators
import Testing

@Suite("Partitions: lines")
struct LinePartitionsTests {
  private static let texts = ["ab\r\n\r\ncd\r", "\u{FEFF}é\r\nü\n\n", "\n\r\n\r\r\nxyz", "\u{FEFF}\r\n€\n\u{301}"]

  @Test("G6: every partition of the same bytes into reads gives the same lines", arguments: texts)
  func every(text: String) async throws {
    let bytes = Array(text.utf8)
    let expected = plainLines(bytes)
    for chunks in bytes.allPartitions {
      #expect(try collect(chunks) == expected, "\(chunks)")
      let lines = try await collect(AsyncLines(of: AsyncChunkSource(chunks: chunks)))
      #expect(lines == expected, "\(chunks)")
    }
  }

  @Test("G6, G7: every partition treats long lines the same", arguments: 1...4)
  func longLines(limit: Int) async throws {
    let bytes = Array("\u{FEFF}abc\r\nabc\r".utf8)
    for treatment in [LongLines.truncate(over: limit), .skip(over: limit)] {
      let expected = try collect([bytes], longLines: treatment)
      for chunks in bytes.allPartitions {
        #expect(try collect(chunks, longLines: treatment) == expected, "\(chunks)")
      }
      let single = AsyncLines(of: AsyncChunkSource(chunks: bytes.inChunks(of: 1)), longLines: treatment)
      #expect(try await collect(single) == expected)
    }
  }

  @Test("G6: random bytes in random reads, longer than blocks too, give the lines of a plain split")
  func random() async throws {
    var generator = SeededGenerator(seed: 7)
    for round in 0..<100 {
      let length = round % 25 == 0 ? 600_000 : Int.random(in: 0...5_000, using: &generator)
      let alphabet = Array((round.isMultiple(of: 2) ? "a\r\n" : "abcdefghijklmnopqrstuvwxyz0123456789 é\r\n").utf8)
      let piece = [UInt8].random(min(length, 5_000), from: alphabet, using: &generator)
      let bytes = Array(repeatElement(piece, count: piece.isEmpty ? 0 : length / piece.count).joined())
      let largest = [1, 100, 70_000].randomElement(using: &generator)!
      let chunks = bytes.inRandomChunks(upTo: length > 5_000 ? 70_000 : largest, using: &generator)
      let expected = plainLines(bytes)
      #expect(try collect(chunks) == expected)
      #expect(try await collect(AsyncLines(of: AsyncChunkSource(chunks: chunks))) == expected)
    }
  }
}
