import Generators
import Testing

@Suite("Long lines")
struct LongLinesTests {
  private static let text = Array("abc\nabcd\r\nabcde\nabcdefghijklmnop\r\n\nabcd".utf8)

  @Test("G7: lines over the limit are truncated and say so, and the next line is read as ever")
  func truncate() throws {
    for size in 1...Self.text.count {
      let lines = try collect(Self.text.inChunks(of: size), longLines: .truncate(over: 4))
      #expect(lines.map { String(decoding: $0.bytes, as: UTF8.self) } == ["abc", "abcd", "abcd", "abcd", "", "abcd"])
      #expect(lines.map(\.isTruncated) == [false, false, true, true, false, false])
      #expect(lines.map(\.number) == [1, 2, 3, 4, 5, 6])
      #expect(lines.map(\.offset) == [0, 4, 10, 16, 34, 35])
    }
  }

  @Test("G7: lines over the limit are skipped and counted, and keep their number")
  func skip() throws {
    for size in 1...Self.text.count {
      try withLines(of: Self.text.inChunks(of: size), longLines: .skip(over: 4)) { lines in
        #expect(lines.map(\.number).elementsEqual([1, 2, 5, 6]))
        #expect(lines.skippedLines == 2)
      }
    }
  }

  @Test("G7: a line over the limit ends the reading with an error that says where, if so wanted")
  func fail() throws {
    for size in 1...Self.text.count {
      var numbers: [Int] = []
      let error = #expect(throws: ReadingError.self) {
        try withLines(of: Self.text.inChunks(of: size), longLines: .fail(over: 4)) { lines in
          for line in lines { numbers.append(line.number) }
        }
      }
      #expect(error?.code == .lineTooLong)
      #expect(error?.description.contains("line 3, at byte 10, is longer than the limit of 4 bytes") == true)
      #expect(numbers == [1, 2])
    }
  }

  @Test("G7: a limit of whole blocks holds at every length around it", arguments: [262_144, 300_000])
  func aroundBlocks(limit: Int) throws {
    for length in [limit - 1, limit, limit + 1, limit + 2, 3 * limit] {
      let bytes = [UInt8](repeating: 120, count: length) + Array("\r\nnext\n".utf8)
      let lines = try collect(bytes.inChunks(of: 65_536), longLines: .truncate(over: limit))
      #expect(lines.map(\.bytes.count) == [min(length, limit), 4])
      #expect(lines.map(\.isTruncated) == [length > limit, false])
      #expect(lines.last?.offset == length + 2)
    }
  }

  @Test("G7: a line of 64 MiB takes no more memory than the limit, by default 1 MiB")
  func flatMemory() async {
    // In a process of its own, where no other test takes memory.
    await #expect(processExitsWith: .success) {
      let source = ConcatenatedSource(
        RepeatingSource(byte: 120, left: 64 * 1024 * 1024),
        [Array("\nnext".utf8)]
      )
      let before = residentBytes()
      let lines = try withLines(of: source) { lines in Array(lines) }
      #expect(lines.map(\.bytes.count) == [1_048_576, 4])
      #expect(residentBytes() - before < 32 * 1024 * 1024)
    }
  }

  @Test("A limit below 1 stops the program with a sentence")
  func badLimit() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LongLines.skip(over: 0)
    }
    #expect(result.message.contains("The limit of a line's length is 1 to 1,073,741,824 bytes, and 0 is not."))
  }
}
