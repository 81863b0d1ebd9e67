import DecoratorsTesting
import Generators
import Testing

@Suite("Fields and values of records")
struct LineRecordTests {
  private func records(_ chunks: [[UInt8]], limit: Int = 1_048_576) throws -> [LineRecord] {
    try withLines(of: chunks) { Array($0.records(startingWith: "[", limit: limit)) }
  }

  @Test("The bytes of a record are those of its lines in the input, wherever blocks begin and end")
  func bytes() throws {
    let text = "[1]\r\n a\n\n\r\n b\r\n[2]\n"
    for size in [1, 2, 3, 100] {
      #expect(
        try records(Array(text.utf8).inChunks(of: size)).map { $0.bytes.string } == ["[1]\r\n a\n\n\r\n b", "[2]"]
      )
    }
    // Records over the end of blocks of memory.
    let lines = (0..<60_000).map { $0.isMultiple(of: 7) ? "[\($0)]\r" : " at line \($0)" }
    let all = try records([Array(lines.joined(separator: "\n").utf8)])
    #expect(all.count == 8_572)
    for (number, record) in all.enumerated() {
      let expected = lines[7 * number..<min(7 * number + 7, lines.count)].joined(separator: "\n")
      #expect(record.bytes.string == (expected.hasSuffix("\r") ? String(expected.dropLast()) : expected))
      #expect(record.bytes.count == record.bytes.string.utf8.count)
    }
  }

  @Test("A text is looked for in each line of a record")
  func contains() throws {
    let all = try records([Array("[1] one\n two\n[2] tw\no\n".utf8)])
    #expect(all.map { $0.contains("two") } == [true, false])
    #expect(all.map { $0.contains("one\n two") } == [false, false])
    #expect(all.map { $0.contains("") } == [true, true])
    #expect(all.map { $0.contains(anyOf: ["[2", "x"]) } == [false, true])
  }

  @Test("JSON and logfmt are read from a record as from a line")
  func fields() throws {
    let text = "[1, {\"a\":\n  \"x\"},\n 2]\n[ k=v msg=\"line one\n line two\" n=2\n"
    let all = try records([Array(text.utf8)])
    #expect(all[0].field("1.a") == "x" && all[0].field(JSONPath("2"))?.int == 2 && all[0].json?.kind == .array)
    #expect(try all[0].decode(as: [JSONValue].self) == [.number(1), .object(["a": .string("x")]), .number(2)])
    #expect(all[1].logfmt["msg"] == "line one\n line two" && all[1].logfmt["n"]?.int == 2)
    struct Pairs: Decodable, Equatable { var k: String, msg: String, n: Int }
    #expect(try all[1].decode(as: Pairs.self, from: .logfmt) == Pairs(k: "v", msg: "line one\n line two", n: 2))
  }

  @Test("Records are decoded as lines are, with each policy, and a record that lost lines is too long")
  func decoding() async throws {
    let text = "[1,\n2]\n\n[x]\n[3,\n4,\n5,\n6]\n"
    let bytes = [Array(text.utf8)]
    var dead: [(Int, RecordError.Code)] = []
    let values = try withLines(of: bytes) { lines in
      Array(
        lines.records(startingWith: "[", limit: 8).decoded(
          as: [Int].self,
          onFailure: { record, error in dead.append((record.number, error.code)) }
        )
      )
    }
    #expect(values == [[1, 2]])
    #expect(dead.map(\.0) == [4, 5] && dead.map(\.1) == [.undecodable, .recordTooLong])
    let error = #expect(throws: RecordError.self) {
      try withLines(of: bytes) { Array($0.records(startingWith: "[").decoded(as: [Int].self)) }
    }
    #expect(error?.number == 4 && error?.errorLine == 4 && error?.errorColumn == 2)
    let count = FailureCount()
    func lines() -> AsyncLines { AsyncLines(of: AsyncChunkSource(chunks: bytes)) }
    let counted = await drain(lines().records(startingWith: "[").decoded(as: [Int].self, countingFailures: count))
    #expect(counted.elements == [[1, 2], [3, 4, 5, 6]] && count.count == 1 && counted.isOver)
    let own = await drain(lines().records(startingWith: "[").decoded { $0.lines.count })
    #expect(own.elements == [3, 1, 4] && !own.failed)
  }
}
