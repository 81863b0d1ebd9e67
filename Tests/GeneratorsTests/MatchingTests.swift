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

  @Test("Literals match a string byte for byte")
  func strings() {
    let literals: Literals = ["ERROR", "é"]
    #expect(
      ["an ERROR", "fine", "caf\u{e9}", "cafe\u{301}", ""].map(literals.match) == [true, false, true, false, false]
    )
    #expect(Literals([""]).match("") && !Literals([]).match("a"))
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

  @Test("Asynchronous lines match under the same names")
  func asynchronous() async throws {
    let lines = AsyncLines(of: AsyncChunkSource(chunks: [text]))
    var numbers: [Int] = []
    for try await line in lines.matching("ERROR").matching({ $0.number > 1 }) { numbers.append(line.number) }
    #expect(numbers == [4])
  }
}
