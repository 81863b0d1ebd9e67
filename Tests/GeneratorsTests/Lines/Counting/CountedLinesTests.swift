import DecoratorsTesting
import Generators
import Testing

@Suite("Counting lines")
struct CountedLinesTests {
  @Test("Totals come after every batch, and at the end for the lines since")
  func batches() throws {
    let bytes = Array("one ERROR\ntwo\nthree ERROR\nfour\nfive ERROR".utf8)
    let totals = try withLines(of: bytes) { lines in
      Array(lines.counted(matching: ["ERROR"], every: 2))
    }
    #expect(
      totals == [
        LineTotals(lines: 2, matches: 1, bytes: 14),
        LineTotals(lines: 4, matches: 2, bytes: 31),
        LineTotals(lines: 5, matches: 3, bytes: 41),
      ]
    )
  }

  @Test("A batch that ends with the input is the last: there is no empty one", arguments: 1...4)
  func noEmptyBatch(size: Int) throws {
    let bytes = Array("a\nb\nc\nd\n".utf8)
    let totals = try withLines(of: bytes) { lines in Array(lines.counted(matching: "b", every: size)) }
    #expect(totals.count == (4 + size - 1) / size)
    #expect(totals.last == LineTotals(lines: 4, matches: 1, bytes: 8))
  }

  @Test("An empty input has no totals to give, and counts 0")
  func empty() throws {
    let none = [UInt8]()
    #expect(try withLines(of: none) { Array($0.counted(matching: "", every: 1)) }.isEmpty)
    #expect(try withLines(of: none) { $0.count(matching: "") } == LineTotals())
  }

  @Test(
    "Counts are those of grep for lines without their line ends and the byte-order mark",
    arguments: [
      ("ERROR\n\nERROR ERROR\nno\n", ["ERROR"], 4, 2),
      ("a\nb\nab\n", ["a", "b"], 3, 3),
      ("a\n\n\nb", [""], 4, 4),
      ("a\nb\n", ["x\na"], 2, 1),
      ("a\nb\n", ["a\n"], 2, 2),
      ("a\r\nb\r\n\r\n", ["\r"], 3, 0),
      ("a\r\nb", ["a\r", "b"], 2, 1),
      ("a\r\r\nb\rc\r", ["\r"], 2, 2),
      ("a\nb\n", [], 2, 0),
      ("\n", ["a"], 1, 0),
      ("x", ["longer than the line"], 1, 0),
      ("\u{FEFF}a\n\u{FEFF}a", ["\u{FEFF}a"], 2, 1),
      ("\u{FEFF}", [""], 0, 0),
      ("aab\naaab", ["aaab"], 2, 1),
    ]
  )
  func likeGrep(text: String, literals: [String], lines: Int, matches: Int) throws {
    let totals = try withLines(of: Array(text.utf8)) { $0.count(matching: Literals(literals)) }
    #expect(totals == LineTotals(lines: lines, matches: matches, bytes: text.utf8.count))
  }

  @Test("NUL and bytes that are no UTF-8 are ordinary, in lines and in literals")
  func binary() throws {
    let bytes: [UInt8] = [0, 0xFF, 10, 0xFE, 0, 0xFF, 0x80]
    let counted = try withLines(of: bytes) { $0.count(matching: Literals(bytes: [[0, 0xFF]])) }
    #expect(counted == LineTotals(lines: 2, matches: 2, bytes: 7))
  }

  @Test("Random bytes in random reads, random literals and random batches count as a plain search does")
  func random() throws {
    var generator = SeededGenerator(seed: 2026)
    let alphabet = Array("abE\n\r".utf8)
    for _ in 0..<500 {
      let bytes = [UInt8].random(.random(in: 0...600, using: &generator), from: alphabet, using: &generator)
      let literals = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        [UInt8].random(.random(in: 1...5, using: &generator), from: Array("abE\r".utf8), using: &generator)
      }
      let chunks = bytes.inRandomChunks(upTo: .random(in: 1...200, using: &generator), using: &generator)
      let batch = Int.random(in: 1...20, using: &generator)
      let totals = try withLines(of: chunks) { lines in
        Array(lines.counted(matching: Literals(bytes: literals), every: batch))
      }
      let expected = plainTotals(bytes, literals)
      #expect((totals.last ?? LineTotals()) == expected)
      for (index, running) in totals.enumerated().dropLast() {
        let soFar = Array(bytes[..<running.bytes])
        #expect(running.lines == batch * (index + 1))
        #expect(running == plainTotals(soFar, literals))
      }
    }
  }

  @Test("Leaving the loop after a batch leaves the totals of whole lines")
  func stop() throws {
    let bytes = Array("ERROR\nb\nc\nd\n".utf8)
    let totals = try withLines(of: bytes) { lines in
      lines.counted(matching: "ERROR", every: 3).first { _ in true }
    }
    #expect(totals == LineTotals(lines: 3, matches: 1, bytes: 10))
  }

  @Test("A line of 64 MiB is counted, its match across two reads too, and is never held")
  func hugeLine() throws {
    let source = RepeatingSource(byte: UInt8(ascii: "x"), left: 64 * 1024 * 1024)
    let chunks = [[UInt8(ascii: "E"), UInt8(ascii: "R")], Array("ROR".utf8)]
    let longLines = LongLines.truncate(over: 1 << 30)
    let counted = try withLines(of: ConcatenatedSource(source, chunks), longLines: longLines) {
      $0.count(matching: "xERROR")
    }
    #expect(counted == LineTotals(lines: 1, matches: 1, bytes: 64 * 1024 * 1024 + 5))
  }

  @Test("After the end there is nothing (G1)")
  func afterTheEnd() throws {
    try withLines(of: Array("a\n".utf8)) { lines in
      var totals = lines.counted(matching: "a", every: 10).makeIterator()
      #expect(totals.next() != nil)
      #expect(totals.next() == nil)
      #expect(totals.next() == nil)
    }
  }
}
