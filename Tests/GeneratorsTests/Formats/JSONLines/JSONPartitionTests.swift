import DecoratorsTesting
import Generators
import Testing

@Suite("JSON Lines and logfmt in any pieces")
struct JSONPartitionTests {
  private static let small = "{\"a\":1}\r\n\n{\"a\":2}"

  private func fields(_ chunks: [[UInt8]]) throws -> [String?] {
    try withLines(of: chunks) { lines in lines.map { $0.field("a")?.string } }
  }

  @Test("Every partition of a small input gives the same fields and values")
  func everyPartition() throws {
    for chunks in Array(Self.small.utf8).allPartitions {
      #expect(try fields(chunks) == ["1", nil, "2"])
      let values = try withLines(of: chunks) { Array($0.decoded(as: [String: Int].self)) }
      #expect(values == [["a": 1], ["a": 2]])
    }
  }

  @Test(
    "Random partitions of random documents give the same fields, values and failures",
    arguments: [1, 2, 3] as [UInt64]
  )
  func documents(seed: UInt64) throws {
    var documents = JSONDocuments(generator: SeededGenerator(seed: seed))
    var generator = SeededGenerator(seed: seed + 100)
    let lines = (0..<60).map { number in
      number.isMultiple(of: 7) ? "torn {" : #"{"number":\#(number),"a":\#(documents.next())}"#
    }
    let bytes = Array(lines.joined(separator: "\n").utf8)
    func read(_ chunks: [[UInt8]]) throws -> [String] {
      try withLines(of: chunks) { lines in
        var read: [String] = []
        let all = Array(lines)
        for line in all { read.append("\(line.number) \(line.offset) \(line.field("a")?.string ?? "-")") }
        for value in all.decoded(as: JSONValue.self, onFailure: { read.append("\($0.number): \($1)") }) {
          read.append("\(value == .null)")
        }
        return read
      }
    }
    let whole = try read([bytes])
    #expect(whole.count > 100)
    for largest in [1, 3, 17, 200, 5_000] {
      #expect(try read(bytes.inRandomChunks(upTo: largest, using: &generator)) == whole)
    }
  }

  @Test(
    "Random partitions of logfmt give the same pairs, synchronously and asynchronously",
    arguments: [1, 2, 3] as [UInt64]
  )
  func logfmt(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("ab =\"\\u0n\té\n\r".utf8)
    let bytes = [UInt8].random(2_000, from: alphabet, using: &generator)
    func pairs(_ line: Line) -> [String] {
      line.logfmt.map { "\($0.key.string)|\($0.value.string)|\($0.value.isFlag)|\($0.value.isTorn)" }
    }
    let whole = try withLines(of: [bytes]) { Array($0.map(pairs)) }
    for largest in [1, 2, 9, 100, 1_500] {
      let chunks = bytes.inRandomChunks(upTo: largest, using: &generator)
      #expect(try withLines(of: chunks) { Array($0.map(pairs)) } == whole)
      var asynchronous: [[String]] = []
      for try await line in AsyncLines(of: AsyncChunkSource(chunks: chunks)) { asynchronous.append(pairs(line)) }
      #expect(asynchronous == whole)
    }
  }
}
