import DecoratorsTesting
import Generators
import Testing

@Suite("Matching")
struct MatchingTests {
  private let text = Array("an ERROR\nall is well\n\nFATAL: ERROR\nwarning\r\n".utf8)

  @Test("Lines match that contain any of the literals")
  func literals() throws {
    try withLines(of: text) { #expect($0.matching("ERROR").map(\.number).elementsEqual([1, 4])) }
    try withLines(of: text) { #expect($0.matching(["ERROR", "warn"]).map(\.number).elementsEqual([1, 4, 5])) }
    try withLines(of: text) { #expect($0.matching("").map(\.number).elementsEqual(1...5)) }
    try withLines(of: text) { #expect($0.matching([]).map(\.number).isEmpty) }
    try withLines(of: text) { #expect($0.matching("\r").map(\.number).isEmpty) }
  }

  @Test("Lines match for which a predicate is true")
  func predicate() throws {
    try withLines(of: text) { #expect($0.matching { $0.bytes.isEmpty }.map(\.number).elementsEqual([3])) }
  }

  @Test("A line says itself whether it contains a text")
  func contains() throws {
    try withLines(of: text) { lines in
      let found = lines.map { [$0.contains("ERROR"), $0.contains(""), $0.contains(anyOf: ["well", "FATAL"])] }
      #expect(
        Array(found) == [
          [true, true, false], [false, true, true], [false, true, false], [true, true, true], [false, true, false],
        ]
      )
    }
  }

  @Test("A text is found at any place of a line of any length, and not where only its rarest bytes are")
  func everyPlace() throws {
    var generator = SeededGenerator(seed: 99)
    for length in 0...200 {
      for text in ["E", "EO", "ERROR", "a needle of some length, longer than a vector"] {
        var bytes = [UInt8].random(length, from: Array("ERO aen".utf8), using: &generator)
        let place = Int.random(in: 0...length, using: &generator)
        if Bool.random(using: &generator) { bytes.insert(contentsOf: text.utf8, at: place) }
        let expected = bytes.indices.contains { bytes[$0...].starts(with: text.utf8) }
        let found = try withLines(of: bytes) { lines in
          lines.map { [$0.contains(text), $0.contains(anyOf: Literals([text]))] }.first { _ in true } ?? [false, false]
        }
        #expect(found == [expected, expected])
      }
    }
  }

  @Test("Matching a block at a time gives the lines that a look at each line gives, whatever the reads and the limit")
  func fused() async throws {
    var generator = SeededGenerator(seed: 7)
    let literals: [Literals] = ["ab", "b\r", ["ba", "aa"], ["c", "ab", "bb"], ["a", ""], "\r", []]
    let limits: [LongLines] = [.standard, .truncate(over: 3), .skip(over: 3), .truncate(over: 9)]
    for round in 0..<3_000 {
      let bytes = [UInt8].random(round % 60, from: Array("aabbc\r\n\n".utf8), using: &generator)
      let chunks = bytes.inRandomChunks(upTo: 1 + round % 20, using: &generator)
      let literals = literals[round % literals.count]
      let longLines = limits[round % limits.count]
      let each = try withLines(of: chunks, longLines: longLines) { lines in
        (Array(lines.filter { $0.contains(anyOf: literals) }.map(PlainLine.init)), lines.skippedLines)
      }
      let fused = try withLines(of: chunks, longLines: longLines) { lines in
        (Array(lines.matching(literals).map(PlainLine.init)), lines.skippedLines)
      }
      #expect(fused == each)
      let asynchronous = AsyncLines(of: AsyncChunkSource(chunks: chunks), longLines: longLines)
      var lines: [PlainLine] = []
      for try await line in asynchronous.matching(literals) { lines.append(PlainLine(line)) }
      #expect(lines == each.0)
      #expect(asynchronous.skippedLines == each.1)
    }
  }

  @Test("A literal after a line over the limit does not hide that line's failure")
  func failingLine() {
    let bytes = Array("too long\nab\n".utf8)
    let error = #expect(throws: ReadingError.self) {
      try withLines(of: bytes, longLines: .fail(over: 4)) { lines in
        #expect(lines.matching("ab").first { _ in true } == nil)
      }
    }
    #expect(error?.code == .lineTooLong)
  }

  @Test("Asynchronous lines match under the same names")
  func asynchronous() async throws {
    let lines = AsyncLines(of: AsyncChunkSource(chunks: [text]))
    var numbers: [Int] = []
    for try await line in lines.matching("ERROR").matching({ $0.number > 1 }) { numbers.append(line.number) }
    #expect(numbers == [4])
  }
}
