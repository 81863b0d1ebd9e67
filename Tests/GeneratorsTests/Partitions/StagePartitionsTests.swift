import DecoratorsTesting
import Generators
import Testing

@Suite("Partitions: counting, matching and records")
struct StagePartitionsTests {
  private static let texts = ["aXX\nXaX\n\nXX", "XXXXX\nXX\n", "\nXX\n\nXaXX"]

  @Test("G6: every partition of the same bytes into reads gives the same counts, plain and gzip", arguments: texts)
  func counting(text: String) async throws {
    let bytes = Array(text.utf8)
    let expected = plainTotals(bytes, ["XX", "aX"].map { Array($0.utf8) })
    for chunks in bytes.allPartitions {
      let counted = try withLines(of: chunks) { $0.count(matching: ["XX", "aX"]) }
      #expect(counted == expected, "\(chunks)")
      let source = AsyncChunkSource(chunks: chunks)
      #expect(try await AsyncLines(of: source).count(matching: ["XX", "aX"]) == expected, "\(chunks)")
    }
    for size in 1...40 {
      let counted = try withLines(of: bytes.gzipped.inChunks(of: size)) { $0.count(matching: ["XX", "aX"]) }
      #expect(counted == expected, "gzip in reads of \(size)")
    }
  }

  @Test("G6: every partition gives the same matching lines, with number and offset", arguments: texts)
  func matching(text: String) async throws {
    let bytes = Array(text.utf8)
    let expected = plainLines(bytes).filter { String(decoding: $0.bytes, as: UTF8.self).contains(#/XX|aX/#) }
    for chunks in bytes.allPartitions {
      let lines = try withLines(of: chunks) { Array($0.matching(["XX", "aX"]).map(PlainLine.init)) }
      #expect(lines == expected, "\(chunks)")
      var asynchronous: [PlainLine] = []
      for try await line in AsyncLines(of: AsyncChunkSource(chunks: chunks)).matching(["XX", "aX"]) {
        asynchronous.append(PlainLine(line))
      }
      #expect(asynchronous == expected, "\(chunks)")
    }
  }

  @Test(
    "G6: every partition gives the same records, with number, offset and the place after them",
    arguments: [3, 1_000]
  )
  func records(limit: Int) async throws {
    struct Record: Equatable {
      var lines: [PlainLine]
      var hasStart: Bool
      var omittedLineCount: Int
      var next: LinePosition

      init(_ record: LineRecord) {
        lines = record.lines.map(PlainLine.init)
        (hasStart, omittedLineCount, next) = (record.hasStart, record.omittedLineCount, record.nextPosition)
      }
    }
    let bytes = Array("x\n[\r\n\n[\ny".utf8)
    func records(_ chunks: [[UInt8]]) throws -> [Record] {
      try withLines(of: chunks) { Array($0.records(startingWith: "[", limit: limit).map(Record.init)) }
    }
    let expected = try records([bytes])
    #expect(expected.map(\.next.offset) == [2, 6, 9])
    #expect(expected.map(\.hasStart) == [false, true, true])
    for chunks in bytes.allPartitions {
      #expect(try records(chunks) == expected, "\(chunks)")
    }
    for size in bytes.indices.dropFirst() {
      var asynchronous: [Record] = []
      let lines = AsyncLines(of: AsyncChunkSource(chunks: bytes.inChunks(of: size)))
      for try await record in lines.records(startingWith: "[", limit: limit) { asynchronous.append(Record(record)) }
      #expect(asynchronous == expected, "reads of \(size)")
    }
  }
}
